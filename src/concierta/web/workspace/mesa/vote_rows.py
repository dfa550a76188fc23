"""Motions and votes, and a text that several people write."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from concierta.mesa.enums import Choice, MotionState
from concierta.web.kit.formats import short_date


@dataclass(frozen=True, slots=True)
class VoteLine:
    entity: str
    choice: str
    dissent: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """A voting entity in an open motion. `why_not` stands where its buttons would."""

    seat: int
    entity: str
    choice: str
    choice_word: str
    dissent: str
    why_not: str


@dataclass(frozen=True, slots=True)
class MotionCard:
    pk: int
    text: str
    by: str
    state: str
    state_word: str
    kind: str
    open: bool
    number: str
    tally: str
    needed: str
    votes: list[VoteLine]
    dissents: bool
    ballots: list[Ballot]
    mine: Ballot | None
    why_not_mine: str
    why_not_close: str


def motion_card(found: Any, live: Any, no_quorum: str) -> MotionCard:
    """`found` is a LiveMotion. While it is open the secretariat has a ballot for each entity, a member their own."""
    motion = found.motion
    state = MotionState(motion.state)
    ballots = [_ballot(line) for line in found.votes]
    mine = live.mine if found.is_open else None
    own = next((one for one in ballots if mine and mine.present and one.seat == mine.seat.pk), None)
    return MotionCard(
        pk=motion.pk,
        text=motion.text,
        by=motion.proposed_by.entity.short_name if motion.proposed_by else "",
        state=state.value,
        state_word=str(state.label),
        kind={MotionState.OPEN: "soon", MotionState.CARRIED: "strong"}.get(state, "plain"),
        open=found.is_open,
        number=motion.decision.number if state == MotionState.CARRIED else "",
        tally=tally_words(found.tally, missing=found.present - sum(found.tally.values()) if found.is_open else 0),
        needed=_needed(found),
        votes=[
            VoteLine(one.seat.entity.name, str(Choice(one.vote.choice).label), one.vote.dissent)
            for one in found.votes
            if one.vote
        ],
        dissents=any(one.vote and one.vote.dissent for one in found.votes),
        ballots=ballots if found.is_open and live.runs else [],
        mine=own,
        why_not_mine=_why_not_mine(mine, own),
        why_not_close=no_quorum,
    )


def _why_not_mine(mine: Any, own: Ballot | None) -> str:
    if mine is None or own is not None:
        return ""
    if not mine.seat.has_vote:
        return gettext("%(entity)s tiene voz y no voto en esta mesa.") % {"entity": mine.seat.entity.short_name}
    return gettext("Podrá votar cuando la secretaría registre su llegada.")


def _ballot(line: Any) -> Ballot:
    reasons = {"absent": gettext("No está presente"), "conflict": gettext("Declaró conflicto de interés: no vota")}
    vote = line.vote
    return Ballot(
        seat=line.seat.pk,
        entity=line.seat.entity.name,
        choice=vote.choice if vote else "",
        choice_word=str(Choice(vote.choice).label) if vote else "",
        dissent=vote.dissent if vote else "",
        why_not=reasons.get(line.reason, ""),
    )


def tally_words(tally: dict[str, int], *, missing: int = 0) -> str:
    """«5 a favor · 1 en contra · 1 se abstiene», and who has not voted yet."""
    for_, against, abstain = (tally.get(choice.value, 0) for choice in Choice)
    parts = [
        gettext("%(n)s a favor") % {"n": for_},
        gettext("%(n)s en contra") % {"n": against},
        ngettext("%(n)s se abstiene", "%(n)s se abstienen", abstain) % {"n": abstain},
    ]
    if missing > 0:
        parts.append(ngettext("falta %(n)s", "faltan %(n)s", missing) % {"n": missing})
    return " · ".join(parts)


def _needed(found: Any) -> str:
    if found.motion.state == MotionState.WITHDRAWN:
        return ""
    said = {"needed": found.needed, "present": found.present}
    return (
        ngettext(
            "Se aprueba con %(needed)s voto a favor: hay %(present)s que pueden votar.",
            "Se aprueba con %(needed)s votos a favor: hay %(present)s que pueden votar.",
            found.needed,
        )
        if found.is_open
        else ngettext(
            "Necesitaba %(needed)s voto a favor de %(present)s que podían votar.",
            "Necesitaba %(needed)s votos a favor de %(present)s que podían votar.",
            found.needed,
        )
    ) % said


def decision_line(decision: Any, seat: Any) -> dict[str, str]:
    """A decision in a list; `mine` is how the reader's entity voted."""
    vote = next((one for one in decision.motion.votes.all() if seat and one.seat_id == seat.pk), None)
    return {
        "number": decision.number,
        "day": short_date(decision.decided_at),
        "text": decision.text,
        "href": f"{reverse('session', args=[decision.session_id])}#punto-{decision.motion.item_id}",
        "mine": str(Choice(vote.choice).label).lower() if vote else "",
    }


@dataclass(frozen=True, slots=True)
class Writing:
    """`id` names its form in the page; `text` is what is saved, at `revision`."""

    id: str
    href: str
    label: str
    text: str
    revision: int
    rows: int = 8
    saved_words: str = ""


def notes_writing(item: Any) -> Writing:
    return Writing(
        id=f"notas-{item.pk}",
        href=reverse("item_notes", args=[item.pk]),
        label=gettext("Notas del punto"),
        text=item.notes,
        revision=item.revision,
        saved_words=gettext("Se guarda solo mientras escribe") if not item.notes else gettext("Guardado"),
    )


def section_writing(section: Any, label: str) -> Writing:
    return Writing(
        id=f"parte-texto-{section.pk}",
        href=reverse("minutes_section", args=[section.pk]),
        label=label,
        text=section.text,
        revision=section.revision,
        rows=6,
        saved_words=gettext("Se guarda solo mientras escribe"),
    )
