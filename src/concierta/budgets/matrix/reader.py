"""The way in: one file and one profile to one draft, or a refusal and nothing."""

import calendar
from datetime import date
from functools import partial
from pathlib import Path

from concierta.budgets.matrix.draft import SENTENCES, BudgetDraft
from concierta.budgets.matrix.lines import draft_lines
from concierta.budgets.matrix.profile import MONEY, BudgetProfile, BudgetTable
from concierta.kernel.errors import gettext_noop
from concierta.workbooks.book import Book, file_of
from concierta.workbooks.findings import Report
from concierta.workbooks.labels import label_key
from concierta.workbooks.layout import Layout
from concierta.workbooks.refusals import FileRefused
from concierta.workbooks.table import Body, read_table


class CutOffUnknown(FileRefused):
    sentence = gettext_noop(
        "No se pudo saber a qué corte corresponde «%(filename)s»: indíquelo, por ejemplo 2025-03-31."
    )


def cut_off_of(profile: BudgetProfile, filename: str, given: date | None) -> date:
    """`given`, or the day in the file's name; the last of its month where the name has no day."""
    if given is not None:
        return given
    match = profile.cut_off.search(filename) if profile.cut_off else None
    if match is None:
        raise CutOffUnknown(filename)
    named = match.groupdict()
    year, month = int(named["year"]), int(named["month"])
    day = named.get("day")
    try:
        return date(year, month, int(day) if day else calendar.monthrange(year, month)[1])
    except ValueError as error:
        raise CutOffUnknown(filename) from error


def read_budget(
    file: str | Path | bytes, *, profile: BudgetProfile, cut_off: date | None = None, filename: str = ""
) -> BudgetDraft:
    """Everything one execution file says, typed, with what could not be read and what breaks the rules of money.

    Raises `kernel.errors.Refusal` subclasses of `workbooks.refusals` for files that cannot be read; a row that
    contradicts itself never does: it is kept and told.
    """
    given = file_of(file, filename=filename, unnamed="ejecucion.csv")
    day = cut_off_of(profile, given.name, cut_off)
    table = read_table(Book(given), profile, SENTENCES, partial(_body, profile))
    _report_unread(table)
    lines = draft_lines(table)
    layout = table.layout
    return BudgetDraft(
        filename=given.name,
        sha256=given.sha256,
        profile=profile.name,
        sheet=layout.sheet.name,
        header_row=layout.header_index + 1,
        fiscal_year=day.year,
        cut_off=day,
        columns={field: layout.title(index) for (field, _quarter), index in layout.slots.items()},
        lines=lines,
        findings=table.report.finished(),
        money={name: sum(pesos for pesos in table.column(name, int) if pesos is not None) for name in MONEY},
    )


def _body(profile: BudgetProfile, layout: Layout, report: Report) -> Body:
    """The rows that name a project; what else has something in it is told."""
    place, first = layout.slots["project_code", 0], layout.header_index + 1
    numbers, body = [], []
    for number, row in enumerate(layout.sheet.rows[first:], start=first + 1):
        if str(row[place]).strip():
            numbers.append(number)
            body.append(row)
            continue
        filled = [str(cell) for cell in row if str(cell).strip()]
        if filled:
            code = "row-total" if profile.totals and profile.totals.search(filled[0]) else "row-unplaced"
            report.add(code, row=number, value=" | ".join(filled))
    return numbers, body


def _report_unread(table: BudgetTable) -> None:
    layout = table.layout
    for index in (*layout.unknown, *layout.repeated):
        header = layout.headers[index]
        filled = any(str(cell).strip() for cell in table.raw[index])
        if filled and label_key(header) not in table.profile.ignored_columns:
            table.report.add("column-unknown", row=layout.header_index + 1, column=layout.title(index), value=header)
