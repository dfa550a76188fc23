"""Promises: entered or confirmed by whoever makes them, and assessed by somebody else before they count."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from concierta.agreements.enums import (
    COUNTED,
    MAY_PROMISE,
    Ambition,
    DelayCause,
    PledgeKind,
    PledgeState,
)
from concierta.agreements.models import Clause, Pledge, PledgeDelay, Signatory
from concierta.agreements.operations.promising import PLEDGE_ACTS
from concierta.agreements.operations.signatories import check_gave_its_word
from concierta.agreements.permissions import (
    check_can_assess_pledge,
    check_can_keep_agreements,
    check_speaks_for,
    independent_entity,
)
from concierta.kernel.checked import checked_choice, checked_text
from concierta.kernel.clock import local_date
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, Refusal, TransitionRefused, gettext_noop
from concierta.kernel.origin import Origin
from concierta.ledger.locking import locked
from concierta.people.models import Entity, User
from concierta.people.queries import acts_for


@transaction.atomic
def register_pledge(
    *,
    clause: Clause,
    entity: Entity,
    code: str,
    text: str,
    text_en: str = "",
    kind: PledgeKind,
    amount: int | None = None,
    quantity: Decimal | None = None,
    unit: str = "",
    due_on: date | None = None,
    milestone: str = "",
    depends_on: Pledge | None = None,
    waits_for: str = "",
    documented: bool = False,
    origin: Origin = Origin.OWN,
    source: str = "",
    by: User | None,
    at: datetime,
) -> Pledge:
    """Enter what a signatory promises under `clause`. `amount` is whole pesos, for cash pledges only; in kind is
    counted in `quantity` of its own `unit`, so that the two are never added together.

    Entered by somebody of the entity that has signed, it is confirmed; entered by anybody else it is proposed, and
    nobody's promise until the entity confirms it. One that is `documented` was signed elsewhere, on the word of its
    `source`.
    """
    own = by is not None and acts_for(by, entity)
    if not own:
        check_can_keep_agreements(by, clause.agreement)
    if not Signatory.objects.filter(agreement=clause.agreement_id, entity=entity, state__in=MAY_PROMISE).exists():
        raise Refusal(gettext_noop("%(entity)s no firmó este acuerdo: no puede prometer en él."), entity=entity.name)
    _check_value(kind, amount, code, clause)
    if depends_on is not None and depends_on.clause.agreement_id != clause.agreement_id:
        raise Invalid(gettext_noop("Solo se espera una promesa del mismo acuerdo."), field="depends_on")
    pledge = Pledge(
        clause=clause,
        entity=entity,
        code=code,
        text=checked_text(text, "text"),
        text_en=text_en,
        kind=kind,
        amount=amount,
        quantity=quantity,
        unit=unit,
        due_on=due_on,
        milestone=checked_text(milestone, "milestone", 300, blank=True),
        depends_on=depends_on,
        waits_for=checked_text(waits_for, "waits_for", 300, blank=True),
        state=PledgeState.DOCUMENTED if documented and not own else PledgeState.PROPOSED,
        origin=origin,
        source=source,
    )
    if own:
        check_gave_its_word(clause.agreement, entity)
        pledge.state, pledge.confirmed_by, pledge.confirmed_at = PledgeState.CONFIRMED, by, at
    pledge.save()
    body = {
        "entity": entity.code,
        "text": pledge.text,
        "kind": kind,
        "amount": None if amount is None else str(amount),
        "quantity": plain(quantity),
        "unit": unit,
        "due_on": due_on.isoformat() if due_on else None,
        "milestone": pledge.milestone,
        "depends_on": depends_on.code if depends_on else None,
        "waits_for": pledge.waits_for,
        "state": pledge.state,
    }
    PLEDGE_ACTS.record_act(pledge, "register", "pledge.registered", source="", body=body, by=by, entity=entity, at=at)
    return pledge


@transaction.atomic
def confirm_pledge(*, pledge: Pledge, by: User, at: datetime) -> Pledge:
    """Somebody of the entity, which has signed, makes a proposed promise the entity's own."""
    pledge = _own(pledge, by)
    check_gave_its_word(pledge.clause.agreement, pledge.entity)
    changes = {"confirmed_by": by, "confirmed_at": at}
    return PLEDGE_ACTS.take_step(pledge, "confirm", changes=changes, by=by, entity=pledge.entity, at=at)


