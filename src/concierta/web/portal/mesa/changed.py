"""What an amendment changed, before and after, in the words and units of each part of the plan."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from concierta.amendments.enums import ChangeField
from concierta.responsibilities.enums import Duty
from concierta.web.kit import formats
from concierta.web.portal import words
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.indicators import rates
from concierta.web.portal.mesa import links
from concierta.web.portal.portal import Portal
from concierta.web.portal.steering_words import said

_DATES = ("starts_on", "ends_on", "closed")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    what: str
    where: SafeString | str
    before: SafeString | str
    after: SafeString | str


_OF_ACCUMULATION = {
    "measure": gettext_noop("Qué clase de cifra es"),
    "year_weights": gettext_noop("Lo que pesa cada año"),
    "flow_policy": gettext_noop("Cómo se reúnen los años"),
}


def change_line(portal: Portal, change: Record, *, linked: bool = True) -> ChangeLine:
    """`linked` unless the page is that of the very part that changed."""
    return ChangeLine(
        what=what(change),
        where=links.part_link(portal, change.kind, change.subject) if linked else "",
        before=value(portal, change, change.before, change.entity_before),
        after=value(portal, change, change.after, change.entity_after),
    )


def noted(portal: Portal, changes: list[Record]) -> list[tuple[ChangeLine, SafeString | str]]:
    """On the page of the part itself: each change with the decision that made it, and from when."""
    found: list[tuple[ChangeLine, SafeString | str]] = []
    for change in changes:
        amendment = portal.corte.amendments[change.amendment]
        decision = links.decision_and_vote(portal, amendment.decision)
        since = gettext("rige desde el %(date)s") % {"date": formats.long_date(amendment.effective_on)}
        found.append((change_line(portal, change, linked=False), format_html("{}, {}.", decision, since)))
    return found


def what(change: Record) -> str:
    """ "Meta de 2025", "Responsable: Presenta a la comunidad", "Peso"."""
    name = said(ChangeField, change.field)
    if change.field == "target" and change.key:
        return gettext("%(what)s de %(period)s") % {"what": name, "period": _period(change.key)}
    if change.field == "responsible" and change.key:
        return f"{name}: {said(Duty, change.key)}"
    if change.field == "accumulation" and change.key in _OF_ACCUMULATION:
        return gettext(_OF_ACCUMULATION[change.key])
    return name


def value(portal: Portal, change: Record, told: str, entity: str) -> SafeString | str:
    """One side of a change. Nothing said is NP for a target, "sin dato" for a baseline, and a dash for the rest."""
    if entity:
        return portal.entity_link(entity)
    if not told:
        return gettext("NP (no programado)") if change.field == "target" else "—"
    number = _number(told)
    if change.field in ("target", "baseline") and number is not None and change.subject in portal.corte.indicators:
        return rates.value(number, portal.corte.indicators[change.subject])
    if change.field == "weight" and number is not None:
        return formats.percent(number)
    if change.field in _DATES and (day := _day(told)):
        return formats.long_date(day)
    if change.field == "accumulation":
        return words.figure_kind(told) if change.key == "measure" else words.accumulation(told)
    return told


def _period(key: str) -> str:
    return formats.period(key) if "-T" in key else key


def _number(told: str) -> Decimal | None:
    try:
        return Decimal(told)
    except InvalidOperation:
        return None


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None
