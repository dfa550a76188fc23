"""Motions, votes, decisions and minutes held against what their acts put into the log.

Triggers keep them from changing; whoever administers the database can remove a trigger, and then this tells.
"""

import hashlib
from collections import defaultdict
from typing import Any

from concierta.ledger.queries import Comparison, Said, Words, acts_of_kinds, last_said, missing
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
    made = Comparison()
    subjects = _subjects()
    votes: dict[int, list[Vote]] = defaultdict(list)
    for vote in Vote.objects.order_by("seat__entity__code").select_related("seat__entity"):
        votes[vote.motion_id].append(vote)
    _compare_motions(made, subjects, votes)
    _compare_votes(made, subjects, votes)
    _compare_decisions(made, subjects)
    _compare_minutes(made)
    return made


def _compare_motions(made: Comparison, subjects: dict[int, str], votes: dict[int, list[Vote]]) -> None:
    said = last_said(_MOTION)
    for row in Motion.objects.order_by("pk"):
        heard, subject = said.pop(("", subjects[row.pk]), None), subjects[row.pk]
        found: dict[str, Any] = {"state": str(row.state), "text_sha256": Words(row.text)}
        if row.state in _COUNTED:
            found |= {"present": row.present, "needed": row.needed, "votes": _tally(votes[row.pk], heard)}
        made.rows += 1
        made.hold(subject, found, heard)
    made.differences += [missing(subject, heard.last) for (_, subject), heard in said.items()]


def _tally(votes: list[Vote], heard: Said | None) -> dict[str, Any]:
    """By entity, or how many of each where the act says no more: the item was reserved."""
    named = {str(choice): [vote.seat.entity.code for vote in votes if vote.choice == choice] for choice in Choice}
    told = heard["votes"][0] if heard and "votes" in heard else {}
    reserved = any(isinstance(one, int) for one in told.values())
    return {choice: len(who) for choice, who in named.items()} if reserved else dict(named)


def _compare_votes(made: Comparison, subjects: dict[int, str], votes: dict[int, list[Vote]]) -> None:
    """The last vote of each entity, with its reason. Of a reserved item the log says that one voted, and keeps who
    and what under its seals; older acts do not, and say nothing to compare."""
    said: dict[tuple[str, str], Said] = defaultdict(Said)
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
        heard = said[act.subject, who]
        heard.pop("choice" if told == "choice_sha256" else "choice_sha256", None)
        heard.hear(act)
    for motion, cast in votes.items():
        for vote in cast:
            subject, entity = subjects[motion], vote.seat.entity.code
            made.rows += 1
            if subject in reserved and (subject, entity) not in said:
                continue
            choice = str(vote.choice)
            found = {"choice": choice, "choice_sha256": Words(choice), "dissent_sha256": Words(vote.dissent)}
            made.hold(f"El voto de {entity} en {subject}", found, said.get((subject, entity)))


def _compare_decisions(made: Comparison, subjects: dict[int, str]) -> None:
    said = last_said({"decision.adopted": None})
    for row in Decision.objects.order_by("pk").select_related("mesa__agreement", "session"):
        subject = f"decision:{row.mesa.agreement.slug}:{row.number}"
        found = {
            "session": row.session.number,
            "motion": subjects[row.motion_id],
            "text_sha256": Words(row.text),
        }
        made.rows += 1
        made.hold(subject, found, said.pop(("", subject), None))
    made.differences += [missing(subject, heard.last) for (_, subject), heard in said.items()]


def _compare_minutes(made: Comparison) -> None:
    """Once approved they are one text with one hash."""
    said = last_said({"minutes.approved": MinutesState.APPROVED.value, "minutes.signed": MinutesState.SIGNED.value})
    rows = Minutes.objects.order_by("pk").select_related("session__mesa__agreement")
    for row in rows:
        subject = f"minutes:{row.session.mesa.agreement.slug}:{row.session.number}"
        heard = said.pop(("", subject), None)
        if heard is None and row.state not in (MinutesState.APPROVED, MinutesState.SIGNED):
            continue
        made.rows += 1
        found = {"state": str(row.state), "sha256": row.sha256 if row.sha256 == _hash(row.content) else "otro texto"}
        made.hold(subject, found, heard)
    made.differences += [missing(subject, heard.last) for (_, subject), heard in said.items()]


def _subjects() -> dict[int, str]:
    """How the log names each motion: in the order in which its session heard them."""
    heard: dict[int, int] = defaultdict(int)
    found = {}
    rows = Motion.objects.order_by("pk").values_list(
        "pk", "item__session", "item__session__number", "item__session__mesa__agreement__slug"
    )
    for pk, session, number, slug in rows:
        heard[session] += 1
        found[pk] = f"session:{slug}:{number}:motion:{heard[session]}"
    return found


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
