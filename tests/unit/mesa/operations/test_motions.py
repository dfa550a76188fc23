"""Motions, votes by entity, and decisions that exist only with quorum."""

from datetime import timedelta

import pytest

from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.mesa.enums import Choice, Majority, MotionState
from concierta.mesa.models import Decision
from concierta.mesa.operations import (
    cast_vote,
    close_item,
    close_motion,
    close_session,
    edit_item,
    open_item,
    open_session,
    propose_motion,
    record_arrival,
    record_departure,
    withdraw_motion,
)
from factories import make_person
from factories.ledger import events
from factories.mesa import (
    HOUR,
    MINUTE,
    SESSION_AT,
    TEXT,
    MesaCast,
    carried_motion,
    closed_session,
    decision,
    delegate_of,
    item_under_discussion,
    make_mesa,
    noticed_session,
    open_motion,
    open_session_with,
    vote,
)

FOR, AGAINST, ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN
LATER = SESSION_AT + HOUR


def close(mesa: MesaCast, motion, at=LATER):
    return close_motion(motion=motion, by=mesa.secretary, at=at)


def test_with_six_of_twelve_nothing_is_decided_and_with_seven_it_is(mesa: MesaCast) -> None:
    """Acceptance scenario 3."""
    item = item_under_discussion(mesa, 6)
    with pytest.raises(Refusal, match="están 6 de 12 entidades con voto y se necesitan 7"):
        propose_motion(item=item, text=TEXT, by=mesa.secretary, at=LATER)
    record_arrival(session=item.session, seat=mesa.seats["ctc"], by=mesa.secretary, at=LATER)
    motion = propose_motion(item=item, text=TEXT, by=mesa.secretary, at=LATER)
    vote(mesa, motion, dict.fromkeys(("desarrollo", "sena", "andi", "camara"), FOR))
    motion = close(mesa, motion, LATER + HOUR)
    assert (motion.state, motion.present, motion.needed) == (MotionState.CARRIED, 7, 4)
    assert motion.decision.number == "2025-01"


def test_losing_the_quorum_blocks_what_was_not_yet_decided(mesa: MesaCast) -> None:
    motion = open_motion(mesa, present=7)
    vote(mesa, motion, dict.fromkeys(("desarrollo", "sena", "andi", "camara"), FOR))
    record_departure(session=motion.item.session, seat=mesa.seats["ctc"], by=mesa.secretary, at=LATER)
    with pytest.raises(Refusal, match="están 6 de 12"):
        close(mesa, motion, LATER + MINUTE)
    assert not Decision.objects.exists()
    record_arrival(session=motion.item.session, seat=mesa.seats["ctc"], by=mesa.secretary, at=LATER + 2 * MINUTE)
    assert close(mesa, motion, LATER + 3 * MINUTE).state == MotionState.CARRIED


def test_without_quorum_a_motion_can_still_be_withdrawn(mesa: MesaCast) -> None:
    motion = open_motion(mesa, present=7)
    vote(mesa, motion, {"sena": FOR})
    record_departure(session=motion.item.session, seat=mesa.seats["ctc"], by=mesa.secretary, at=LATER)
    motion = withdraw_motion(motion=motion, by=mesa.secretary, at=LATER)
    assert (motion.state, motion.closed_at, motion.votes.count()) == (MotionState.WITHDRAWN, LATER, 1)
    assert events("motion.withdrawn") == [("motion.withdrawn", "session:acuerdo:1:motion:1", {"text": TEXT})]


@pytest.mark.parametrize(
    ("majority", "in_favour", "needed", "state"),
    [
        (Majority.SIMPLE, 4, 5, MotionState.FAILED),
        (Majority.SIMPLE, 5, 5, MotionState.CARRIED),
        (Majority.TWO_THIRDS, 5, 6, MotionState.FAILED),
        (Majority.TWO_THIRDS, 6, 6, MotionState.CARRIED),
        (Majority.ABSOLUTE, 6, 7, MotionState.FAILED),
        (Majority.ABSOLUTE, 7, 7, MotionState.CARRIED),
    ],
)
def test_each_majority_asks_for_its_own(
    db: None, majority: Majority, in_favour: int, needed: int, state: MotionState
) -> None:
    mesa = make_mesa(majority=majority)
    motion = open_motion(mesa, present=8)
    there = list(mesa.seats)[:8]
    vote(mesa, motion, {code: FOR if place < in_favour else ABSTAIN for place, code in enumerate(there)})
    motion = close(mesa, motion)
    assert (motion.state, motion.present, motion.needed) == (state, 8, needed)
    assert Decision.objects.count() == (state == MotionState.CARRIED)


