"""What changed since the previous corte: the acts in the ledger about this plan, each with its place and its hash."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table, number_column
from concierta.web.portal import names, words
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.ledger import comprobar
from concierta.web.portal.mesa import links
from concierta.web.portal.page import TABLE_ROWS, Page, Part, Task, Text, list_tasks
from concierta.web.portal.portal import Portal

FOLDER = "cambios/"


@dataclass(frozen=True, slots=True)
class Change:
    what: str
    times: str
    when: str


def tasks(corte: Corte) -> list[Task]:
    return list_tasks(FOLDER, _newest_first(corte), TABLE_ROWS, _changes_page)


def _newest_first(corte: Corte) -> list[Row]:
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


def about(portal: Portal, row: Row) -> Text:
    """The subject of an act, linked where this corte shows it: a part of the plan, or something the table did."""
    corte = portal.corte
    if link := links.act_link(portal, row.subject):
        return link
    for part in row.subject.split("/"):
        if part in corte.indicators:
            return portal.indicator_link(part, length=90)
        if part in corte.projects:
            return portal.project_link(part)
    return row.subject


def finding(rows: list[Row]) -> str:
    if not rows:
        return gettext("Nada cambió en el registro desde el corte anterior")
    return ngettext(
        "Desde el corte anterior se escribió %(n)s acto sobre este plan",
        "Desde el corte anterior se escribieron %(n)s actos sobre este plan",
        len(rows),
    ) % {"n": formats.number(len(rows))}


def _changes_page(part: Part[Row], portal: Portal) -> Page:
    corte = portal.corte
    rows = corte.table("changes")
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
            "table": Table.of(
                part.items,
                number_column(gettext("N.º en el registro"), lambda row: row.index),
                Column(gettext("Cuándo"), cell=lambda row: formats.date_time(row.at)),
                Column(gettext("Qué"), cell=lambda row: words.event(row.kind)),
                Column(gettext("Sobre qué"), cell=lambda row: about(portal, row)),
                Column(gettext("Quién"), cell=lambda row: names.entity_name(corte.entities.get(row.entity)) or "—"),
                Column(gettext("Huella de la hoja (RFC 6962)"), cell=lambda row: _hash_link(portal, row)),
            ),
            "sheet": part.sheet(portal),
        },
    )


def _hash_link(portal: Portal, row: Row) -> SafeString:
    address = comprobar.act_link(portal, row.index, row.leaf_hash)
    return format_html('<a href="{}"><code>{}</code></a>', address, row.leaf_hash)
