"""Proposing a change to a plan in force, taking it to the Mesa, and giving it up."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from concierta.amendments.enums import AmendmentState, MeasureState
from concierta.amendments.models import AdjustmentMeasure, Amendment, Change
from concierta.amendments.operations.decisions import record_amendment, record_measure, told
from concierta.amendments.operations.reading import read_changes
from concierta.amendments.permissions import (
    check_can_adopt,
    check_can_propose,
    check_can_revise,
    mesa_for_plan,
    proposing_entity,
)
from concierta.amendments.proposals import ProposedChange
from concierta.amendments.queries.plan_as_of import plan_as_of
from concierta.amendments.workflow import AMENDMENT_WORKFLOW
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, Refusal, TransitionRefused, gettext_noop
from concierta.kernel.writing import check_all_typed
from concierta.ledger.locking import locked
from concierta.mesa.enums import SessionState
from concierta.mesa.models import AgendaItem
from concierta.people.models import User
from concierta.plans.models import Plan

_RELATED = ("plan__secretariat", "plan__agreement", "proposed_entity")
_ENDED = (SessionState.CLOSED, SessionState.NOT_HELD, SessionState.CANCELLED)


@transaction.atomic
def propose_amendment(
    *,
    plan: Plan,
    title: str,
    cause: str,
    effective_on: date,
    changes: Sequence[ProposedChange],
    item: AgendaItem | None = None,
    touches_development_plan: bool = False,
    council_act: str = "",
    by: User | None,
    at: datetime,
) -> Amendment:
    """A set of changes that the Mesa will vote on as one; nothing of the plan moves yet.

    Refuses a plan that is not in force or has no Mesa, words left empty, a date outside the plan, and any change that
    by itself makes no sense. Whether they fit together is asked when it is adopted, and before it by
    `amendments.queries.problems_of_amendment`. `item` is the place on the agenda, if it has one already.
    """
    check_can_propose(by, plan, local_date(at))
    locked(plan)
    _check_words(plan, title, cause, effective_on)
    drafts = read_changes(plan, changes, plan_as_of(plan, effective_on))
    last = Amendment.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    amendment = Amendment.objects.create(
        plan=plan,
        number=last + 1,
        title=title.strip(),
        cause=cause.strip(),
        effective_on=effective_on,
        touches_development_plan=touches_development_plan,
        council_act=council_act.strip(),
        proposed_by=by,
        proposed_entity=proposing_entity(by, plan, local_date(at)),
        proposed_at=at,
    )
    _save_changes(amendment, drafts)
    _record_text("amendment.proposed", amendment, by, at)
    if item is not None:
        put_on(amendment, item)
    return amendment


@transaction.atomic
def revise_amendment(
    *,
    amendment: Amendment,
    title: str,
    cause: str,
    effective_on: date,
    changes: Sequence[ProposedChange],
    touches_development_plan: bool = False,
    council_act: str = "",
    by: User | None,
    at: datetime,
) -> Amendment:
    """The same amendment with other words or changes, by who proposed it or the secretariat, while it is a proposal.

    What was voted on before it was revised was another text: it then needs another vote.
    """
    amendment = locked(amendment, *_RELATED)
    check_can_revise(by, amendment)
    AMENDMENT_WORKFLOW.check("adopt", amendment.state)
    _check_words(amendment.plan, title, cause, effective_on)
    drafts = read_changes(amendment.plan, changes, plan_as_of(amendment.plan, effective_on))
    amendment.title, amendment.cause, amendment.effective_on = title.strip(), cause.strip(), effective_on
    amendment.touches_development_plan, amendment.council_act = touches_development_plan, council_act.strip()
    amendment.revised_at = at
    amendment.save()
    amendment.changes.all().delete()
    _save_changes(amendment, drafts)
    _record_text("amendment.revised", amendment, by, at)
    return amendment


@transaction.atomic
def withdraw_amendment(*, amendment: Amendment, reason: str, by: User | None, at: datetime) -> Amendment:
    """Whoever proposed it takes it back, with a reason; it stays on record."""
    amendment = locked(amendment, *_RELATED)
    check_can_revise(by, amendment)
    return _close(amendment, "withdraw", reason, by, at)


@transaction.atomic
def reject_amendment(*, amendment: Amendment, reason: str, by: User | None, at: datetime) -> Amendment:
    """The Mesa did not want it: the secretariat puts that on record, with the reason."""
    amendment = locked(amendment, *_RELATED)
    check_can_adopt(by, amendment)
    return _close(amendment, "reject", reason, by, at)


@transaction.atomic
def put_on_agenda(
    *,
    amendment: Amendment | None = None,
    measure: AdjustmentMeasure | None = None,
    item: AgendaItem,
    by: User | None,
    at: datetime,
) -> AgendaItem:
    """Tie an amendment or a measure (one of them) to the item of the agenda under which the Mesa will see it.

    A measure under way comes back for its evaluation. Refuses the agenda of another Mesa and an item already closed.
    """
    of = amendment or measure
    if of is None or (amendment and measure):
        raise ValueError("one amendment or one measure")
    check_can_adopt(by, of)
    put_on(of, item)
    body = {"session": item.session.number, "item": item.ordinal}
    if amendment:
        record_amendment("amendment.on_agenda", amendment, body, {}, by, at)
    elif measure:
        record_measure("measure.on_agenda", measure, body, {}, by, at)
    return item


def put_on(of: Amendment | AdjustmentMeasure, item: AgendaItem) -> None:
    if item.session.mesa_id != mesa_for_plan(of.plan).pk:
        raise Refusal(
            gettext_noop("Ese punto es del orden del día de otra mesa, que no decide sobre el plan «%(plan)s»."),
            plan=of.plan.name,
        )
    if item.dropped_reason or item.closed_at or item.session.state in _ENDED:
        raise TransitionRefused(
            gettext_noop("Ese punto del orden del día ya no está por tratar: use uno de la próxima sesión.")
        )
    waiting: set[str] = {AmendmentState.PROPOSED}
    if isinstance(of, AdjustmentMeasure):
        waiting = {MeasureState.PROPOSED, MeasureState.ADOPTED}
    if of.state not in waiting:
        raise TransitionRefused(gettext_noop("«%(title)s» ya no espera nada de la mesa."), title=of.title)
    of.item = item
    of.save(update_fields=["item"])


def _close(amendment: Amendment, act: str, reason: str, by: User | None, at: datetime) -> Amendment:
    transition = AMENDMENT_WORKFLOW.check(act, amendment.state)
    if not reason.strip():
        raise Invalid(gettext_noop("Diga por qué: la razón queda en el registro."), field="reason")
    amendment.state, amendment.closed_reason = transition.target, reason.strip()
    amendment.save(update_fields=["state", "closed_reason"])
    record_amendment(transition.event, amendment, {}, {"reason": amendment.closed_reason}, by, at)
    return amendment


def _check_words(plan: Plan, title: str, cause: str, effective_on: date) -> None:
    if not title.strip():
        raise Invalid(gettext_noop("Póngale un título a la modificación."), field="title")
    if len(title.strip()) > 200:
        raise Invalid(gettext_noop("El título tiene más de 200 caracteres: abrévielo."), field="title")
    if not cause.strip():
        raise Invalid(gettext_noop("Diga por qué hace falta: una modificación sin causa no se vota."), field="cause")
    if not plan.starts_on <= effective_on <= plan.ends_on:
        raise Invalid(
            gettext_noop("La modificación debe regir entre el %(first)s y el %(last)s, que es lo que dura el plan."),
            field="effective_on",
            first=plan.starts_on.strftime("%d/%m/%Y"),
            last=plan.ends_on.strftime("%d/%m/%Y"),
        )


def _save_changes(amendment: Amendment, drafts: list[Change]) -> None:
    for draft in drafts:
        draft.amendment = amendment
        check_all_typed([draft.subject, draft.after], field="changes")
    Change.objects.bulk_create(drafts)


def _record_text(kind: str, amendment: Amendment, by: User | None, at: datetime) -> None:
    body = {
        "effective_on": amendment.effective_on.isoformat(),
        "proposed_by": amendment.proposed_entity.code if amendment.proposed_entity else None,
        "touches_development_plan": amendment.touches_development_plan,
        **told(amendment.changes.order_by("ordinal")),
    }
    record_amendment(kind, amendment, body, {"cause": amendment.cause}, by, at)