def test_the_ledger_holds_the_tally_by_entity_and_the_decision(mesa: MesaCast) -> None:
    motion = open_motion(mesa, present=7)
    vote(mesa, motion, dict.fromkeys(("sena", "andi", "camara", "comfandi"), FOR))
    cast_vote(
        motion=motion,
        seat=mesa.seats["cut"],
        choice=AGAINST,
        dissent="La meta se rebaja sin estudio.",
        by=mesa.principal("cut"),
        at=LATER,
    )
    vote(mesa, motion, {"ctc": ABSTAIN})
    close(mesa, motion)
    subject = "session:acuerdo:1:motion:1"
    assert events("motion.opened", "motion.carried", "decision.adopted") == [
        ("motion.opened", subject, {"item": motion.item_id, "text": TEXT, "proposed_by": None}),
        (
            "motion.carried",
            subject,
            {
                "text": TEXT,
                "present": 7,
                "needed": 4,
                "quorum": {"present": 7, "people": 7, "voting": 12, "needed": 7},
                "votes": {
                    "for": ["andi", "camara", "comfandi", "sena"],
                    "against": ["cut"],
                    "abstain": ["ctc"],
                },
            },
        ),
        (
            "decision.adopted",
            "decision:acuerdo:2025-01",
            {"session": 1, "motion": subject, "text": TEXT},
        ),
    ]
    assert (
        "vote.cast",
        subject,
        {"entity": "cut", "choice": "against", "dissent": "La meta se rebaja sin estudio."},
    ) in events("vote.cast")
    assert motion.votes.get(seat=mesa.seats["cut"]).dissent == "La meta se rebaja sin estudio."


def test_the_words_of_a_decision_are_sealed_in_the_ledger_reserved_or_not(mesa: MesaCast) -> None:
    item = item_under_discussion(mesa)
    item = edit_item(
        item=item,
        revision=1,
        title=item.title,
        minutes_planned=None,
        reserved_basis="Ley 1712 de 2014",
        by=mesa.secretary,
        at=SESSION_AT,
    )
    decision(mesa, "Palabras reservadas.", item=item)
    edit_item(item=item, revision=2, title=item.title, minutes_planned=None, by=mesa.secretary, at=SESSION_AT)
    decision(mesa, "x" * 1001, item=item)
    assert [body["text"] for _, _, body in events("decision.adopted")] == ["Palabras reservadas.", "x" * 1001]
    assert "xxx" not in "".join(Event.objects.values_list("payload", flat=True))


def test_of_a_reserved_item_the_public_log_says_how_many_voted_what_and_not_who(mesa: MesaCast) -> None:
    item = item_under_discussion(mesa)
    basis = "Ley 1712 de 2014"
    item = edit_item(
        item=item,
        revision=1,
        title=item.title,
        minutes_planned=None,
        reserved_basis=basis,
        by=mesa.secretary,
        at=SESSION_AT,
    )
    decision(mesa, "Palabras reservadas.", item=item)
    [(_, _, carried)] = events("motion.carried")
    assert {type(count) for count in carried["votes"].values()} == {int}
    assert {tuple(body) for _, _, body in events("vote.cast")} == {("reserved", "choice", "dissent", "entity")}
    assert "Palabras" not in "".join(Event.objects.values_list("payload", flat=True))


def test_decisions_are_numbered_within_table_and_year_of_colombia(mesa: MesaCast) -> None:
    session = closed_session(mesa)
    new_year = SESSION_AT.replace(year=2026, month=1, day=1, hour=3)
    last = item_under_discussion(mesa, starts_at=new_year - HOUR)
    motions = [carried_motion(mesa, "Antes.", item=last)]
    motion = propose_motion(item=last, text="Después.", by=mesa.secretary, at=new_year + 2 * HOUR)
    vote(mesa, motion, dict.fromkeys(("desarrollo", "sena", "andi", "camara"), FOR))
    motions.append(close(mesa, motion, new_year + 2 * HOUR + 5 * MINUTE))
    assert [session.decisions.get().number, *(motion.decision.number for motion in motions)] == [
        "2025-01",
        "2025-02",
        "2026-01",
    ]


