"""Amendments of the plan: why, what changed, before and after, from when, and by which decision."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.html import format_html
from django.utils.translation import gettext, gettext_noop, ngettext

from concierta.amendments.enums import ChangeField
from concierta.responsibilities.enums import Duty
from concierta.web.kit import formats
from concierta.web.portal import words
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.indicators import values
from concierta.web.portal.mesa import links
from concierta.web.portal.page import ROWS, Link, Page, Part, Task, Text, list_tasks
from concierta.web.portal.portal import Portal
from concierta.web.portal.words import label_of

FOLDER = f"{links.FOLDER}modificaciones/"
_DATES = ("starts_on", "ends_on", "closed")
_OF_ACCUMULATION = {
    "measure": gettext_noop("Qué clase de cifra es"),
    "year_weights": gettext_noop("Lo que pesa cada año"),
    "flow_policy": gettext_noop("Cómo se reúnen los años"),
}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    what: str
    where: Text
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    id: str
    title: str
    cause: str
    effective: str
    decision: Text
    who: Text
    council_act: str
    changes: list[ChangeLine]
    check: str


def tasks(corte: Corte) -> list[Task]:
    return list_tasks(FOLDER, list(reversed(corte.table("amendments"))), ROWS, _list_page)


def amendment_line(portal: Portal, row: Row, *, with_decision: bool = True) -> AmendmentLine:
    later = row.effective_on > portal.corte.cut_off
    date = {"date": formats.long_date(row.effective_on)}
    return AmendmentLine(
        id=f"modificacion-{row.amendment}",
        title=row.title,
        cause=row.cause,
        effective=gettext("Regirá desde el %(date)s: todavía no cambia las cifras de este corte.") % date
        if later
        else gettext("Rige desde el %(date)s.") % date,
        decision=links.decision_and_vote(portal, row.decision) if with_decision else "",
        who=portal.entity_link(row.proposed_by) if row.proposed_by else "",
        council_act=row.council_act,
        changes=[change_line(portal, change) for change in portal.corte.changes_of.get(row.amendment, [])],
        check=links.check_link(portal, row),
    )


def finding(corte: Corte) -> str:
    count = len(corte.amendments)
    if not count:
        return gettext("El plan no se ha modificado desde que entró en vigencia")
    return ngettext(
        "El plan se ha modificado %(n)s vez, con decisión de la mesa",
        "El plan se ha modificado %(n)s veces, con decisión de la mesa",
        count,
    ) % {"n": formats.number(count)}


def _list_page(part: Part[Row], portal: Portal) -> Page:
    return Page(
        template="portal/mesa/amendments.html",
        section="mesa",
        title=gettext("Modificaciones del plan"),
        description=gettext("Qué cambió del plan desde que entró en vigencia, por qué, y con qué decisión y votación."),
        trail=[Link(gettext("Mesa"), portal.to(links.FOLDER))],
        content={
            "finding": finding(portal.corte),
            "amendments": [amendment_line(portal, row) for row in part.items],
            "sheet": part.sheet(portal),
        },
    )


def change_line(portal: Portal, change: Row, *, linked: bool = True) -> ChangeLine:
    """`linked` unless the page is that of the very part that changed."""
    return ChangeLine(
        what=subject_of(change),
        where=links.part_link(portal, change.kind, change.subject) if linked else "",
        before=value(portal, change, change.before, change.entity_before),
        after=value(portal, change, change.after, change.entity_after),
    )


def noted(portal: Portal, changes: list[Row]) -> list[tuple[ChangeLine, Text]]:
    """On the page of the part itself: each change with the decision that made it, and from when."""
    lines: list[tuple[ChangeLine, Text]] = []
    for change in changes:
        amendment = portal.corte.amendments[change.amendment]
        decision = links.decision_and_vote(portal, amendment.decision)
        since = gettext("rige desde el %(date)s") % {"date": formats.long_date(amendment.effective_on)}
        lines.append((change_line(portal, change, linked=False), format_html("{}, {}.", decision, since)))
    return lines


def subject_of(change: Row) -> str:
    """ "Meta de 2025", "Responsable: Presenta a la comunidad", "Peso"."""
    name = label_of(ChangeField, change.field)
    if change.field == "target" and change.key:
        return gettext("%(what)s de %(period)s") % {"what": name, "period": _period(change.key)}
    if change.field == "responsible" and change.key:
        return f"{name}: {label_of(Duty, change.key)}"
    if change.field == "accumulation" and change.key in _OF_ACCUMULATION:
        return gettext(_OF_ACCUMULATION[change.key])
    return name


def value(portal: Portal, change: Row, written: str, entity: str) -> Text:
    """One side of a change. Nothing said is NP for a target, "sin dato" for a baseline, and a dash for the rest."""
    if entity:
        return portal.entity_link(entity)
    if not written:
        return gettext("NP (no programado)") if change.field == "target" else "—"
    number = _number(written)
    if change.field in ("target", "baseline") and number is not None and change.subject in portal.corte.indicators:
        return values.value(number, portal.corte.indicators[change.subject])
    if change.field == "weight" and number is not None:
        return formats.percent(number)
    if change.field in _DATES and (day := _day(written)):
        return formats.long_date(day)
    if change.field == "accumulation":
        return words.figure_kind(written) if change.key == "measure" else words.accumulation(written)
    return written


def _period(key: str) -> str:
    return formats.period(key) if "-T" in key else key


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
