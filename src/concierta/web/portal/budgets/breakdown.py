"""Money by one thing —part of the plan, territory, entity— in the last year of a source and in all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.engines.finance import NOTHING
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal.budgets.sums import according_to, money_cells, money_columns, span
from concierta.web.portal.corte import Corte, Told
from concierta.web.portal.corte.money_rows import Sums
from concierta.web.portal.page import Link, Page, Task, sheet, sheet_folder, sheets
from concierta.web.portal.portal import Portal

#: Each row has up to eight figures and a way to what it is about: more would pass what a page may weigh.
ROWS = 40
ACCUMULATED = ("final", "obligation")


@dataclass(frozen=True, slots=True)
class Line:
    """`label` is asked for when the page is built, in its language."""

    sums: Sums
    key: str
    label: Callable[[Portal], SafeString | str]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One page, or several, for each source. `foot` says what the table leaves out; "" where it is nothing."""

    folder: str
    title: Callable[[], str]
    head: Callable[[], str]
    lead: Callable[[], str]
    finding: Callable[[Corte, Told], str]
    lines: Callable[[Corte, Told], list[Line]]
    foot: Callable[[Corte, Told], str] = lambda corte, told: ""

    def tasks(self, corte: Corte) -> list[Task]:
        return [
            Task(sheet_folder(self.folder_of(corte, told), n), partial(self.page, place, n))
            for place, told in enumerate(corte.told)
            for n in range(1, len(sheets(self.lines(corte, told), ROWS)) + 1)
        ]

    def folder_of(self, corte: Corte, told: Told) -> str:
        """The first source has the address; a second one, a place inside it."""
        return self.folder if told is corte.told[0] else f"{self.folder}{told.source.value}/"

    def page(self, place: int, number: int, portal: Portal) -> Page:
        corte = portal.corte
        told = corte.told[place]
        parts = sheets(self.lines(corte, told), ROWS)
        finding = self.finding(corte, told)
        return Page(
            template="portal/money/breakdown.html",
            section="dinero",
            title=f"{self.title()}. {according_to(told.source)}",
            heading=finding,
            description=finding,
            trail=[Link(gettext("Dinero"), portal.to("dinero/"))],
            content={
                "source": according_to(told.source),
                "lead": self.lead(),
                "years": span(told.years) if len(told.years) > 1 else "",
                "table": table(portal, told, self.head(), list(parts[number - 1])),
                "foot": self.foot(corte, told),
                "others": [
                    Link(according_to(other.source), portal.to(self.folder_of(corte, other)))
                    for other in corte.told
                    if other is not told
                ],
                "sheet": sheet(portal.at.root, self.folder_of(corte, told), number, len(parts)),
            },
        )


def table(portal: Portal, told: Told, head: str, lines: list[Line]) -> Table:
    year, several = told.years[-1], len(told.years) > 1
    columns = [Column(head), *money_columns(f", {year}" if several else "")]
    if several:
        columns += money_columns(gettext(", todos los años"), ACCUMULATED)
    rows = []
    for line in lines:
        cells = money_cells(line.sums.get((line.key, year), NOTHING))
        if several:
            cells += money_cells(line.sums[line.key, None], ACCUMULATED)
        rows.append([line.label(portal), *cells])
    return Table(columns=columns, rows=rows)