def test_one_entity_has_one_vote_and_may_change_it_while_the_motion_is_open(mesa: MesaCast) -> None:
    motion = open_motion(mesa)
    for choice in (FOR, AGAINST):
        cast_vote(motion=motion, seat=mesa.seats["sena"], choice=choice, by=mesa.secretary, at=LATER)
    assert [(vote.seat, vote.choice) for vote in motion.votes.all()] == [(mesa.seats["sena"], AGAINST)]
    close(mesa, motion)
    with pytest.raises(TransitionRefused, match="ya terminó: «Negada»"):
        cast_vote(motion=motion, seat=mesa.seats["sena"], choice=FOR, by=mesa.secretary, at=LATER)
    for act in (close_motion, withdraw_motion):
        with pytest.raises(TransitionRefused, match="ya terminó"):
            act(motion=motion, by=mesa.secretary, at=LATER)


def test_who_is_absent_or_has_voice_only_does_not_vote(mesa: MesaCast) -> None:
    motion = open_motion(mesa, present=[*list(mesa.seats)[:7], "planeacion"])
    with pytest.raises(Refusal, match="VEEDURIA no está presente"):
        cast_vote(motion=motion, seat=mesa.seats["veeduria"], choice=FOR, by=mesa.secretary, at=LATER)
    with pytest.raises(PermissionRefused, match="voz y no voto"):
        cast_vote(motion=motion, seat=mesa.seats["planeacion"], choice=FOR, by=mesa.secretary, at=LATER)
    with pytest.raises(Invalid, match="a favor, en contra"):
        cast_vote(motion=motion, seat=mesa.seats["sena"], choice="quizás", by=mesa.secretary, at=LATER)


def test_the_vote_is_of_whoever_is_there_for_the_entity(mesa: MesaCast) -> None:
    session = noticed_session(mesa)
    given = delegate_of(mesa, "sena")
    record_arrival(session=session, seat=mesa.seats["sena"], delegation=given, by=mesa.secretary, at=SESSION_AT)
    for code in list(mesa.seats)[2:8]:
        record_arrival(session=session, seat=mesa.seats[code], by=mesa.secretary, at=SESSION_AT)
    open_session(session=session, by=mesa.secretary, at=SESSION_AT)
    motion = open_motion(mesa, item=open_item(item=session.items.get(), by=mesa.secretary, at=SESSION_AT))
    for person in (mesa.principal("sena"), mesa.principal("andi"), make_person("Nadie"), mesa.reporter):
        with pytest.raises(PermissionRefused, match="El voto de SENA lo da quien asiste por ella"):
            cast_vote(motion=motion, seat=mesa.seats["sena"], choice=FOR, by=person, at=LATER)
    for person, code in ((given.person, "sena"), (mesa.principal("andi"), "andi"), (mesa.secretary, "camara")):
        cast_vote(motion=motion, seat=mesa.seats[code], choice=FOR, by=person, at=LATER)
    assert motion.votes.count() == 3


def test_a_motion_is_put_in_words_in_an_item_under_discussion_one_at_a_time(mesa: MesaCast) -> None:
    motion = open_motion(mesa)
    item = motion.item
    with pytest.raises(TransitionRefused, match="ciérrela o retírela antes de abrir otra"):
        propose_motion(item=item, text=TEXT, by=mesa.secretary, at=LATER)
    close(mesa, motion)
    with pytest.raises(Invalid, match="lo que se pone a votación"):
        propose_motion(item=item, text=" ", by=mesa.secretary, at=LATER)
    with pytest.raises(Refusal, match="VEEDURIA no está presente"):
        propose_motion(item=item, text=TEXT, proposed_by=mesa.seats["veeduria"], by=mesa.secretary, at=LATER)
    withdraw_motion(
        motion=propose_motion(item=item, text=TEXT, proposed_by=mesa.seats["sena"], by=mesa.secretary, at=LATER),
        by=mesa.secretary,
        at=LATER,
    )
    close_item(item=item, by=mesa.secretary, at=LATER)
    with pytest.raises(TransitionRefused, match="no se está tratando"):
        propose_motion(item=item, text=TEXT, by=mesa.secretary, at=LATER)
    close_session(session=item.session, by=mesa.secretary, at=LATER)
    with pytest.raises(TransitionRefused, match="mientras está en curso"):
        propose_motion(item=item, text=TEXT, by=mesa.secretary, at=LATER)


def test_an_item_not_yet_taken_up_has_no_motions(mesa: MesaCast) -> None:
    with pytest.raises(TransitionRefused, match="no se está tratando"):
        propose_motion(item=open_session_with(mesa).items.get(), text=TEXT, by=mesa.secretary, at=LATER)


def test_nobody_but_the_secretariat_closes_a_vote(mesa: MesaCast) -> None:
    motion = open_motion(mesa)
    for act in (close_motion, withdraw_motion):
        with pytest.raises(PermissionRefused):
            act(motion=motion, by=mesa.principal("desarrollo"), at=LATER + timedelta(hours=1))
