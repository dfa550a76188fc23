"""Giving an entity's word: who may sign for it, signing, bringing paper; and another entity that checks the paper."""

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.agreements.operations import bring_signed_paper, check_signed_paper, record_mandate, sign_text
from concierta.agreements.permissions import (
    can_check_paper,
    can_sign,
    check_can_bring_paper,
    check_speaks_for,
    may_see_paper,
)
from concierta.agreements.queries import (
    bringing_entity,
    mandate_in_force,
    people_who_may_sign,
    signatory_for,
    signature_for,
    signatures_by,
    version_for,
)
from concierta.kernel.clock import now
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.web.kit.formats import short_date
from concierta.web.workspace.acts import Act, acts_view, form_of, sent, why_not
from concierta.web.workspace.agreements.sheets import Sheet, form_view
from concierta.web.workspace.agreements.signing_forms import MandateForm, PaperCheckForm, PaperForm, SignForm
from concierta.web.workspace.agreements.tables import signature_words
from concierta.web.workspace.mesa.places import stored
from concierta.web.workspace.personal_data import opens_personal_data
from concierta.web.workspace.reporting.evidence import evidence_line
from concierta.web.workspace.shell import SignedInRequest
from concierta.web.workspace.uploads import download

if TYPE_CHECKING:
    from concierta.agreements.models import Mandate, Signatory, Signature, TextVersion


