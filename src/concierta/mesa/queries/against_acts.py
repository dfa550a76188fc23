"""Motions, votes, decisions and minutes held against what their acts put into the log.

Triggers keep them from changing; whoever administers the database can remove a trigger, and then this tells.
"""

from collections import defaultdict
from typing import Any

from concierta.kernel.canonical import sha256_of
from concierta.ledger.queries import Comparison, RecordedValues, Words, acts_of_kinds
from concierta.ledger.recorded import Recorded
from concierta.mesa.enums import Choice, MinutesState, MotionState
from concierta.mesa.models import Decision, Minutes, Motion, Vote

Votes = dict[int, list[Vote]]
"""By motion."""
Subjects = dict[int, str]
"""How the log names each motion."""

_COUNTED = (MotionState.CARRIED, MotionState.FAILED)
_APPROVED = (MinutesState.APPROVED, MinutesState.SIGNED)

#: Once approved they are one text with one hash.
_MINUTES = Recorded[Minutes](
    kinds={"minutes.approved": MinutesState.APPROVED.value, "minutes.signed": MinutesState.SIGNED.value},
    rows=Minutes.objects.order_by("pk").select_related("session__mesa__agreement"),
    key=lambda minutes: ("", f"minutes:{minutes.session.mesa.agreement.slug}:{minutes.session.number}"),
    columns={
        "state": lambda minutes: minutes.state,
        "sha256": lambda minutes: minutes.sha256 if minutes.sha256 == sha256_of(minutes.content) else "otro texto",
    },
    passed_over=lambda minutes, told: not told and minutes.state not in _APPROVED,
)


def decisions_against_acts() -> Comparison:
    """What was put to the vote, who voted what, what was decided, and the minutes that were approved."""
    comparison = Comparison()
    subjects = _subjects()
    votes: Votes = defaultdict(list)
    for vote in Vote.objects.order_by("seat__entity__code").select_related("seat__entity"):
        votes[vote.motion_id].append(vote)
    _compare_motions(comparison, subjects, votes)
    _compare_votes(comparison, subjects, votes)
    _decisions(subjects).compare(comparison)
    _MINUTES.compare(comparison)
    return comparison


def _compare_motions(comparison: Comparison, subjects: Subjects, votes: Votes) -> None:
    motions = Recorded[Motion](
        kinds={
            "motion.opened": MotionState.OPEN.value,
            "motion.carried": MotionState.CARRIED.value,
            "motion.failed": MotionState.FAILED.value,
            "motion.withdrawn": MotionState.WITHDRAWN.value,
        },
        rows=Motion.objects.order_by("pk"),
        key=lambda motion: ("", subjects[motion.pk]),
        columns={"state": lambda motion: motion.state, "text_sha256": lambda motion: Words(motion.text)},
        also=("present", "needed", "votes"),
    )
    for pair in motions.pairs(comparison):
        motion = pair.row
        if motion.state in _COUNTED:
            tally = _tally(votes[motion.pk], pair.recorded)
            pair.found |= {"present": motion.present, "needed": motion.needed, "votes": tally}
        comparison.hold(pair.name, pair.found, pair.recorded)


def _tally(votes: list[Vote], recorded: RecordedValues | None) -> dict[str, Any]:
    """By entity, or how many of each where the act says no more: the item was reserved."""
    named = {str(choice): [vote.seat.entity.code for vote in votes if vote.choice == choice] for choice in Choice}
    counted = recorded["votes"][0] if recorded and "votes" in recorded else {}
    reserved = any(isinstance(entities, int) for entities in counted.values())
    return {choice: len(entities) for choice, entities in named.items()} if reserved else dict(named)


def _compare_votes(comparison: Comparison, subjects: Subjects, votes: Votes) -> None:
    """The last vote of each entity, with its reason. Of a reserved item the log says that one voted, and keeps who
    and what under its seals; older acts do not, and say nothing to compare."""
    comparison.covers(
        ("vote.cast",), ("entity", "entity_sha256", "choice", "choice_sha256", "dissent_sha256", "reserved")
    )
    recorded_acts: dict[tuple[str, str], RecordedValues] = defaultdict(RecordedValues)
    reserved = set()
    voted = {subjects[motion]: [vote.seat.entity.code for vote in cast] for motion, cast in votes.items()}
    for act in acts_of_kinds(("vote.cast",)):
        entity, other = act.body.get("entity"), "choice_sha256"
        if act.body.get("reserved"):
            sealed, other = act.body.get("entity_sha256"), "choice"
            entity = next((code for code in voted.get(act.subject, ()) if Words(code).are(sealed)), None)
        if entity is None:
            reserved.add(act.subject)
            continue
        recorded = recorded_acts[act.subject, entity]
        recorded.pop(other, None)
        recorded.apply(act)
    for motion, cast in votes.items():
        for vote in cast:
            subject, entity = subjects[motion], vote.seat.entity.code
            comparison.rows += 1
            if subject in reserved and (subject, entity) not in recorded_acts:
                continue
            choice = str(vote.choice)
            found = {"choice": choice, "choice_sha256": Words(choice), "dissent_sha256": Words(vote.dissent)}
            comparison.hold(f"El voto de {entity} en {subject}", found, recorded_acts.get((subject, entity)))


def _decisions(subjects: Subjects) -> Recorded[Decision]:
    return Recorded(
        kinds={"decision.adopted": None},
        rows=Decision.objects.order_by("pk").select_related("mesa__agreement", "session"),
        key=lambda decision: ("", f"decision:{decision.mesa.agreement.slug}:{decision.number}"),
        columns={
            "session": lambda decision: decision.session.number,
            "motion": lambda decision: subjects[decision.motion_id],
            "text_sha256": lambda decision: Words(decision.text),
        },
    )


def _subjects() -> Subjects:
    """In the order in which its session heard them."""
    heard: dict[int, int] = defaultdict(int)
    subjects = {}
    rows = Motion.objects.order_by("pk").values_list(
        "pk", "item__session", "item__session__number", "item__session__mesa__agreement__slug"
    )
    for pk, session, number, slug in rows:
        heard[session] += 1
        subjects[pk] = f"session:{slug}:{number}:motion:{heard[session]}"
    return subjects