@transaction.atomic
def document_pledge(*, pledge: Pledge, source: str, by: User | None, at: datetime) -> Pledge:
    """A promise that a paper signed elsewhere already makes, on the word of that paper: whoever keeps it says which."""
    check_can_keep_agreements(by, pledge.clause.agreement)
    pledge = locked(pledge, "clause__agreement", "entity")
    pledge.source = checked_text(source, "source", 300)
    changes = {"source": pledge.source}
    return PLEDGE_ACTS.take_step(pledge, "document", changes=changes, body=changes, by=by, entity=None, at=at)


@transaction.atomic
def decline_pledge(*, pledge: Pledge, reason: str, by: User, at: datetime) -> Pledge:
    """The entity did not promise that. That it was proposed, by whom, and the answer stay."""
    pledge = _own(pledge, by)
    why = checked_text(reason, "reason")
    return PLEDGE_ACTS.take_step(pledge, "decline", changes={}, note=why, by=by, entity=pledge.entity, at=at)


@transaction.atomic
def assess_pledge(
    *, pledge: Pledge, verifiable: bool, ambition: Ambition, reason: str, by: User, at: datetime
) -> Pledge:
    """Before a promise counts, a verifier of another entity says if anybody could tell that it was kept, and how far it
    goes. One that cannot be verified is kept and never scored.

    A verifiable promise has a date, and an indicator, an amount, a quantity or a milestone by which to tell.
    """
    check_can_assess_pledge(by, pledge)
    pledge = locked(pledge, "clause__agreement", "entity")
    if verifiable and pledge.due_on is None:
        raise Refusal(gettext_noop("Sin fecha nadie puede decir que se cumplió: pida primero que la promesa la diga."))
    measured = Pledge.objects.filter(pk=pledge.pk, indicators__isnull=False).exists()
    if verifiable and not (measured or pledge.amount or pledge.quantity or pledge.milestone):
        raise Refusal(
            gettext_noop("La promesa no dice qué se verá cuando se cumpla: un indicador, una cantidad o un hito.")
        )
    entity = independent_entity(by, {pledge.entity_id})
    level = checked_choice(ambition, Ambition, "ambition")
    return PLEDGE_ACTS.take_step(
        pledge,
        "enter" if verifiable else "set_aside",
        changes={"ambition": level, "assessed_by": by, "assessed_for": entity, "assessed_at": at},
        note=checked_text(reason, "reason"),
        body={"ambition": level, "assessed_for": entity.code},
        by=by,
        entity=entity,
        at=at,
    )


@transaction.atomic
def explain_delay(
    *, pledge: Pledge, cause: DelayCause, text: str = "", next_step: str, next_on: date, by: User, at: datetime
) -> PledgeDelay:
    """The entity says why a promise whose date has passed is late, and what it does next, by when."""
    pledge = _own(pledge, by)
    today = local_date(at)
    if pledge.state not in COUNTED or pledge.due_on is None or pledge.due_on >= today:
        raise TransitionRefused(gettext_noop("Solo se explica una promesa en pie cuya fecha ya pasó."))
    if next_on < today:
        raise Invalid(gettext_noop("El próximo paso es de hoy en adelante."), field="next_on")
    delay = PledgeDelay.objects.create(
        pledge=pledge,
        cause=checked_choice(cause, DelayCause, "cause"),
        text=checked_text(text, "text", blank=True),
        next_step=checked_text(next_step, "next_step", 300),
        next_on=next_on,
        told_at=at,
        told_by=by,
    )
    PLEDGE_ACTS.record_act(
        pledge, "explain_delay", "pledge.delay_explained",
        body={"cause": delay.cause, "next_step": delay.next_step, "next_on": next_on.isoformat()},
        note=delay.text, by=by, entity=pledge.entity, at=at,
    )  # fmt: skip
    return delay


def _own(pledge: Pledge, by: User) -> Pledge:
    check_speaks_for(by, pledge.entity)
    return locked(pledge, "clause__agreement", "entity")


def _check_value(kind: PledgeKind, amount: int | None, code: str, clause: Clause) -> None:
    if (kind == PledgeKind.CASH) != (amount is not None):
        raise Invalid(gettext_noop("El dinero se promete en pesos y lo demás en su propia unidad."), field="amount")
    if amount is not None and amount <= 0:
        raise Invalid(gettext_noop("El valor prometido debe ser mayor que cero."), field="amount")
    if clause.pledges.filter(code=code).exists():
        raise Refusal(gettext_noop("Ya hay una promesa %(code)s en esa cláusula."), code=code)
