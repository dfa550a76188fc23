"""The budget of one project, line by line: every figure down to the row of its file, and its contracts."""

from collections.abc import Iterable
from functools import partial

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.budgets.enums import FundingKind
from concierta.engines.finance import Stages
from concierta.web.kit import formats
from concierta.web.kit.tabular import Column, Table, number_column, pesos_column
from concierta.web.portal import names
from concierta.web.portal.budgets.sums import budget_total, lines_of_project, stage_columns, year_label
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.corte.money_rows import BUDGET, cash, funding_kinds, stages_of
from concierta.web.portal.page import TABLE_ROWS, Link, Page, Part, Task, joined, list_tasks
from concierta.web.portal.portal import Portal
from concierta.web.portal.words import label_of


def folder(corte: Corte, project: str) -> str:
    return f"{corte.project_folder(project)}dinero/"


def tasks(corte: Corte) -> list[Task]:
    return [
        task
        for project in corte.projects
        if (rows := lines_of_project(corte, project))
        for task in list_tasks(folder(corte, project), rows, TABLE_ROWS, partial(lines_page, project))
    ]


def lines_page(project: str, part: Part[Row], portal: Portal) -> Page:
    corte = portal.corte
    lines = lines_of_project(corte, project)
    files = {line.file for line in lines}
    return Page(
        template="portal/money/lines.html",
        section="dinero",
        title=gettext("El presupuesto del proyecto %(code)s, línea por línea") % {"code": project},
        heading=finding(corte, lines),
        description=names.shortened(corte.projects[project].name, 300),
        trail=[
            Link(gettext("Proyectos"), portal.to("proyectos/")),
            Link(project, portal.to(corte.project_folder(project))),
        ],
        content={
            "name": corte.projects[project].name,
            "stages": stage_table(cash(corte, lines)) if part.first else None,
            "table": line_table(corte, part.items),
            "contracts": contract_table(corte, project) if part.first else None,
            "files": [(file, where(file)) for file in corte.table("budget_files") if file.sha256 in files],
            "sheet": part.sheet(portal),
        },
    )


def finding(corte: Corte, rows: list[Row]) -> str:
    """Of its newest fiscal year, in money: years are never added. "" where the file does not say of how much."""
    year = max(row.fiscal_year for row in rows)
    stages = _of_year(cash(corte, rows), year)
    if not stages.final or stages.obligation is None:
        return ""
    return gettext("En %(year)s se obligó el %(share)s de los %(final)s que tiene el proyecto") % {
        "year": year,
        "share": formats.percent(stages.execution),
        "final": formats.pesos(stages.final),
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


def where(file: Row) -> str:
    """In which column of the file each figure is: with the row of a line, that is its cell."""
    return "; ".join(
        f"{label}: {column}" for name, label in labels().items() if (column := getattr(file, f"{name}_column"))
    )


def stage_table(rows: list[Row]) -> Table:
    """One row per fiscal year, the sum of its lines; where there are several, also of all of them."""
    years: list[int | None] = sorted({row.fiscal_year for row in rows})
    if len(years) > 1:
        years.append(None)
    return Table.of(
        ((year, _of_year(rows, year)) for year in years),
        Column(gettext("Vigencia"), cell=lambda row: year_label(row[0])),
        *stage_columns(labels(), lambda row: row[1]),
    )


def _of_year(rows: list[Row], year: int | None) -> Stages:
    return budget_total(row for row in rows if year in (None, row.fiscal_year))


def line_table(corte: Corte, rows: Iterable[Row]) -> Table:
    kinds = funding_kinds(corte)
    sources = {row.funding_source: row.name for row in corte.table("funding_sources")}
    return Table.of(
        rows,
        Column(gettext("Línea"), cell=lambda row: _line(corte, row)),
        Column(
            gettext("Fuente"),
            cell=lambda row: joined([label_of(FundingKind, kinds[row.funding_source]), sources[row.funding_source]]),
        ),
        *stage_columns(labels(), lambda row: stages_of(row, BUDGET)),
        number_column(gettext("Fila"), lambda row: row.row),
    )


def _line(corte: Corte, row: Row) -> SafeString:
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
    contracts = [row for row in corte.table("contracts") if row.project == project]
    if not contracts:
        return None
    return Table.of(
        contracts,
        Column(
            gettext("Proceso en el SECOP"),
            cell=lambda row: format_html('<a href="{}" rel="external">{}</a>', row.url, row.process),
        ),
        Column(
            gettext("Objeto"),
            cell=lambda row: joined([row.subject, formats.short_date(row.signed_on) if row.signed_on else ""]),
        ),
        pesos_column(gettext("Valor"), lambda row: row.value),
    )
