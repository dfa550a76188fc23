"""What changed since the previous corte: the acts in the ledger about this plan, each with its place and its hash."""

from dataclasses import dataclass
from functools import partial

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import names, words
from concierta.web.portal.corte import Corte
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.ledger import comprobar
from concierta.web.portal.mesa import links
from concierta.web.portal.page import TABLE_ROWS, Page, Task, sheet, sheet_folder, sheets
from concierta.web.portal.portal import Portal

FOLDER = "cambios/"


@dataclass(frozen=True, slots=True)
class Change:
    what: str
    times: str
    when: str


def tasks(corte: Corte) -> list[Task]:
    total = len(sheets(_newest_first(corte), TABLE_ROWS))
    return [Task(sheet_folder(FOLDER, number), partial(_changes_page, number)) for number in range(1, total + 1)]


def _newest_first(corte: Corte) -> list[Record]:
    return sorted(corte.table("changes"), key=lambda row: -row.index)


def grouped(corte: Corte) -> list[Change]:
    """One line per kind of act and day, newest first, with how many there were."""
    groups: dict[tuple[str, str], int] = {}
    for row in _newest_first(corte):
        key = (row.kind, formats.long_date(row.at))
        groups[key] = groups.get(key, 0) + 1
    return [
        Change(
            what=words.event(kind),
            times=ngettext("%(n)s vez", "%(n)s veces", count) % {"n": formats.number(count)},
            when=day,
        )
        for (kind, day), count in groups.items()
    ]


def about(portal: Portal, row: Record) -> SafeString | str:
    """The subject of an act, linked where this corte shows it: a part of the plan, or something the table did."""
    corte = portal.corte
    if found := links.act_link(portal, row.subject):
        return found
    for part in row.subject.split("/"):
        if part in corte.indicators:
            return portal.indicator_link(part, length=90)
        if part in corte.projects:
            return portal.project_link(part)
    return row.subject


def finding(rows: list[Record]) -> str:
    if not rows:
        return gettext("Nada cambió en el registro desde el corte anterior")
    return ngettext(
        "Desde el corte anterior se escribió %(n)s acto sobre este plan",
        "Desde el corte anterior se escribieron %(n)s actos sobre este plan",
        len(rows),
    ) % {"n": formats.number(len(rows))}


def _changes_page(number: int, portal: Portal) -> Page:
    rows = _newest_first(portal.corte)
    parts = sheets(rows, TABLE_ROWS)
    count = ngettext("%(n)s acto", "%(n)s actos", len(rows)) % {"n": formats.number(len(rows))}
    return Page(
        template="portal/changes.html",
        section="cambios",
        title=gettext("Cambios desde el corte anterior"),
        heading=finding(rows),
        description=gettext("%(count)s del registro sobre este plan desde el corte anterior, con su huella.")
        % {"count": count},
        content={
            "count": count,
            "any": bool(rows),
            "table": Table(
                columns=[
                    Column(gettext("N.º en el registro"), numeric=True),
                    Column(gettext("Cuándo")),
                    Column(gettext("Qué")),
                    Column(gettext("Sobre qué")),
                    Column(gettext("Quién")),
                    Column(gettext("Huella de la hoja (RFC 6962)")),
                ],
                rows=[
                    [
                        formats.number(row.index),
                        formats.date_time(row.at),
                        words.event(row.kind),
                        about(portal, row),
                        names.entity_name(portal.corte.entities.get(row.entity)) or "—",
                        format_html(
                            '<a href="{}"><code>{}</code></a>',
                            comprobar.act_link(portal, row.index, row.leaf_hash),
                            row.leaf_hash,
                        ),
                    ]
                    for row in parts[number - 1]
                ],
            ),
            "sheet": sheet(portal.at.root, FOLDER, number, len(parts)),
        },
    )
