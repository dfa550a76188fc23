"""Lies that the database refuses, whoever writes them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from concierta.mesa.enums import ActionState, MinutesState, MotionState, RemarkState, SessionState
from concierta.mesa.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    ConflictOfInterest,
    Decision,
    Delegation,
    Mesa,
    Minutes,
    MinutesSection,
    Motion,
    Remark,
    Rules,
    Seat,
    Session,
    Signature,
    Vote,
)
from factories import AT
from factories.mesa import (
    MINUTE,
    SESSION_AT,
    MesaCast,
    approved_minutes,
    circulated_minutes,
    decision,
    delegate_of,
    done_action,
    item_under_discussion,
    open_motion,
    planned_session,
)

DAY = timedelta(days=1)


def change(thing, **fields: object) -> Callable[[], object]:
    return lambda: type(thing).objects.filter(pk=thing.pk).update(**fields)


def again(thing, **fields: object) -> Callable[[], object]:
    """A second row like this one, with other `fields`."""

    def act() -> object:
        copy = type(thing).objects.get(pk=thing.pk)
        copy.pk = None
        copy._state.adding = True
        for name, value in fields.items():
            setattr(copy, name, value)
        copy.save()
        return copy

    return act


def rules(mesa: MesaCast) -> Rules:
    return Rules.objects.get(mesa=mesa.mesa)


CASES: dict[str, tuple[type, Callable[[MesaCast], Callable[[], object]]]] = {
    "rules_version_once": (Rules, lambda mesa: again(rules(mesa))),
    "rules_change_only_by_decision": (Rules, lambda mesa: again(rules(mesa), version=2)),
    "one_open_seat_per_entity": (Seat, lambda mesa: again(mesa.seats["cut"])),
    "seat_ends_after_it_begins": (Seat, lambda mesa: change(mesa.seats["cut"], until=date(2000, 1, 1))),
    "delegation_ends_after_it_begins": (
        Delegation,
        lambda mesa: change(delegate_of(mesa, "cut"), until=AT.date() - DAY),
    ),
    "session_number_once": (Session, lambda mesa: again(planned_session(mesa))),
    "one_open_session_per_mesa": (
        Session,
        lambda mesa: again(item_under_discussion(mesa).session, number=99),
    ),
    "session_held_was_noticed": (
        Session,
        lambda mesa: change(planned_session(mesa), state=SessionState.NOTICED),
    ),
    "open_session_says_since_when": (
        Session,
        lambda mesa: change(planned_session(mesa), state=SessionState.OPEN, noticed_at=AT),
    ),
    "ended_session_says_when": (
        Session,
        lambda mesa: change(planned_session(mesa), state=SessionState.CLOSED, noticed_at=AT, opened_at=AT),
    ),
    "session_not_held_says_why": (
        Session,
        lambda mesa: change(planned_session(mesa), state=SessionState.NOT_HELD, noticed_at=AT, closed_at=AT),
    ),
    "cancelled_session_says_when_and_why": (
        Session,
        lambda mesa: change(planned_session(mesa), state=SessionState.CANCELLED, cancelled_at=AT),
    ),
    "one_item_per_matter": (
        AgendaItem,
        lambda mesa: again(
            AgendaItem.objects.create(session=planned_session(mesa), ordinal=9, title="Uno", subject="indicator:R-01")
        ),
    ),
    "item_closed_was_opened": (
        AgendaItem,
        lambda mesa: change(planned_session(mesa).items.get(), closed_at=SESSION_AT),
    ),
    "dropped_item_was_not_discussed": (
        AgendaItem,
        lambda mesa: change(item_under_discussion(mesa), dropped_reason="No."),
    ),
    "a_seat_is_present_once": (
        Attendance,
        lambda mesa: again(item_under_discussion(mesa).session.attendances.first()),
    ),
    "leaves_after_arriving": (
        Attendance,
        lambda mesa: change(item_under_discussion(mesa).session.attendances.first(), left_at=SESSION_AT - MINUTE),
    ),
    "one_conflict_per_seat_and_item": (
        ConflictOfInterest,
        lambda mesa: again(
            ConflictOfInterest.objects.create(
                item=item_under_discussion(mesa), seat=mesa.seats["cut"], statement="Sí.", declared_at=SESSION_AT
            )
        ),
    ),
    "motion_ended_says_when": (Motion, lambda mesa: change(open_motion(mesa), state=MotionState.FAILED)),
    "one_vote_per_entity": (
        Vote,
        lambda mesa: again(
            Vote.objects.create(motion=open_motion(mesa), seat=mesa.seats["cut"], choice="for", cast_at=SESSION_AT)
        ),
    ),
    "decision_number_once": (
        Decision,
        lambda mesa: again(decision(mesa), motion=open_motion(mesa, item=AgendaItem.objects.get())),
    ),
    "action_item_number_once": (ActionItem, lambda mesa: again(done_action(mesa))),
    "action_item_done_says_when": (ActionItem, lambda mesa: change(done_action(mesa), done_at=None)),
    "action_item_checked_says_when": (
        ActionItem,
        lambda mesa: change(done_action(mesa), state=ActionState.CHECKED),
    ),
    "nobody_checks_what_they_did": (
        ActionItem,
        lambda mesa: change(
            done_action(mesa), state=ActionState.CHECKED, checked_at=AT, checked_by=mesa.principal("cut")
        ),
    ),
    "approved_minutes_have_their_content_fixed": (
        Minutes,
        lambda mesa: change(circulated_minutes(mesa), state=MinutesState.APPROVED),
    ),
    "one_section_per_item": (
        MinutesSection,
        lambda mesa: again(circulated_minutes(mesa).sections.get(item__isnull=False)),
    ),
    "one_opening_per_minutes": (
        MinutesSection,
        lambda mesa: again(circulated_minutes(mesa).sections.get(item=None)),
    ),
    "a_remark_resolved_has_its_answer": (
        Remark,
        lambda mesa: (
            lambda: Remark.objects.create(
                section=circulated_minutes(mesa).sections.first(),
                seat=mesa.seats["cut"],
                text="Uno.",
                made_at=AT,
                state=RemarkState.ACCEPTED,
            )
        ),
    ),
    "one_signature_per_role": (
        Signature,
        lambda mesa: again(signed_by(mesa, mesa.secretary), person=mesa.verifier),
    ),
    "nobody_signs_twice": (Signature, lambda mesa: again(signed_by(mesa, mesa.secretary), role="chair")),
}


def signed_by(mesa: MesaCast, person) -> Signature:
    minutes = approved_minutes(mesa)
    return Signature.objects.create(
        minutes=minutes, role="secretary", person=person, sha256=minutes.sha256, signed_at=AT
    )


@pytest.mark.parametrize("name", CASES)
def test_the_database_refuses(mesa: MesaCast, name: str) -> None:
    model, arrange = CASES[name]
    act = arrange(mesa)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    constraint = next(one for one in model._meta.constraints if one.name == name)
    fields = [field.column for field in map(model._meta.get_field, getattr(constraint, "fields", ()))]
    said = str(refused.value)
    assert name in said or (fields and all(field in said for field in fields)), said


def test_every_constraint_has_its_case() -> None:
    models = (*{model for model, _ in CASES.values()}, Mesa)
    declared = {constraint.name for model in models for constraint in model._meta.constraints}
    assert declared == set(CASES)
