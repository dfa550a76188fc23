"""Promises of an agreement: proposed, answered by whoever makes them, assessed by another entity, explained if late."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.agreements.enums import COUNTED, MADE, MAY_PROMISE, PledgeState
from concierta.agreements.operations import (
    assess_pledge,
    confirm_pledge,
    decline_pledge,
    explain_delay,
    register_pledge,
)
from concierta.agreements.permissions import can_assess_pledge, can_keep_agreements, speaks_for
from concierta.agreements.queries import (
    agreement_by_slug,
    clauses_of,
    delays_of,
    pledge_for,
    pledges_of,
    pledges_to_answer,
    pledges_to_assess,
    signatories_i_speak_for,
    signatories_of,
    steps_of_pledge,
)
from concierta.evaluation.permissions import can_declare_milestone
from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, PermissionRefused, gettext_noop
from concierta.people.enums import Role
from concierta.web.kit.formats import number
from concierta.web.workspace.acts import Act, acts_view, form_of, sent, why_not
from concierta.web.workspace.agreements.promise_forms import AssessForm, DelayForm, PromiseForm
from concierta.web.workspace.agreements.rows import pledge_facts
from concierta.web.workspace.agreements.sheets import Sheet, form_view
from concierta.web.workspace.agreements.signing_forms import ReasonForm
from concierta.web.workspace.agreements.tables import delay_facts, pledge_history, promises_table
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.shell import SignedInRequest, page, roles_of

if TYPE_CHECKING:
    from concierta.agreements.models import Agreement, Pledge
    from concierta.people.models import Entity


@require_safe
def promises(request: SignedInRequest, slug: str) -> HttpResponse:
    """What waits for the reader's word first, then all of them."""
    agreement = agreement_by_slug(request.user, slug)
    to_answer = [one for one in pledges_to_answer(request.user) if one.clause.agreement_id == agreement.pk]
    to_assess = [one for one in pledges_to_assess(request.user) if one.clause.agreement_id == agreement.pk]
    groups = (
        (gettext("Esperan la palabra de su entidad"), to_answer),
        (gettext("Esperan que usted las valore"), to_assess),
        (gettext("Todas las promesas"), list(pledges_of(agreement))),
    )
    context = {
        "agreement": agreement,
        "finding": _finding(len(to_answer), len(to_assess)),
        "groups": [(title, promises_table(slug, pledges)) for title, pledges in groups if pledges],
        "proposes": bool(_entities(request, agreement)),
    }
    return page(request, "agreements/promises.html", context)


def _finding(to_answer: int, to_assess: int) -> str:
    if to_answer:
        return ngettext(
            "%(n)s promesa espera la palabra de su entidad",
            "%(n)s promesas esperan la palabra de su entidad",
            to_answer,
        ) % {"n": number(to_answer)}
    if to_assess:
        return ngettext("%(n)s promesa por valorar", "%(n)s promesas por valorar", to_assess) % {"n": number(to_assess)}
    return gettext("Promesas del acuerdo")


