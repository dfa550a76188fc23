"""Amendments as lists and as one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from concierta.amendments.enums import AmendmentState
from concierta.mesa.enums import Choice
from concierta.web.components.formats import date_time, long_date, short_date
from concierta.web.staff.mesa_record import session_words
from concierta.web.staff.presenters.changes import summary_of_changes

_KINDS = {
    AmendmentState.PROPOSED: "soon",
    AmendmentState.ADOPTED: "strong",
    AmendmentState.REJECTED: "plain",
    AmendmentState.WITHDRAWN: "plain",
}


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    title: str
    code: str
    href: str
    meta: str
    date: str
    date_note: str
    state: str
    kind: str
    what: str


def amendment_row(amendment: Any) -> AmendmentRow:
    state = AmendmentState(amendment.state)
    return AmendmentRow(
        title=amendment.title,
        code=gettext("N.º %(n)s") % {"n": amendment.number},
        href=reverse("amendment", args=[amendment.pk]),
        meta=summary_of_changes(list(amendment.changes.all())),
        date=short_date(amendment.effective_on),
        date_note=gettext("rige desde"),
        state=str(state.label),
        kind=_KINDS[state],
        what=_by(amendment),
    )


def _by(amendment: Any) -> str:
    if amendment.decision is not None:
        return gettext("Decisión %(number)s · %(session)s") % {
            "number": amendment.decision.number,
            "session": session_words(amendment.decision.session),
        }
    if amendment.state == AmendmentState.PROPOSED and amendment.item is not None:
        return gettext("En el orden del día: %(session)s") % {"session": session_words(amendment.item.session)}
    if amendment.state == AmendmentState.PROPOSED:
        return gettext("Todavía en ningún orden del día")
    return amendment.closed_reason


def amendment_groups(amendments: Sequence[Any]) -> list[dict[str, Any]]:
    titles = {
        AmendmentState.PROPOSED: gettext("Esperan la decisión de la mesa"),
        AmendmentState.ADOPTED: gettext("Adoptadas"),
        AmendmentState.REJECTED: gettext("Negadas o retiradas"),
    }
    groups = []
    for first, title in titles.items():
        states = {first, AmendmentState.WITHDRAWN} if first == AmendmentState.REJECTED else {first}
        rows = [amendment_row(one) for one in amendments if one.state in states]
        if rows:
            groups.append({"title": title, "rows": rows})
    return groups


def amendments_finding(amendments: Sequence[Any]) -> str:
    adopted = sum(one.state == AmendmentState.ADOPTED for one in amendments)
    waiting = sum(one.state == AmendmentState.PROPOSED for one in amendments)
    if not adopted and not waiting:
        return gettext("El plan está como se firmó")
    said = []
    if waiting:
        said.append(
            ngettext(
                "%(n)s modificación espera la decisión de la mesa",
                "%(n)s modificaciones esperan la decisión de la mesa",
                waiting,
            )
            % {"n": waiting}
        )
    if adopted:
        said.append(ngettext("el plan cambió %(n)s vez", "el plan cambió %(n)s veces", adopted) % {"n": adopted})
    sentence = "; ".join(said)
    return sentence[0].upper() + sentence[1:]


def amendment_facts(amendment: Any) -> list[tuple[str, str]]:
    facts = [
        (gettext("Rige desde"), long_date(amendment.effective_on)),
        (gettext("La propuso"), _proposer(amendment)),
    ]
    if amendment.revised_at:
        facts.append((gettext("Cambiada el"), date_time(amendment.revised_at)))
    if amendment.item is not None:
        facts.append(
            (
                gettext("Orden del día"),
                f"{session_words(amendment.item.session)} · {amendment.item.ordinal}. {amendment.item.title}",
            )
        )
    if amendment.touches_development_plan:
        facts.append(
            (gettext("Acuerdo del concejo"), amendment.council_act or gettext("Falta: toca el plan de desarrollo"))
        )
    if amendment.decision is not None:
        facts.append((gettext("Decisión"), f"{amendment.decision.number} · {amendment.decision.text}"))
        facts.append((gettext("Votación"), _votes(amendment.decision.motion)))
        facts.append((gettext("Adoptada"), date_time(amendment.adopted_at)))
    if amendment.closed_reason:
        facts.append((gettext("Por qué no siguió"), amendment.closed_reason))
    return facts


def _votes(motion: Any) -> str:
    """How many entities wanted it; who and why stands in the session."""
    cast = [vote.choice for vote in motion.votes.all()]
    counts = {choice.value: cast.count(choice) for choice in Choice}
    return (
        ngettext(
            "%(for)s a favor, %(against)s en contra, %(abstain)s abstención",
            "%(for)s a favor, %(against)s en contra, %(abstain)s abstenciones",
            counts[Choice.ABSTAIN.value],
        )
        % counts
    )


def _proposer(amendment: Any) -> str:
    entity = amendment.proposed_entity.name if amendment.proposed_entity else gettext("la instalación")
    return f"{entity}, {date_time(amendment.proposed_at)}"


def state_tag(amendment: Any) -> tuple[str, str]:
    state = AmendmentState(amendment.state)
    return str(state.label), _KINDS[state]
