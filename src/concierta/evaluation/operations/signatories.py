"""What the table and the calendar make of a signatory: suspended, readmitted, given a role; notified, silent, heard."""

from datetime import date, datetime, timedelta

from django.db import transaction

from concierta.agreements.enums import STANDING, PledgeFate, SignatoryState
from concierta.agreements.models import Agreement, Signatory
from concierta.agreements.operations import move_signatory, withdraw_signatory
from concierta.agreements.operations.signatories import SIGNATORY_ACTS
from concierta.engines.clauses import Voice, voice
from concierta.evaluation.enums import TableAct
from concierta.evaluation.models import SignatoryDecision
from concierta.evaluation.permissions import check_can_act_on_decision, check_can_be_readmitted
from concierta.evaluation.queries.obligations import obligations_by_entity
from concierta.kernel.checked import checked_text
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.ledger.locking import locked
from concierta.mesa.models import Decision, Seat
from concierta.mesa.operations import end_seat, give_seat
from concierta.people.models import User


@transaction.atomic
def suspend_signatory(
    *, signatory: Signatory, decision: Decision, reason: str, by: User | None, at: datetime
) -> Signatory:
    """The table suspends a signatory by decision: it keeps its duties and its voice, and has no vote from tomorrow."""
    why = checked_text(reason, "reason")
    _decided(signatory, decision, TableAct.SUSPEND, why, by, at)
    body = {"decision": decision.number}
    signatory = move_signatory(signatory=signatory, act="suspend", changes={"reason": why}, body=body, by=by, at=at)
    _change_seat(signatory, has_vote=False, by=by, at=at)
    return signatory


@transaction.atomic
def readmit_signatory(*, signatory: Signatory, decision: Decision, by: User | None, at: datetime) -> Signatory:
    """The table readmits a suspended signatory, which has promised anew and answered since: its vote comes back."""
    check_can_be_readmitted(signatory, local_date(at))
    _decided(signatory, decision, TableAct.READMIT, "", by, at)
    body = {"decision": decision.number}
    signatory = move_signatory(signatory=signatory, act="readmit", changes={"reason": ""}, body=body, by=by, at=at)
    _change_seat(signatory, has_vote=True, by=by, at=at)
    return signatory


@transaction.atomic
def assign_role(*, signatory: Signatory, decision: Decision, role: str, by: User | None, at: datetime) -> Signatory:
    """The role that the table gives a signatory, by decision: beside the one that its own mission gives it."""
    words = checked_text(role, "role", 300)
    _decided(signatory, decision, TableAct.ASSIGN_ROLE, words, by, at)
    signatory = locked(signatory, "agreement", "entity")
    signatory.assigned_role = words
    signatory.save(update_fields=["assigned_role"])
    SIGNATORY_ACTS.record_act(
        signatory, "assign_role", "signatory.role_assigned",
        body={"assigned_role": words, "decision": decision.number}, by=by, entity=signatory.entity, at=at,
    )  # fmt: skip
    return signatory


@transaction.atomic
def leave_agreement(
    *, signatory: Signatory, reason: str, ends_on: date, fate: PledgeFate, by: User, at: datetime
) -> Signatory:
    """The entity withdraws, and its seat ends on the same day: from then on it does not count for the quorum."""
    signatory = withdraw_signatory(signatory=signatory, reason=reason, ends_on=ends_on, fate=fate, by=by, at=at)
    for seat in Seat.objects.filter(mesa__agreement=signatory.agreement, entity=signatory.entity, until=None):
        end_seat(seat=seat, until=max(ends_on, seat.since), by=None, at=at)
    return signatory


@transaction.atomic
def review_silence(*, agreement: Agreement, by: None, at: datetime) -> list[Signatory]:
    """Those whose state the calendar changes today, with their new one: two missed obligations notify a signatory, a
    year without an answer makes it silent, and filing brings it back. The installation does it, each day.

    What was due before an entity was bound, or before it last answered, is on record and notifies it of nothing.
    """
    on = local_date(at)
    known = obligations_by_entity(agreement, on)
    moved = []
    standing = Signatory.objects.filter(agreement=agreement, state__in=STANDING).select_related("agreement", "entity")
    for signatory in standing.order_by("entity__code"):
        active = signatory.state == SignatoryState.ACTIVE
        found = voice(
            known[signatory.entity_id],
            notified_on=None if active else _notified_on(signatory),
            since=signatory.state_since if active else None,
            on=on,
        )
        act = _ACT_OF_VOICE.get((SignatoryState(signatory.state), found))
        # Of two clocks at once, the second finds it done.
        if act is not None and locked(signatory).state == signatory.state:
            moved.append(move_signatory(signatory=signatory, act=act, by=by, at=at))
    return moved


_ACT_OF_VOICE = {
    (SignatoryState.ACTIVE, Voice.NOTIFIED): "notify",
    (SignatoryState.NOTIFIED, Voice.SILENT): "fall_silent",
    (SignatoryState.NOTIFIED, Voice.ACTIVE): "answer",
    (SignatoryState.SILENT, Voice.ACTIVE): "answer",
}


def _notified_on(signatory: Signatory) -> date:
    step = signatory.steps.filter(act="notify").order_by("-at", "-pk").first()
    return local_date(step.at) if step is not None else signatory.state_since or date.min


def _decided(signatory: Signatory, decision: Decision, act: TableAct, text: str, by: User | None, at: datetime) -> None:
    check_can_act_on_decision(by, signatory, decision)
    if SignatoryDecision.objects.filter(signatory=signatory, decision=decision, act=act).exists():
        raise Invalid(
            gettext_noop("Esa decisión ya se aplicó a esta entidad: cite la que lo dice ahora."), field="decision"
        )
    SignatoryDecision.objects.create(signatory=signatory, decision=decision, act=act, text=text, at=at)


def _change_seat(signatory: Signatory, *, has_vote: bool, by: User | None, at: datetime) -> None:
    """The seat of today ends and another begins tomorrow, with the same principal: a record of who could vote when."""
    today = local_date(at)
    for seat in Seat.objects.filter(mesa__agreement=signatory.agreement, entity=signatory.entity, until=None):
        if seat.has_vote != has_vote and seat.since <= today:
            end_seat(seat=seat, until=today, by=by, at=at)
            tomorrow, who = today + timedelta(days=1), seat.principal
            give_seat(
                mesa=seat.mesa, entity=seat.entity, has_vote=has_vote, principal=who, since=tomorrow, by=by, at=at
            )
