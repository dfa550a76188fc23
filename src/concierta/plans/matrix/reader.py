"""The way in: one file and one profile to one draft, or a refusal and nothing."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import cast

from concierta.kernel.errors import gettext_noop as _
from concierta.kernel.periods import Period
from concierta.plans.matrix.assemble import Keys, assemble_tree
from concierta.plans.matrix.draft import Counts, MatrixDraft, PlanDraft
from concierta.plans.matrix.follow_up import MONEY, assemble_follow_up, money_totals
from concierta.plans.matrix.profile import PlanProfile, PlanTable
from concierta.plans.matrix.reconcile import reconcile
from concierta.workbooks.book import Book, file_of
from concierta.workbooks.cells import Cells
from concierta.workbooks.figures import Cell
from concierta.workbooks.findings import Report, Sentences
from concierta.workbooks.labels import label_key
from concierta.workbooks.layout import Layout
from concierta.workbooks.table import Body, read_table
from concierta.workbooks.timing import find_period

_KEPT = _("se conservó")
_LEFT_OUT = _("no se importó")

SENTENCES: Sentences = {
    "word-unknown": (_("No es uno de los valores posibles."), _("se dejó sin dato")),
    "dates-reversed": (_("Termina antes de empezar."), _KEPT),
    "several-goals": (_("El producto aporta a varias metas."), _("se guardaron todas")),
    "activity-repeated": (_("El código de actividad se repite."), _("se conservaron todas las filas")),
    "money-order": (_("Ejecutado, obligado y pagado deberían ir de mayor a menor."), _KEPT),
    "row-unplaced": (_("La fila no dice a qué proyecto pertenece."), _LEFT_OUT),
    "row-total": (_("La fila es un total."), _("se usó para conciliar")),
    "column-unknown": (_("El perfil no conoce esta columna."), _LEFT_OUT),
    "column-repeated": (_("El encabezado se repite."), _("se usó la primera columna")),
    "sheet-unread": (_("El perfil no conoce esta hoja."), _LEFT_OUT),
    "quarter-later": (_("Hay datos de un trimestre posterior al periodo del archivo."), _("no se importaron")),
}


def read_matrix(
    file: str | Path | bytes, *, profile: PlanProfile, period: Period | None = None, filename: str = ""
) -> MatrixDraft:
    """Everything one plan matrix says, typed, with what could not be read and what does not add up.

    `period` overrides what the file shows. Raises `kernel.errors.Refusal` subclasses of `workbooks.refusals`
    for files that cannot become a plan; a cell that cannot be read never does.
    """
    given = file_of(file, filename=filename, unnamed="matriz.xlsx")
    book = Book(given)
    stated_totals: dict[str, int] = {}
    table = read_table(book, profile, SENTENCES, partial(_body, profile, stated_totals))
    _report_unread(book, table)
    found_period, how = find_period(table, given.name, period)
    keys = Keys(table)
    plan = assemble_tree(table, keys)
    assemble_follow_up(table, keys, plan, found_period)
    totals = money_totals(plan)
    return MatrixDraft(
        filename=given.name,
        sha256=given.sha256,
        profile=profile.name,
        sheet=table.layout.sheet.name,
        header_row=table.layout.header_index + 1,
        period=found_period,
        period_source=how,
        plan=plan,
        findings=table.report.finished(),
        reconciliation=reconcile(plan, totals, stated_totals),
        counts=_counts(plan),
        money=totals,
        readings=profile.readings,
    )


def _body(profile: PlanProfile, totals: dict[str, int], layout: Layout, report: Report) -> Body:
    """The rows that belong to a project; the totals that the sheet states below them are put in `totals`."""
    first = layout.header_index + 2
    body = layout.sheet.rows[layout.header_index + 1 :]
    places = [layout.slots[name, 0] for name in ("project_code", "project_name") if (name, 0) in layout.slots]
    lacking = [position for position, row in enumerate(body) if _unplaced(row, places, profile, layout)]
    if not lacking:
        return range(first, first + len(body)), body
    for position in lacking:
        _set_aside(body[position], first + position, layout, profile, report, totals)
    gone = set(lacking)
    kept = [position for position in range(len(body)) if position not in gone]
    return [first + position for position in kept], [body[position] for position in kept]


def _unplaced(row: Sequence[Cell], places: list[int], profile: PlanProfile, layout: Layout) -> bool:
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


def _is_total(row: Sequence[Cell], profile: PlanProfile) -> bool:
    words = [cell for cell in row if isinstance(cell, str) and any(map(str.isalpha, cell))]
    return profile.totals is not None and len(words) == 1 and bool(profile.totals.search(words[0]))


def _set_aside(
    row: Sequence[Cell], number: int, layout: Layout, profile: PlanProfile, report: Report, totals: dict[str, int]
) -> None:
    filled = [(index, cell) for index, cell in enumerate(row) if str(cell).strip()]
    if not filled or [cell for _index, cell in filled] == [header for header in layout.headers if header]:
        return
    index, cell = filled[0]
    if _is_total(row, profile):
        for name in MONEY:
            if (name, 0) in layout.slots:
                read = Cells(profile.columns[name], profile, profile.decimal).converter()
                stated = cast("int | None", read(row[layout.slots[name, 0]]).value)
                if stated is not None:
                    totals[name] = stated
        report.add("row-total", row=number, column=layout.title(index), value=cell)
        return
    shown = " | ".join(str(value) for _index, value in filled)
    report.add("row-unplaced", row=number, column=layout.title(index), value=shown)


def _report_unread(book: Book, table: PlanTable) -> None:
    layout, report = table.layout, table.report
    for name in book.names:
        if name != layout.sheet.name and label_key(name) not in table.profile.ignored_sheets:
            report.add("sheet-unread", value=name)
    for code, indexes in (("column-unknown", layout.unknown), ("column-repeated", layout.repeated)):
        for index in indexes:
            filled = len(table.raw[index]) - table.raw[index].count("")
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
