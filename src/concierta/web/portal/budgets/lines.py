"""The budget of one project, line by line: every figure down to the row of its file, and its contracts."""

from fractions import Fraction
from functools import partial

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.budgets.enums import FundingKind
from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import names
from concierta.web.portal.budgets.rows import STAGES, of_project, totals
from concierta.web.portal.budgets.sums import year_label
from concierta.web.portal.corte import Corte
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.corte.money_rows import cash, funding_kinds
from concierta.web.portal.page import TABLE_ROWS, Link, Page, Task, joined, sheet, sheet_folder, sheets
from concierta.web.portal.portal import Portal
from concierta.web.portal.steering_words import said


def folder(corte: Corte, project: str) -> str:
    return f"{corte.project_folder(project)}dinero/"


def tasks(corte: Corte) -> list[Task]:
    found = []
    for project in corte.projects:
        rows = of_project(corte, project)
        if rows:
            parts = sheets(rows, TABLE_ROWS)
            found += [
                Task(sheet_folder(folder(corte, project), n), partial(lines_page, project, n))
                for n in range(1, len(parts) + 1)
            ]
    return found


def lines_page(project: str, number: int, portal: Portal) -> Page:
    corte = portal.corte
    rows = of_project(corte, project)
    parts = sheets(rows, TABLE_ROWS)
    return Page(
        template="portal/money/lines.html",
        section="dinero",
        title=gettext("El presupuesto del proyecto %(code)s, línea por línea") % {"code": project},
        heading=finding(corte, rows),
        description=names.shortened(corte.projects[project].name, 300),
        trail=[
            Link(gettext("Proyectos"), portal.to("proyectos/")),
            Link(project, portal.to(corte.project_folder(project))),
        ],
        content={
            "name": corte.projects[project].name,
            "stages": stage_table(cash(corte, rows)) if number == 1 else None,
            "table": line_table(corte, list(parts[number - 1])),
            "contracts": contract_table(corte, project) if number == 1 else None,
            "files": [
                (file, where(file))
                for file in corte.table("budget_files")
                if file.sha256 in {line.file for line in rows}
            ],
            "sheet": sheet(portal.at.root, folder(corte, project), number, len(parts)),
        },
    )


def finding(corte: Corte, rows: list[Record]) -> str:
    """Of its newest fiscal year, in money: years are never added. "" where the file does not say of how much."""
    year = max(row.fiscal_year for row in rows)
    of_year = _of_year(cash(corte, rows), year)
    if not of_year["final"] or of_year["obligation"] is None:
        return ""
    return gettext("En %(year)s se obligó el %(share)s de los %(final)s que tiene el proyecto") % {
        "year": year,
        "share": formats.percent(Fraction(of_year["obligation"], of_year["final"])),
        "final": formats.pesos(of_year["final"]),
    }


def labels() -> dict[str, str]:
    return {
        "initial": gettext("Inicial"),
        "final": gettext("Definitiva"),
        "availability": gettext("CDP"),
        "registration": gettext("RP"),
        "obligation": gettext("Obligado"),
        "payment": gettext("Pagado"),
    }


def where(file: Record) -> str:
    """In which column of the file each figure is: with the row of a line, that is its cell."""
    return "; ".join(
        f"{label}: {column}" for name, label in labels().items() if (column := getattr(file, f"{name}_column"))
    )


def stage_table(rows: list[Record]) -> Table:
    """One row per fiscal year, the sum of its lines; where there are several, also of all of them."""
    years: list[int | None] = sorted({row.fiscal_year for row in rows})
    if len(years) > 1:
        years.append(None)
    return Table(
        columns=[
            Column(gettext("Vigencia")),
            *(Column(label, numeric=True, unit=gettext("pesos")) for label in labels().values()),
        ],
        rows=[
            [year_label(year), *(formats.number(amount) for amount in _of_year(rows, year).values())] for year in years
        ],
    )


def _of_year(rows: list[Record], year: int | None) -> dict[str, int | None]:
    return totals(row for row in rows if year in (None, row.fiscal_year))


def line_table(corte: Corte, rows: list[Record]) -> Table:
    kinds = funding_kinds(corte)
    sources = {row.funding_source: row.name for row in corte.table("funding_sources")}
    return Table(
        columns=[
            Column(gettext("Línea")),
            Column(gettext("Fuente")),
            *(Column(label, numeric=True, unit=gettext("pesos")) for label in labels().values()),
            Column(gettext("Fila"), numeric=True),
        ],
        rows=[
            [
                _line(corte, row),
                joined([said(FundingKind, kinds[row.funding_source]), sources[row.funding_source]]),
                *(formats.number(getattr(row, name)) for name in STAGES),
                formats.number(row.row),
            ]
            for row in rows
        ],
    )


def _line(corte: Corte, row: Record) -> SafeString:
    territory = corte.territories.get(row.territory)
    return format_html(
        '{}<br><span class="small quiet">{}</span>',
        row.activity_name or row.object_name or row.line,
        joined(
            [
                str(row.fiscal_year),
                gettext("reserva") if row.vintage == "reserve" else "",
                row.object_name if row.activity_name else "",
                territory.name if territory else "",
            ]
        ),
    )


def contract_table(corte: Corte, project: str) -> Table | None:
    found = [row for row in corte.table("contracts") if row.project == project]
    if not found:
        return None
    return Table(
        columns=[
            Column(gettext("Proceso en el SECOP")),
            Column(gettext("Objeto")),
            Column(gettext("Valor"), numeric=True, unit=gettext("pesos")),
        ],
        rows=[
            [
                format_html('<a href="{}" rel="external">{}</a>', row.url, row.process),
                joined([row.subject, formats.short_date(row.signed_on) if row.signed_on else ""]),
                formats.number(row.value),
            ]
            for row in found
        ],
    )
