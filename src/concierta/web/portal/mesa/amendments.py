"""Amendments of the plan: why, what changed, from when, and by which decision."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.web.kit import formats
from concierta.web.portal.corte import Corte
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.mesa import changed, links
from concierta.web.portal.page import ROWS, Link, Page, sheet, sheets
from concierta.web.portal.portal import Portal

FOLDER = f"{links.FOLDER}modificaciones/"


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    id: str
    title: str
    cause: str
    effective: str
    decision: SafeString | str
    who: SafeString | str
    council_act: str
    changes: list[changed.ChangeLine]
    check: str


def amendment_line(portal: Portal, row: Record, *, with_decision: bool = True) -> AmendmentLine:
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
        changes=[changed.change_line(portal, change) for change in portal.corte.changes_of.get(row.amendment, [])],
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


def amendments_page(number: int, portal: Portal) -> Page:
    parts = sheets(list(reversed(portal.corte.table("amendments"))), ROWS)
    return Page(
        template="portal/mesa/amendments.html",
        section="mesa",
        title=gettext("Modificaciones del plan"),
        description=gettext("Qué cambió del plan desde que entró en vigencia, por qué, y con qué decisión y votación."),
        trail=[Link(gettext("Mesa"), portal.to(links.FOLDER))],
        content={
            "finding": finding(portal.corte),
            "amendments": [amendment_line(portal, row) for row in parts[number - 1]],
            "sheet": sheet(portal.at.root, FOLDER, number, len(parts)),
        },
    )
