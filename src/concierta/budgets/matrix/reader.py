"""The way in: one file and one profile to one draft, or a refusal and nothing."""

import calendar
import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from concierta.budgets.matrix.draft import SENTENCES, BudgetDraft, BudgetFindingDraft
from concierta.budgets.matrix.lines import Table, draft_lines
from concierta.budgets.matrix.profile import MONEY, BudgetProfile
from concierta.kernel.errors import gettext_noop
from concierta.workbooks import refusals
from concierta.workbooks.book import Book
from concierta.workbooks.container import MAX_FILE, check_container
from concierta.workbooks.findings import Report
from concierta.workbooks.labels import label_key
from concierta.workbooks.layout import Layout, find_layout
from concierta.workbooks.refusals import MatrixRefused
from concierta.workbooks.sources import typed_columns


class CutOffUnknown(MatrixRefused):
    def __init__(self, filename: str) -> None:
        super().__init__(
            gettext_noop("No se pudo saber a qué corte corresponde «%(filename)s»: indíquelo, por ejemplo 2025-03-31."),
            filename=filename,
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
    filename = filename or (Path(file).name if not isinstance(file, bytes) else "ejecucion.csv")
    data = file if isinstance(file, bytes) else _bytes_of(Path(file), filename)
    day = cut_off_of(profile, filename, cut_off)
    layout = find_layout(Book(data, check_container(data, filename), filename), profile.reading, filename)
    findings: list[BudgetFindingDraft] = []
    rows, body = _body(layout, profile, findings)
    if not rows:
        raise refusals.NoRows(filename, layout.sheet.name)
    report = Report(layout.sheet.name)
    raw = list(zip(*body, strict=True))
    typed = typed_columns(layout, profile.reading, raw, rows, report, lambda done: None)
    table = Table(layout, profile, rows, raw, {field: cells for (field, _quarter), cells in typed.items()})
    lines, broken = draft_lines(table)
    codes = dict(zip(rows, table.column("project_code"), strict=True))
    findings += [
        BudgetFindingDraft(
            one.row, one.column, one.value, one.code, one.message, one.action, one.result, codes[one.row]
        )
        for one in report.finished()
    ]
    return BudgetDraft(
        filename=filename,
        sha256=hashlib.sha256(data).hexdigest(),
        profile=profile.name,
        sheet=layout.sheet.name,
        header_row=layout.header_index + 1,
        fiscal_year=day.year,
        cut_off=day,
        columns={field: layout.title(index) for (field, _quarter), index in layout.slots.items()},
        lines=lines,
        findings=sorted([*findings, *_unread(layout, profile, raw), *broken], key=lambda finding: finding.row),
        money={name: sum(value for value in table.column(name) if value is not None) for name in MONEY},
    )


def _bytes_of(path: Path, filename: str) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE:
            raise refusals.FileTooLarge(filename, MAX_FILE)
        return path.read_bytes()
    except OSError as error:
        raise refusals.FileUnreadable(filename) from error


def _body(
    layout: Layout, profile: BudgetProfile, findings: list[BudgetFindingDraft]
) -> tuple[list[int], list[Sequence[Any]]]:
    """The rows that name a project, with their row numbers; what else has something in it is told."""
    place = layout.slots["project_code", 0]
    totals = profile.reading.totals
    rows: list[int] = []
    body: list[Sequence[Any]] = []
    for number, row in enumerate(layout.sheet.rows[layout.header_index + 1 :], start=layout.header_index + 2):
        if str(row[place]).strip():
            rows.append(number)
            body.append(row)
            continue
        filled = [str(cell) for cell in row if str(cell).strip()]
        if filled:
            code = "row-total" if totals and totals.search(filled[0]) else "row-unplaced"
            findings.append(_told(code, number, " | ".join(filled)))
    return rows, body


def _unread(layout: Layout, profile: BudgetProfile, raw: Sequence[Sequence[Any]]) -> list[BudgetFindingDraft]:
    return [
        _told("column-unknown", layout.header_index + 1, layout.headers[index], layout.title(index))
        for index in (*layout.unknown, *layout.repeated)
        if label_key(layout.headers[index]) not in profile.ignored_columns
        and any(str(cell).strip() for cell in raw[index])
    ]


def _told(code: str, row: int, value: str, column: str = "") -> BudgetFindingDraft:
    message, action = SENTENCES[code]
    return BudgetFindingDraft(row, column, value, code, message, action)
