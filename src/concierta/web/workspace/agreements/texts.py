"""One text of an agreement: read before signing, written while it is a draft, opened, adopted; and who signs it."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.agreements.enums import SignatoryState, VersionState
from concierta.agreements.operations import (
    abandon_version,
    acknowledge_reading,
    adopt_version,
    drop_article,
    invite_again,
    invite_signatory,
    open_version,
    write_article,
)
from concierta.agreements.permissions import can_keep_agreements, check_can_keep_agreements
from concierta.agreements.queries import (
    CeremonyRow,
    article_to_write,
    articles_of,
    asked_to_adopt,
    ceremony_of,
    read_by,
    signatories_i_speak_for,
    signatories_of,
    signed_under,
    version_for,
)
from concierta.agreements.text import needed_to_adopt
from concierta.kernel.clock import now
from concierta.people.queries import all_entities
from concierta.web.kit.formats import number
from concierta.web.workspace.acts import Act, acts_view, form_of, sent
from concierta.web.workspace.agreements.sheets import Sheet, form_view
from concierta.web.workspace.agreements.signing_forms import (
    ArticleForm,
    DropForm,
    InviteAgainForm,
    InviteForm,
    OpenForm,
)
from concierta.web.workspace.agreements.tables import ceremony_finding, ceremony_table, span_words, text_state
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.shell import SignedInRequest

if TYPE_CHECKING:
    from concierta.agreements.models import Signatory, TextVersion

_TO_SIGN = (VersionState.OPEN, VersionState.IN_FORCE)
_MAY_BE_ASKED_AGAIN = (SignatoryState.DECLINED, SignatoryState.WITHDRAWN)


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The words first; under them, what each reader does with them."""
    version = version_for(request.user, slug, number)
    mine = signatories_i_speak_for(request.user, version.agreement) if version.state in _TO_SIGN else []
    keeps = bool(can_keep_agreements(request.user, version.agreement))

    def context() -> dict[str, object]:
        rows = ceremony_of(version)
        own = [row for row in rows if row.signatory in mine]
        read = read_by(request.user, version)
        return {
            "agreement": version.agreement,
            "version": version,
            "articles": articles_of(version),
            "span": span_words(version.since, version.until),
            "state": text_state(version),
            "progress": ceremony_finding(rows) if rows and version.sha256 else "",
            "mine": [(row.signatory, *_next(version, row), _weight(row, read)) for row in own],
            "writes": keeps and version.state == VersionState.DRAFT,
        }

    acts = [*_reading(request, version, mine), *(_keeping(request, version) if keeps else [])]
    return acts_view(request, "agreements/text.html", acts, context)


def _next(version: "TextVersion", row: CeremonyRow) -> tuple[str, str, str]:
    """For an entity before a text: what is said where it has signed; or else the address and the words of what it does
    next, which before signing is to say who may."""
    if row.signature is not None:
        return gettext("Ya firmó este texto.") if row.signature.counts else gettext("Trajo su documento."), "", ""
    slug, code = version.agreement.slug, row.signatory.entity.code
    name = {"entity": row.signatory.entity.short_name}
    if not row.mandated:
        words = gettext("Registrar quién firma por %(entity)s") % name
        return "", reverse("agreement_mandate", args=[slug, code]), words
    return "", reverse("sign_agreement", args=[slug, code, version.number]), gettext("Firmar por %(entity)s") % name


def _weight(row: CeremonyRow, read: set[int]) -> str:
    """What comes first is to read."""
    return "primary" if row.signatory.pk in read else "secondary"


def _reading(request: SignedInRequest, version: "TextVersion", mine: "list[Signatory]") -> list[Act]:
    """One button for each entity of the reader for which nobody of them said yet that they read it."""
    known = read_by(request.user, version) if mine else set()

    def act(one: "Signatory") -> Act:
        name = {"entity": one.entity.short_name}
        return Act(
            f"read-{one.pk}",
            gettext("¿Ya lo leyó por %(entity)s?") % name,
            gettext("Lo leí"),
            form_of(request, f"read-{one.pk}", TypedForm),
            lambda given: acknowledge_reading(signatory=one, version=version, by=request.user, at=now()),
            gettext("Queda dicho que usted lo leyó por %(entity)s. Todavía no ha firmado.") % name,
            kind="primary",
        )

    return [act(one) for one in mine if one.pk not in known]