@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One promise, whoever it waits for; nobody answers for an entity that is not theirs."""
    pledge = pledge_for(request.user, pk)
    if pledge.clause.agreement.slug != slug:
        raise NotFound(gettext_noop("No hay tal promesa."))
    delays, agreement = list(delays_of(pledge)), pledge.clause.agreement
    return acts_view(
        request,
        "agreements/promise.html",
        _acts(request, pledge),
        lambda: {
            "agreement": agreement,
            "pledge": pledge,
            "facts": [*pledge_facts(pledge), *delay_facts(delays)],
            "history": pledge_history(steps_of_pledge(pledge)),
            "declares": pledge.state in MADE and bool(can_declare_milestone(request.user, agreement, pledge.entity)),
        },
    )


def _acts(request: SignedInRequest, pledge: "Pledge") -> list[Act]:
    own = bool(speaks_for(request.user, pledge.entity))
    match pledge.state:
        case PledgeState.PROPOSED if own:
            return _answers(request, pledge)
        case PledgeState.CONFIRMED if Role.VERIFIER in roles_of(request.user):
            return [_assessment(request, pledge)]
        case state if own and state in COUNTED and pledge.due_on is not None and pledge.due_on < today():
            return [_explanation(request, pledge)]
    return []


def _answers(request: SignedInRequest, pledge: "Pledge") -> list[Act]:
    by, name = request.user, {"entity": pledge.entity.short_name}
    return [
        Act(
            "confirm",
            gettext("¿La promete %(entity)s?") % name,
            gettext("Confirmar la promesa"),
            form_of(request, "confirm", TypedForm),
            lambda given: confirm_pledge(pledge=pledge, by=by, at=now()),
            gettext("Promesa confirmada. Cuenta cuando otra entidad diga que se puede verificar."),
            kind="primary",
            words=gettext("Al confirmarla pasa a ser promesa de su entidad."),
        ),
        Act(
            "decline",
            gettext("No la promete"),
            gettext("Decir que no la promete"),
            form_of(request, "decline", ReasonForm),
            lambda given: decline_pledge(pledge=pledge, **given, by=by, at=now()),
            gettext("Queda dicho que la entidad no la prometió."),
            folded=True,
        ),
    ]


def _assessment(request: SignedInRequest, pledge: "Pledge") -> Act:
    return Act(
        "assess",
        gettext("Valorarla antes de que cuente"),
        gettext("Registrar la valoración"),
        form_of(request, "assess", AssessForm),
        lambda given: assess_pledge(pledge=pledge, **given, by=request.user, at=now()),
        gettext("Valoración registrada."),
        kind="primary",
        words=gettext("Se puede verificar si tiene fecha, y algo que se cuente o que se vea."),
        blocked=why_not(can_assess_pledge(request.user, pledge)),
    )


def _explanation(request: SignedInRequest, pledge: "Pledge") -> Act:
    return Act(
        "explain",
        gettext("Explicar por qué va tarde"),
        gettext("Guardar la explicación"),
        form_of(request, "explain", DelayForm),
        lambda given: explain_delay(pledge=pledge, **given, by=request.user, at=now()),
        gettext("Explicación guardada, con su próximo paso."),
        words=gettext("Se publica con el nombre de su entidad. Si ya se cumplió, repórtelo o autoevalúela."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SignedInRequest, slug: str) -> HttpResponse:
    """An entity's own promise, or one that the secretariat proposes, which is nobody's until the entity answers."""
    agreement = agreement_by_slug(request.user, slug)
    entities = _entities(request, agreement)
    if not entities:
        raise PermissionRefused(
            gettext_noop("Promete una entidad que firma el acuerdo, o le propone la secretaría técnica.")
        )
    form = sent(request, PromiseForm, entities=entities, clauses=clauses_of(agreement), pledges=pledges_of(agreement))
    sheet = Sheet(
        title=gettext("Registrar una promesa"),
        button=gettext("Registrar la promesa"),
        back=(reverse("agreement_pledges", args=[slug]), gettext("Promesas del acuerdo")),
        kicker=agreement.title,
        lead=gettext(
            "La que registra la propia entidad queda confirmada. La que se propone a otra no es de nadie "
            "hasta que ella la confirme."
        ),
    )
    return form_view(
        request,
        sheet,
        form,
        lambda: register_pledge(**form.cleaned_data, by=request.user, at=now()),
        done=gettext("Promesa registrada."),
        to=lambda pledge: reverse("agreement_pledge", args=[slug, pledge.pk]),
    )


def _entities(request: SignedInRequest, agreement: "Agreement") -> "list[Entity]":
    """Those for which this person may enter a promise: their own, or all for the secretariat, which only proposes."""
    if can_keep_agreements(request.user, agreement):
        return [one.entity for one in signatories_of(agreement) if one.state in MAY_PROMISE]
    return [one.entity for one in signatories_i_speak_for(request.user, agreement)]
