"""A vote as the public reads it: the words, who was for and who against, and every dissent as it was written."""

from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.mesa.enums import Choice, MotionState
from concierta.web.kit import formats
from concierta.web.portal import names
from concierta.web.portal.corte import Row
from concierta.web.portal.mesa import links
from concierta.web.portal.page import Text
from concierta.web.portal.portal import Portal
from concierta.web.portal.words import label_of


@dataclass(frozen=True, slots=True)
class Dissent:
    who: Text
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
    proposed_by: Text
    votes: list[tuple[str, SafeString]]
    dissents: list[Dissent]
    decision: Text


def ballot(portal: Portal, motion: Row, *, with_decision: bool = True) -> Ballot:
    """`with_decision` unless the page is that of the decision, which has said the words already."""
    votes = portal.corte.votes_of.get((motion.session, motion.motion), [])
    decision = portal.corte.decision_of_motion.get((motion.session, motion.motion))
    return Ballot(
        id=f"votacion-{motion.motion}",
        text=motion.text if with_decision else "",
        result=label_of(MotionState, motion.state),
        carried=motion.state == MotionState.CARRIED,
        explained=explained(motion),
        proposed_by=portal.entity_link(motion.proposed_by) if motion.proposed_by else "",
        votes=_by_choice(portal, votes),
        dissents=[
            Dissent(portal.entity_link(vote.entity), label_of(Choice, vote.choice).lower(), vote.dissent)
            for vote in votes
            if vote.dissent
        ],
        decision=links.decision_link(portal, decision.decision) if decision and with_decision else "",
    )


def explained(motion: Row) -> str:
    """Why it came out so: the count beside what was needed."""
    if motion.state == MotionState.WITHDRAWN:
        return gettext("Se retiró antes de votarla.")
    count = f"{links.tally(motion)}."
    if motion.needed is None or motion.present is None:
        return count
    present = ngettext("%(n)s entidad que podía votar", "%(n)s entidades que podían votar", motion.present) % {
        "n": formats.number(motion.present)
    }
    needed = ngettext(
        "Hacía falta %(needed)s voto a favor, con %(present)s.",
        "Hacían falta %(needed)s votos a favor, con %(present)s.",
        motion.needed,
    ) % {"needed": formats.number(motion.needed), "present": present}
    if motion.people_present is None:
        return f"{count} {needed}"
    people = ngettext(
        "Asistía %(n)s persona por las entidades con voto.",
        "Asistían %(n)s personas por las entidades con voto.",
        motion.people_present,
    ) % {"n": formats.number(motion.people_present)}
    return f"{count} {needed} {people}"


def _by_choice(portal: Portal, votes: list[Row]) -> list[tuple[str, SafeString]]:
    by_choice: list[tuple[str, SafeString]] = []
    for choice in Choice:
        entities = [vote.entity for vote in votes if vote.choice == choice]
        if entities:
            named = format_html_join("; ", "{}", ((_short(portal, entity),) for entity in entities))
            by_choice.append((f"{choice.label} ({formats.number(len(entities))})", named))
    return by_choice


def _short(portal: Portal, code: str) -> SafeString:
    entity = portal.corte.entities[code]
    return portal.link(portal.corte.entity_folder(code), names.entity_name(entity, short=True))
