"""Motions, votes, decisions and minutes held against what their acts put into the log.

Triggers keep them from changing; whoever administers the database can remove a trigger, and then this tells.
"""

import hashlib
from collections import defaultdict
from typing import Any

from concierta.ledger.queries import Comparison, RecordedValues, Words, acts_of_kinds, last_recorded, missing
from concierta.mesa.enums import Choice, MinutesState, MotionState
from concierta.mesa.models import Decision, Minutes, Motion, Vote

_MOTION: dict[str, str | None] = {
    "motion.opened": MotionState.OPEN.value,
    "motion.carried": MotionState.CARRIED.value,
    "motion.failed": MotionState.FAILED.value,
    "motion.withdrawn": MotionState.WITHDRAWN.value,
}
_COUNTED = (MotionState.CARRIED, MotionState.FAILED)


def decisions_against_acts() -> Comparison:
    """What was put to the vote, who voted what, what was decided, and the minutes that were approved."""
    comparison = Comparison()
    subjects = _subjects()
    votes: dict[int, list[Vote]] = defaultdict(list)
    for vote in Vote.objects.order_by("seat__entity__code").select_related("seat__entity"):
        votes[vote.motion_id].append(vote)
    _compare_motions(comparison, subjects, votes)
    _compare_votes(comparison, subjects, votes)
    _compare_decisions(comparison, subjects)
    _compare_minutes(comparison)
    return comparison


def _compare_motions(comparison: Comparison, subjects: dict[int, str], votes: dict[int, list[Vote]]) -> None:
    recorded_acts = last_recorded(_MOTION)
    for row in Motion.objects.order_by("pk"):
        recorded, subject = recorded_acts.pop(("", subjects[row.pk]), None), subjects[row.pk]
        found: dict[str, Any] = {"state": str(row.state), "text_sha256": Words(row.text)}
        if row.state in _COUNTED:
            found |= {"present": row.present, "needed": row.needed, "votes": _tally(votes[row.pk], recorded)}
        comparison.rows += 1
        comparison.hold(subject, found, recorded)
    comparison.differences += [missing(subject, recorded.last) for (_, subject), recorded in recorded_acts.items()]


def _tally(votes: list[Vote], recorded: RecordedValues | None) -> dict[str, Any]:
    """By entity, or how many of each where the act says no more: the item was reserved."""
    named = {str(choice): [vote.seat.entity.code for vote in votes if vote.choice == choice] for choice in Choice}
    told = recorded["votes"][0] if recorded and "votes" in recorded else {}
    reserved = any(isinstance(one, int) for one in told.values())
    return {choice: len(who) for choice, who in named.items()} if reserved else dict(named)


def _compare_votes(comparison: Comparison, subjects: dict[int, str], votes: dict[int, list[Vote]]) -> None:
    """The last vote of each entity, with its reason. Of a reserved item the log says that one voted, and keeps who
    and what under its seals; older acts do not, and say nothing to compare."""
    recorded_acts: dict[tuple[str, str], RecordedValues] = defaultdict(RecordedValues)
    reserved = set()
    voted = {subjects[motion]: [vote.seat.entity.code for vote in cast] for motion, cast in votes.items()}
    for act in acts_of_kinds(("vote.cast",)):
        who, told = act.body.get("entity"), "choice"
        if act.body.get("reserved"):
            sealed, told = act.body.get("entity_sha256"), "choice_sha256"
            who = next((code for code in voted.get(act.subject, ()) if Words(code).are(sealed)), None)
        if who is None:
            reserved.add(act.subject)
            continue
        recorded = recorded_acts[act.subject, who]
        recorded.pop("choice" if told == "choice_sha256" else "choice_sha256", None)
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


def _compare_decisions(comparison: Comparison, subjects: dict[int, str]) -> None:
    recorded_acts = last_recorded({"decision.adopted": None})
    for row in Decision.objects.order_by("pk").select_related("mesa__agreement", "session"):
        subject = f"decision:{row.mesa.agreement.slug}:{row.number}"
        found = {
            "session": row.session.number,
            "motion": subjects[row.motion_id],
            "text_sha256": Words(row.text),
        }
        comparison.rows += 1
        comparison.hold(subject, found, recorded_acts.pop(("", subject), None))
    comparison.differences += [missing(subject, recorded.last) for (_, subject), recorded in recorded_acts.items()]


def _compare_minutes(comparison: Comparison) -> None:
    """Once approved they are one text with one hash."""
    recorded_acts = last_recorded(
        {"minutes.approved": MinutesState.APPROVED.value, "minutes.signed": MinutesState.SIGNED.value}
    )
    rows = Minutes.objects.order_by("pk").select_related("session__mesa__agreement")
    for row in rows:
        subject = f"minutes:{row.session.mesa.agreement.slug}:{row.session.number}"
        recorded = recorded_acts.pop(("", subject), None)
        if recorded is None and row.state not in (MinutesState.APPROVED, MinutesState.SIGNED):
            continue
        comparison.rows += 1
        found = {"state": str(row.state), "sha256": row.sha256 if row.sha256 == _hash(row.content) else "otro texto"}
        comparison.hold(subject, found, recorded)
    comparison.differences += [missing(subject, recorded.last) for (_, subject), recorded in recorded_acts.items()]


def _subjects() -> dict[int, str]:
    """How the log names each motion: in the order in which its session heard them."""
    recorded: dict[int, int] = defaultdict(int)
    found = {}
    rows = Motion.objects.order_by("pk").values_list(
        "pk", "item__session", "item__session__number", "item__session__mesa__agreement__slug"
    )
    for pk, session, number, slug in rows:
        recorded[session] += 1
        found[pk] = f"session:{slug}:{number}:motion:{recorded[session]}"
    return found


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