@require_http_methods(["GET", "HEAD", "POST"])
def mandate(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    """By which act of which organ a person of the entity may sign for it."""
    signatory = signatory_for(request.user, slug, code)
    check_speaks_for(request.user, signatory.entity)
    form = sent(request, MandateForm, people=people_who_may_sign(signatory.entity))
    back = reverse("agreement_entity", args=[slug, code])
    sheet = Sheet(
        title=gettext("Quién firma por %(entity)s") % {"entity": signatory.entity.short_name},
        button=gettext("Registrar el mandato"),
        back=(back, signatory.entity.short_name),
        kicker=signatory.agreement.title,
        lead=gettext("Diga qué acto de la entidad da poder para firmar, y a quién. Reemplaza al que haya."),
    )
    return form_view(
        request,
        sheet,
        form,
        lambda: record_mandate(signatory=signatory, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Mandato registrado. Quien firma encuentra el texto en su trabajo."),
        to=back,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: SignedInRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Which entity signs what, by which act, and what that is in law: all of it before the button."""
    signatory, version = signatory_for(request.user, slug, code), version_for(request.user, slug, number)
    check_speaks_for(request.user, signatory.entity)
    form = sent(request, SignForm, entity=signatory.entity, sha256=version.sha256)
    return form_view(
        request,
        Sheet(
            title=gettext("Firmar por %(entity)s") % {"entity": signatory.entity.short_name},
            button=gettext("Firmar"),
            back=(reverse("agreement_text", args=[slug, number]), gettext("Leer el texto")),
            kicker=signatory.agreement.title,
            facts=_signing_facts(signatory, version, mandate_in_force(signatory)),
            note=gettext(
                "Al oprimir «Firmar» usted firma electrónicamente por la entidad con su propia cuenta, como las partes "
                "de este acuerdo lo convinieron (Ley 527 de 1999). No es una firma digital certificada. Si su entidad "
                "prefiere otra, traiga el papel firmado o una firma certificada: vale lo mismo cuando otra entidad lo "
                "comprueba."
            ),
            blocked=why_not(can_sign(request.user, signatory)),
        ),
        form,
        lambda: sign_text(
            signatory=signatory, version=version, sha256=form.cleaned_data["sha256"], by=request.user, at=now()
        ),
        done=gettext("Firmado por %(entity)s.") % {"entity": signatory.entity.name},
        to=reverse("agreement_ceremony", args=[slug, number]),
    )


def _signing_facts(signatory: "Signatory", version: "TextVersion", mandate: "Mandate | None") -> list[tuple[str, str]]:
    return [
        (gettext("Firma"), signatory.entity.name),
        (gettext("Con el mandato"), mandate_words(mandate) if mandate else gettext("Sin registrar")),
        (gettext("Texto"), gettext("Texto %(n)s") % {"n": version.number}),
        (gettext("Huella del texto"), version.sha256),
    ]


def mandate_words(mandate: "Mandate") -> str:
    """«Resolución 12 del 1 de dic de 2024 (Junta o consejo directivo)»; who it names is not said."""
    act = " ".join(filter(None, (mandate.act_name, mandate.act_number)))
    return gettext("%(act)s del %(date)s (%(organ)s)") % {
        "act": act,
        "date": short_date(mandate.act_date),
        "organ": mandate.get_organ_display(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def bring_paper(request: SignedInRequest, slug: str, code: str, number: int) -> HttpResponse:
    """The scan of what the entity signed elsewhere, brought by its people or by the secretariat that keeps it."""
    signatory, version = signatory_for(request.user, slug, code), version_for(request.user, slug, number)
    check_can_bring_paper(request.user, signatory)
    form = sent(request, PaperForm, files=request.FILES or None)
    name = {"entity": signatory.entity.short_name, "n": version.number}

    def bring() -> "Signature":
        entity = bringing_entity(request.user, signatory) or signatory.entity
        title = gettext("Texto %(n)s firmado por %(entity)s") % name
        document = stored(request, form.cleaned_data["document"], title, entity)
        return bring_signed_paper(
            signatory=signatory,
            version=version,
            document=document,
            signed_on=form.cleaned_data["signed_on"],
            by=request.user,
            at=now(),
        )

    sheet = Sheet(
        title=gettext("Traer el documento que firmó %(entity)s") % name,
        button=gettext("Traer el documento"),
        back=(reverse("agreement_entity", args=[slug, code]), signatory.entity.short_name),
        kicker=signatory.agreement.title,
        lead=gettext("Cuenta como firma cuando otra entidad, que ni firmó ni lo trajo, lo compruebe."),
        facts=[(gettext("Huella del texto"), version.sha256)],
    )
    done = gettext("Documento recibido. Lo comprueba otra entidad.")
    return form_view(request, sheet, form, bring, done=done, to=sheet.back[0])


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """A paper that was brought. Who may not check it sees why, in the button's place."""
    signature = _paper(request, slug, pk)
    acts = []
    if signature.checked_at is None:
        check = Act(
            "check",
            gettext("Comprobarlo"),
            gettext("Registrar lo que encontró"),
            form_of(request, "check", PaperCheckForm),
            lambda given: check_signed_paper(signature=signature, **given, by=request.user, at=now()),
            gettext("Comprobación registrada."),
            kind="primary",
            words=gettext("Mire que sea este texto, que lo firme quien el mandato nombra, y la fecha."),
            blocked=why_not(can_check_paper(request.user, signature)),
        )
        acts.append(check)
    return acts_view(
        request,
        "agreements/paper.html",
        acts,
        lambda: {
            "signature": signature,
            "signatory": signature.signatory,
            "agreement": signature.signatory.agreement,
            "facts": _paper_facts(signature),
            "file": evidence_line(signature.document)
            if signature.document and may_see_paper(request.user, signature)
            else None,
        },
    )


def _paper(request: SignedInRequest, slug: str, pk: int) -> "Signature":
    signature = signature_for(request.user, pk)
    if signature.signatory.agreement.slug != slug:
        raise NotFound(gettext_noop("No hay tal documento."))
    return signature


def _paper_facts(signature: "Signature") -> list[tuple[str, str]]:
    held = mandate_in_force(signature.signatory)
    facts = [
        (gettext("Entidad"), signature.signatory.entity.name),
        (gettext("Mandato"), mandate_words(held) if held else gettext("Sin registrar")),
        (gettext("Texto"), gettext("Texto %(n)s") % {"n": signature.version.number}),
        (gettext("Huella del texto"), signature.sha256),
        (gettext("Lo trajo"), signature.brought_for.name if signature.brought_for else ""),
        (gettext("Estado"), signature_words(signature)),
    ]
    return [*facts, (gettext("Lo comprobó"), signature.checked_for.name)] if signature.checked_for else facts


@require_safe
@opens_personal_data
def paper_document(request: SignedInRequest, slug: str, pk: int) -> HttpResponseBase:
    signature = _paper(request, slug, pk)
    if signature.document is None or not may_see_paper(request.user, signature):
        raise NotFound(gettext_noop("No hay tal evidencia, o no es visible para usted."))
    return download(signature.document)


def signed_rows(signatory: "Signatory") -> list[tuple[str, str, str]]:
    """What it signed or brought: under which text, in words, and the page of the paper, where there is one."""
    slug = signatory.agreement.slug
    return [
        (
            gettext("Texto %(n)s, el %(date)s") % {"n": one.version.number, "date": short_date(one.signed_at)},
            signature_words(one),
            reverse("check_paper", args=[slug, one.pk]) if one.document else "",
        )
        for one in signatures_by(signatory)
    ]
