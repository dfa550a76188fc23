"""The way in: one file and one profile to one draft, or a refusal and nothing."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from concierta.kernel.periods import Period
from concierta.plans.matrix.assemble import Keys, assemble_tree
from concierta.plans.matrix.draft import Counts, MatrixDraft, PlanDraft
from concierta.plans.matrix.follow_up import MONEY, assemble_follow_up, money_totals
from concierta.plans.matrix.reconcile import reconcile
from concierta.workbooks import refusals
from concierta.workbooks.book import Book
from concierta.workbooks.cells import Cells
from concierta.workbooks.container import MAX_FILE, check_container
from concierta.workbooks.findings import Report
from concierta.workbooks.labels import label_key
from concierta.workbooks.layout import Columns, Layout, find_layout, settle_exchanged
from concierta.workbooks.profile import Profile
from concierta.workbooks.sources import Source, typed_columns
from concierta.workbooks.timing import find_period

Watch = Callable[[int, int], None]
"""Hears (steps done, steps in all): for progress bars."""


def read_matrix(
    file: str | Path | bytes,
    *,
    profile: Profile,
    period: Period | None = None,
    filename: str = "",
    watch: Watch | None = None,
) -> MatrixDraft:
    """Everything one plan matrix says, typed, with what could not be read and what does not add up.

    `period` overrides what the file shows. Raises `kernel.errors.Refusal` subclasses of `workbooks.refusals`
    for files that cannot become a plan; a cell that cannot be read never does.
    """
    filename = filename or (Path(file).name if not isinstance(file, bytes) else "matriz.xlsx")
    data = file if isinstance(file, bytes) else _bytes_of(Path(file), filename)
    book = Book(data, check_container(data, filename), filename)
    layout = find_layout(book, profile, filename)
    report = Report(layout.sheet.name)
    rows, body, stated_totals = _body(layout, profile, report)
    if not rows:
        raise refusals.NoRows(filename, layout.sheet.name)
    raw: Columns = list(zip(*body, strict=True))
    settle_exchanged(layout, profile, raw, report, filename)
    _report_unread(book, layout, profile, raw, report)

    steps = len(layout.slots) + 2

    def heard(done: int) -> None:
        if watch is not None:
            watch(done, steps)

    source = Source(layout, profile, report, rows, raw, typed_columns(layout, profile, raw, rows, report, heard))
    found_period, how = find_period(source, filename, period)
    keys = Keys(source)
    plan = assemble_tree(source, keys)
    heard(steps - 1)
    assemble_follow_up(source, keys, plan, found_period)
    totals = money_totals(plan)
    reconciliation = reconcile(plan, totals, stated_totals)
    heard(steps)
    return MatrixDraft(
        filename=filename,
        sha256=hashlib.sha256(data).hexdigest(),
        profile=profile.name,
        sheet=layout.sheet.name,
        header_row=layout.header_index + 1,
        period=found_period,
        period_source=how,
        plan=plan,
        findings=report.finished(),
        reconciliation=reconciliation,
        counts=_counts(plan),
        money=totals,
        readings=profile.readings,
    )


def _bytes_of(path: Path, filename: str) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE:
            raise refusals.FileTooLarge(filename, MAX_FILE)
        return path.read_bytes()
    except OSError as error:
        raise refusals.FileUnreadable(filename) from error


def _body(
    layout: Layout, profile: Profile, report: Report
) -> tuple[Sequence[int], Sequence[Sequence[Any]], dict[str, int]]:
    """The rows that belong to a project, their sheet row numbers, and the totals that the sheet states below them."""
    first = layout.header_index + 2
    body = layout.sheet.rows[layout.header_index + 1 :]
    places = [layout.slots[name, 0] for name in ("project_code", "project_name") if (name, 0) in layout.slots]
    lacking = [position for position, row in enumerate(body) if _unplaced(row, places, profile, layout)]
    if not lacking:
        return range(first, first + len(body)), body, {}
    totals: dict[str, int] = {}
    for position in lacking:
        _set_aside(body[position], first + position, layout, profile, report, totals)
    gone = set(lacking)
    kept = [position for position in range(len(body)) if position not in gone]
    return [first + position for position in kept], [body[position] for position in kept], totals


def _unplaced(row: Sequence[Any], places: list[int], profile: Profile, layout: Layout) -> bool:
    cell = row[places[0]]
    if isinstance(cell, float):
        return False
    for place in places:
        cell = row[place]
        text = " ".join(cell.casefold().split()) if isinstance(cell, str) else str(cell)
        if text in profile.blank:
            continue
        if profile.totals is not None and profile.totals.search(text) and _is_total(row, profile):
            return True
        # Pages pasted one below another repeat the headers.
        return cell == layout.headers[place]
    return True


def _is_total(row: Sequence[Any], profile: Profile) -> bool:
    words = [cell for cell in row if isinstance(cell, str) and any(map(str.isalpha, cell))]
    return profile.totals is not None and len(words) == 1 and bool(profile.totals.search(words[0]))


def _set_aside(
    row: Sequence[Any], number: int, layout: Layout, profile: Profile, report: Report, totals: dict[str, int]
) -> None:
    filled = [(index, cell) for index, cell in enumerate(row) if str(cell).strip()]
    if not filled or [cell for _index, cell in filled] == [header for header in layout.headers if header]:
        return
    index, cell = filled[0]
    if _is_total(row, profile):
        for name in MONEY:
            if (name, 0) in layout.slots:
                read = Cells(profile.columns[name], profile, profile.decimal).converter()(row[layout.slots[name, 0]])
                if read.value is not None:
                    totals[name] = read.value
        report.add("row-total", row=number, column=layout.title(index), value=cell)
        return
    shown = " | ".join(str(value) for _index, value in filled)
    report.add("row-unplaced", row=number, column=layout.title(index), value=shown)


def _report_unread(book: Book, layout: Layout, profile: Profile, raw: Columns, report: Report) -> None:
    for name in book.names:
        if name != layout.sheet.name and label_key(name) not in profile.ignored_sheets:
            report.add("sheet-unread", value=name)
    for code, indexes in (("column-unknown", layout.unknown), ("column-repeated", layout.repeated)):
        for index in indexes:
            filled = len(raw[index]) - raw[index].count("")
            if filled:
                report.add(
                    code,
                    row=layout.header_index + 1,
                    column=layout.title(index),
                    value=layout.headers[index],
                    result=str(filled),
                )


def _counts(plan: PlanDraft) -> Counts:
    return Counts(
        rows=len(plan.activities),
        entities=len(plan.entities),
        nodes=len(plan.nodes),
        projects=len(plan.projects),
        products=len(plan.products),
        activities=len(plan.activities),
    )
