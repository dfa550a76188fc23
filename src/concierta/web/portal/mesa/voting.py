"""A vote as the public reads it: the words, who was for and who against, and every dissent as it was written."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.mesa.enums import Choice, MotionState
from concierta.web.kit import formats
from concierta.web.portal import names
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.mesa import links
from concierta.web.portal.portal import Portal
from concierta.web.portal.steering_words import said


@dataclass(frozen=True, slots=True)
class Dissent:
    who: SafeString | str
    choice: str
    words: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """`votes` are (choice, entities) for the choices that somebody made; empty for a reserved item."""

    id: str
    text: str
    result: str
    carried: bool
    explained: str
    proposed_by: SafeString | str
    votes: list[tuple[str, SafeString]]
    dissents: list[Dissent]
    decision: SafeString | str


def ballot(portal: Portal, motion: Record, *, with_decision: bool = True) -> Ballot:
    """`with_decision` unless the page is that of the decision, which has said the words already."""
    votes = portal.corte.votes_of.get((motion.session, motion.motion), [])
    decision = portal.corte.decision_of_motion.get((motion.session, motion.motion))
    return Ballot(
        id=f"votacion-{motion.motion}",
        text=motion.text if with_decision else "",
        result=said(MotionState, motion.state),
        carried=motion.state == MotionState.CARRIED,
        explained=explained(motion),
        proposed_by=portal.entity_link(motion.proposed_by) if motion.proposed_by else "",
        votes=_by_choice(portal, votes),
        dissents=[
            Dissent(portal.entity_link(vote.entity), said(Choice, vote.choice).lower(), vote.dissent)
            for vote in votes
            if vote.dissent
        ],
        decision=links.decision_link(portal, decision.decision) if decision and with_decision else "",
    )


def explained(motion: Record) -> str:
    """Why it came out so: the count beside what was needed."""
    if motion.state == MotionState.WITHDRAWN:
        return gettext("Se retiró antes de votarla.")
    told = f"{links.tally(motion)}."
    if motion.needed is None or motion.present is None:
        return told
    present = ngettext("%(n)s entidad que podía votar", "%(n)s entidades que podían votar", motion.present) % {
        "n": formats.number(motion.present)
    }
    needed = ngettext(
        "Hacía falta %(needed)s voto a favor, con %(present)s.",
        "Hacían falta %(needed)s votos a favor, con %(present)s.",
        motion.needed,
    ) % {"needed": formats.number(motion.needed), "present": present}
    if motion.people_present is None:
        return f"{told} {needed}"
    people = ngettext(
        "Asistía %(n)s persona por las entidades con voto.",
        "Asistían %(n)s personas por las entidades con voto.",
        motion.people_present,
    ) % {"n": formats.number(motion.people_present)}
    return f"{told} {needed} {people}"


def _by_choice(portal: Portal, votes: list[Record]) -> list[tuple[str, SafeString]]:
    found: list[tuple[str, Any]] = []
    for choice in Choice:
        entities = [vote.entity for vote in votes if vote.choice == choice]
        if entities:
            named = format_html_join("; ", "{}", ((_short(portal, entity),) for entity in entities))
            found.append((f"{choice.label} ({formats.number(len(entities))})", named))
    return found


def _short(portal: Portal, code: str) -> SafeString:
    entity = portal.corte.entities[code]
    return portal.link(portal.corte.entity_folder(code), names.entity_name(entity, short=True))