def _keeping(request: SignedInRequest, version: "TextVersion") -> list[Act]:
    """What the secretariat does with a text that is not adopted yet."""
    by = request.user
    abandon = Act(
        "abandon",
        gettext("Dejarlo sin efecto"),
        gettext("Dejar este texto sin efecto"),
        form_of(request, "abandon", TypedForm),
        lambda given: abandon_version(version=version, by=by, at=now()),
        gettext("Texto sin efecto. Lo que se firmó de él queda en el registro."),
        kind="danger",
        folded=True,
    )
    if version.state == VersionState.OPEN:
        return [_adoption(request, version), abandon]
    if version.state != VersionState.DRAFT:
        return []
    return [
        Act(
            "open",
            gettext("Abrirlo a la firma"),
            gettext("Abrir a la firma"),
            form_of(request, "open", OpenForm),
            lambda given: open_version(version=version, **given, by=by, at=now()),
            gettext("Abierto a la firma: sus palabras ya no cambian. Invite a quien deba firmarlo."),
            kind="primary",
            words=gettext("Desde entonces nadie cambia una palabra: todos firman lo mismo."),
        ),
        Act(
            "drop",
            gettext("Quitar una parte"),
            gettext("Quitar la parte"),
            form_of(request, "drop", DropForm, articles=articles_of(version)),
            lambda given: drop_article(version=version, **given, by=by, at=now()),
            gettext("Parte quitada."),
            folded=True,
        ),
        abandon,
    ]


def _adoption(request: SignedInRequest, version: "TextVersion") -> Act:
    signed = len(signed_under(version))
    needed = needed_to_adopt(version.agreement, asked_to_adopt(version))
    counts = {
        "needed": number(needed),
        "signed": number(signed),
        "rule": version.agreement.get_adoption_display().lower(),
    }
    words = gettext("Deben firmar %(rule)s: el acuerdo pide %(needed)s y hay %(signed)s.") % counts
    return Act(
        "adopt",
        gettext("Adoptarlo"),
        gettext("Adoptar el texto"),
        form_of(request, "adopt", TypedForm),
        lambda given: adopt_version(version=version, by=request.user, at=now()),
        gettext("Texto adoptado: obliga a quien lo firmó."),
        kind="primary",
        words="" if signed < needed else words,
        blocked=words if signed < needed else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def article(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """A new part of a draft, or the one that `codigo` names."""
    version = version_for(request.user, slug, number)
    check_can_keep_agreements(request.user, version.agreement)
    written = article_to_write(version, request.GET.get("codigo", ""))
    back = reverse("agreement_text", args=[slug, number])
    shown = {name: getattr(written, name) for name in ArticleForm.base_fields} if written else {}
    form = sent(request, ArticleForm, initial=shown)
    sheet = Sheet(
        title=gettext("Cambiar una parte del texto") if written else gettext("Escribir una parte del texto"),
        button=gettext("Guardar la parte"),
        back=(back, gettext("Texto %(n)s") % {"n": number}),
        kicker=version.agreement.title,
        blocked="" if version.state == VersionState.DRAFT else gettext("Este texto ya no cambia."),
    )
    return form_view(
        request,
        sheet,
        form,
        lambda: write_article(version=version, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Parte guardada."),
        to=back,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ceremony(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Who is invited, who has read, whose mandate is on record, who signed and how."""
    version = version_for(request.user, slug, number)
    acts = _inviting(request, version) if can_keep_agreements(request.user, version.agreement) else []

    def context() -> dict[str, object]:
        rows = ceremony_of(version)
        return {
            "agreement": version.agreement,
            "version": version,
            "state": text_state(version),
            "rows": rows,
            "finding": ceremony_finding(rows) if rows else gettext("Todavía no hay ninguna entidad invitada"),
            "table": ceremony_table(slug, rows),
        }

    return acts_view(request, "agreements/ceremony.html", acts, context)


def _inviting(request: SignedInRequest, version: "TextVersion") -> list[Act]:
    agreement, by = version.agreement, request.user
    known = signatories_of(agreement)
    present = {one.entity_id for one in known}
    again = [one for one in known if one.state in _MAY_BE_ASKED_AGAIN]
    entities = [one for one in all_entities() if one.pk not in present]
    invite = Act(
        "invite",
        gettext("Invitar a una entidad"),
        gettext("Invitar"),
        form_of(request, "invite", InviteForm, entities=entities),
        lambda given: invite_signatory(agreement=agreement, **given, by=by, at=now()),
        gettext("Entidad invitada. Verá el texto en su trabajo; nada la obliga hasta que firme."),
    )
    if not again:
        return [invite]
    return [
        invite,
        Act(
            "again",
            gettext("Invitar de nuevo"),
            gettext("Invitar de nuevo"),
            form_of(request, "again", InviteAgainForm, signatories=again),
            lambda given: invite_again(**given, by=by, at=now()),
            gettext("Invitada de nuevo."),
            folded=True,
        ),
    ]
