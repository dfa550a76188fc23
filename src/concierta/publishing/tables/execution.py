"""Where the figures of execution come from: its files, what they contradict, and the follow-up beside them."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db.models import Count

from concierta.budgets.models import (
    BudgetFinding,
    BudgetImport,
)
from concierta.budgets.queries import compare_sources
from concierta.budgets.queries.reconciliation import SourceRow
from concierta.budgets.queries.standing import standing_imports
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.budget import fiscal_year
from concierta.publishing.tables.columns import code, day, moment, pesos, text, whole


class _File(NamedTuple):
    year: int
    file: BudgetImport
    findings: int


def _files(snapshot: Snapshot) -> Iterator[_File]:
    imports = standing_imports(snapshot.plan, snapshot.cut_off)
    counted = BudgetFinding.objects.filter(budget_import__in=list(imports.values())).order_by().values("budget_import")
    findings = dict(counted.annotate(found=Count("pk")).values_list("budget_import", "found"))
    for year, file in sorted(imports.items()):
        yield _File(year, file, findings.get(file.pk, 0))


def _column_of(name: str) -> Callable[[_File, Snapshot], str]:
    return lambda row, _: row.file.columns.get(name, "")


BUDGET_FILES = PublishedTable(
    "budget_files",
    "Archivos de ejecución",
    "Execution files",
    "Los archivos de ejecución presupuestal de los que salen las cifras oficiales.",
    "The execution files from which the official figures come.",
    ("fiscal_year", "cut_off"),
    (
        fiscal_year("year"),
        day("cut_off", "Corte del archivo", "Cut-off of the file", required=True, read="file.cut_off"),
        text("sha256", "SHA-256 del archivo", "SHA-256 of the file", required=True, read="file.sha256"),
        text("filename", "Nombre del archivo", "Name of the file", required=True, read="file.filename"),
        text("profile", "Perfil con que se leyó", "Profile it was read with", required=True, read="file.profile"),
        whole("rows", "Filas leídas", "Rows read", required=True, read="file.rows"),
        whole("findings", "Celdas con hallazgos", "Cells with findings", required=True),
        moment("imported_at", "Cuándo se cargó", "When it was loaded", required=True, read="file.imported_at"),
        pesos("final", "Apropiación definitiva", "Final appropriation",
              read=lambda row, _: row.file.money.get("final")),
        pesos("obligation", "Obligaciones", "Accrued obligations",
              read=lambda row, _: row.file.money.get("obligation")),
        *(
            text(f"{name}_column", f"Columna del archivo: {es}", f"Column of the file: {en}", read=_column_of(name))
            for name, es, en in (
                ("initial", "inicial", "initial"),
                ("final", "definitiva", "final"),
                ("availability", "CDP", "CDP"),
                ("registration", "RP", "RP"),
                ("obligation", "obligaciones", "obligations"),
                ("payment", "pagos", "payments"),
            )
        ),
    ),
    objects=_files,
)  # fmt: skip


class _Finding(NamedTuple):
    year: int
    file: BudgetImport
    number: int
    finding: BudgetFinding


def _findings(snapshot: Snapshot) -> Iterator[_Finding]:
    for year, file in sorted(standing_imports(snapshot.plan, snapshot.cut_off).items()):
        for number, finding in enumerate(file.findings.order_by("row", "pk"), start=1):
            yield _Finding(year, file, number, finding)


BUDGET_FINDINGS = PublishedTable(
    "budget_findings",
    "Hallazgos en la ejecución",
    "Findings in the execution files",
    "Celdas que no eran lo que debían ser, y líneas cuyas cifras se contradicen. Se conservan como venían.",
    "Cells that were not what they should be, and lines whose figures contradict each other. Kept as they came.",
    ("fiscal_year", "cut_off", "number"),
    (
        fiscal_year("year"),
        day("cut_off", "Corte del archivo", "Cut-off of the file", required=True, read="file.cut_off"),
        whole("number", "Número del hallazgo", "Number of the finding", required=True),
        whole("row", "Renglón", "Row", required=True, read="finding.row"),
        text("column", "Columna", "Column", read="finding.column"),
        text("value", "Lo que decía", "What it said", read="finding.value"),
        text("code", "Clase de hallazgo", "Kind of finding", required=True, read="finding.code"),
        text("message", "Qué pasa", "What is wrong", read="finding.message"),
        text("action", "Qué se hizo", "What was done", read="finding.action"),
        text("result", "Qué quedó", "What it became", read="finding.result"),
        code("project_code", "Código del proyecto (BP)", "Project code (BP)", read="finding.project_code"),
    ),
    objects=_findings,
)


def _compared(snapshot: Snapshot) -> list[SourceRow]:
    compared = compare_sources(None, snapshot.plan, snapshot.cut_off, current_only=True)
    return list(compared.rows) if compared else []


def _planned_project(row: SourceRow, snapshot: Snapshot) -> str:
    return row.code if row.project is not None and row.project.pk in snapshot.projects else ""


def _stage(side: str, name: str) -> Callable[[SourceRow, Snapshot], int | None]:
    def read(row: SourceRow, _snapshot: Snapshot) -> int | None:
        stages = getattr(row, side)
        return getattr(stages, name) if stages else None

    return read


MONEY_SOURCES_COMPARED = PublishedTable(
    "money_sources_compared",
    "Las dos fuentes del dinero",
    "The two sources of money",
    "El presupuesto y el seguimiento al plan de acción, proyecto por proyecto: coinciden, difieren o falta en una. Las "
    "diferencias son el hallazgo: no se corrige ninguna.",
    "The budget and the follow-up of the action plan, project by project: they agree, differ, or one lacks it. The "
    "differences are the finding: none is corrected.",
    ("fiscal_year", "project_code"),
    (
        fiscal_year(lambda _, snapshot: snapshot.cut_off.year),
        code("project_code", "Código del proyecto (BP)", "Project code (BP)", required=True, read="code"),
        code("project", "Proyecto del plan", "Project of the plan", references="projects.project",
             read=_planned_project),
        text("standing", "Cómo están", "How they stand", required=True, read="standing.value"),
        *(
            pesos(f"{side}_{name}", f"{es}, según {by_es}", f"{en}, by {by_en}", read=_stage(stages, name))
            for side, stages, by_es, by_en in (
                ("budget", "first", "el presupuesto", "the budget"),
                ("follow_up", "second", "el seguimiento", "the follow-up"),
            )
            for name, es, en in (
                ("initial", "Inicial", "Initial"),
                ("final", "Definitiva", "Final"),
                ("registration", "Comprometido", "Committed"),
                ("obligation", "Obligado", "Obligated"),
                ("payment", "Pagado", "Paid"),
            )
        ),
    ),
    objects=_compared,
)  # fmt: skip
