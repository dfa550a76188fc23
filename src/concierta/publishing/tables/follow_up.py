"""What the official follow-up matrices stated, period by period, and what did not add up in them."""

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Count

from concierta.plans.models import (
    ActivityFollowUp,
    Finding,
    MatrixImport,
    ProductFollowUp,
    ProjectFollowUp,
    ReconciliationRow,
)
from concierta.publishing.formats.column import Column, ColumnType
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.queries.snapshot import ActivityFacts, Snapshot
from concierta.publishing.tables.columns import code, fraction, moment, period, pesos, text, whole, words

MONEY = (
    ("initial", "Apropiación inicial", "Initial appropriation"),
    ("modified", "Apropiación definitiva (modificada)", "Final (modified) appropriation"),
    ("executed", "Ejecución (compromisos)", "Executed (committed)"),
    ("obligated", "Obligaciones", "Accrued obligations"),
    ("paid", "Pagos", "Payments"),
)
AMOUNTS = tuple(name for name, _es, _en in MONEY)


def _money(path: str) -> tuple[Column, ...]:
    """The five amounts, as the mapping at `path` of the source object has them by their names."""
    return tuple(pesos(name, es, en, read=_amount(path, name)) for name, es, en in MONEY)


def _amount(path: str, name: str) -> Callable[[Any, Snapshot], int | None]:
    amounts = attrgetter(path)
    return lambda source, _: amounts(source).get(name)


class _Source(NamedTuple):
    file: MatrixImport
    findings: int
    differences: int


def _sources(snapshot: Snapshot) -> Iterator[_Source]:
    imports = MatrixImport.objects.filter(period__in=list(snapshot.periods), is_current=True).order_by()
    counted = Finding.objects.filter(matrix_import__period__in=list(snapshot.periods)).order_by()
    findings = dict(counted.values_list("matrix_import_id").annotate(Count("pk")))
    differences = Counter(line.row.matrix_import__period_id for line in _reconciliation(snapshot))
    order = _order(snapshot)
    for file in sorted(imports, key=lambda file: order[file.period_id]):
        yield _Source(file, findings.get(file.pk, 0), differences[file.period_id])


def _order(snapshot: Snapshot) -> dict[int, int]:
    return {pk: number for number, pk in enumerate(snapshot.periods)}


def _period(path: str) -> Callable[[Any, Snapshot], str]:
    """Reads the label of a period, by its key."""
    key = attrgetter(path)
    return lambda source, snapshot: snapshot.periods[key(source)].label


SOURCES = PublishedTable(
    "sources",
    "Archivos de origen",
    "Source files",
    "Los archivos oficiales de los que se cargó cada periodo.",
    "The official files from which each period was loaded.",
    ("period", "sha256"),
    (
        period(_period("file.period_id")),
        text("sha256", "SHA-256 del archivo", "SHA-256 of the file", required=True, read="file.sha256"),
        text("filename", "Nombre del archivo", "Name of the file", required=True, read="file.filename"),
        text("profile", "Perfil con que se leyó", "Profile it was read with", required=True, read="file.profile"),
        whole("rows", "Filas leídas", "Rows read", required=True, read="file.rows"),
        moment("imported_at", "Cuándo se cargó", "When it was loaded", required=True, read="file.imported_at"),
        whole("findings", "Celdas que no eran lo que debían ser", "Cells that were not what they should be"),
        whole("differences", "Cifras que no cuadran con sus partes", "Figures that differ from their parts"),
        *_money("file.money"),
    ),
    objects=_sources,
)


class _ActivityFollowUp(NamedTuple):
    activity: ActivityFacts
    stated: Any


def _activity_follow_ups(snapshot: Snapshot) -> list[_ActivityFollowUp]:
    """Read once for two tables."""
    known: list[_ActivityFollowUp] | None = snapshot.__dict__.get("_activity_follow_ups")
    if known is None:
        by_pk = {activity.pk: activity for activity in snapshot.activities}
        rows = _stated(ActivityFollowUp, "activity_id", snapshot, list(by_pk))
        known = [_ActivityFollowUp(by_pk[row.activity_id], row) for row in rows]
        snapshot.__dict__["_activity_follow_ups"] = known
    return known


def _stated(model: Any, key: str, snapshot: Snapshot, subjects: list[int]) -> list[Any]:
    """Rows of what was stated, not model instances: a city has thousands. By `subjects` and then by periods."""
    order, place = {pk: number for number, pk in enumerate(subjects)}, _order(snapshot)
    rows = model.objects.filter(period__in=list(snapshot.periods)).order_by()
    columns = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    shown = [row for row in rows.values_list(*columns, named=True) if getattr(row, key) in order]
    return sorted(shown, key=lambda row: (order[getattr(row, key)], place[row.period_id]))


ACTIVITY_FOLLOW_UPS = PublishedTable(
    "activity_follow_ups",
    "Seguimiento de actividades",
    "Follow-up of activities",
    "Lo que la fuente afirma de cada actividad en cada periodo. No está verificado.",
    "What the source states of each activity in each period. Not verified.",
    ("activity", "period"),
    (
        code("activity", "Actividad", "Activity", references="activities.activity", required=True, read="activity.key"),
        period(_period("stated.period_id")),
        fraction("weight", "Peso en el producto", "Weight in the product", read="stated.weight"),
        fraction("stated_progress", "Avance que afirma la fuente", "Progress stated by the source",
                 read="stated.stated_progress"),
        *(pesos(name, es, en, read=f"stated.{name}") for name, es, en in MONEY),
        words("explanation", "Explicación de la entidad", "Explanation by the entity", read="stated.explanation"),
    ),
    objects=_activity_follow_ups,
)  # fmt: skip

PRODUCT_FOLLOW_UPS = PublishedTable(
    "product_follow_ups",
    "Seguimiento de productos",
    "Follow-up of products",
    "Lo que la fuente afirma de cada producto en cada periodo. No está verificado.",
    "What the source states of each product in each period. Not verified.",
    ("product", "period"),
    (
        code("product", "Producto", "Product", references="products.product", required=True,
             read=lambda row, snapshot: snapshot.product_keys[row.product_id]),
        period(_period("period_id")),
        fraction("weight", "Peso en el proyecto", "Weight in the project"),
        Column("programmed", ColumnType.DECIMAL, "Lo programado para la vigencia; vacío: no programado",
               "Programmed for the year; empty: not programmed", unit="products.unit"),
        Column("indicative_programmed", ColumnType.DECIMAL, "Lo programado en el plan indicativo",
               "Programmed in the indicative plan", unit="products.unit"),
        Column("executed", ColumnType.DECIMAL, "Lo ejecutado en el año hasta el corte, según la fuente",
               "Executed in the year up to the cut-off, as the source says", unit="products.unit"),
        fraction("stated_progress", "Avance que afirma la fuente", "Progress stated by the source"),
        words("explanation", "Explicación de la entidad", "Explanation by the entity"),
    ),
    objects=lambda snapshot: _stated(ProductFollowUp, "product_id", snapshot, list(snapshot.products)),
)  # fmt: skip

PROJECT_FOLLOW_UPS = PublishedTable(
    "project_follow_ups",
    "Seguimiento de proyectos",
    "Follow-up of projects",
    "El avance que la fuente afirma de cada proyecto. No está verificado.",
    "The progress the source states of each project. Not verified.",
    ("project", "period"),
    (
        code("project", "Proyecto", "Project", references="projects.project", required=True,
             read=lambda row, snapshot: snapshot.projects[row.project_id].code),
        period(_period("period_id")),
        fraction("stated_progress", "Avance que afirma la fuente", "Progress stated by the source"),
    ),
    objects=lambda snapshot: _stated(ProjectFollowUp, "project_id", snapshot, list(snapshot.projects)),
)  # fmt: skip


class _ProjectMoney(NamedTuple):
    project: str
    period_id: int
    sums: dict[str, int]


def _project_money(snapshot: Snapshot) -> list[_ProjectMoney]:
    """Sums in Python integers: exact on every database. A column without any figure stays empty."""
    sums: dict[tuple[str, int], dict[str, int]] = {}
    for activity, stated in _activity_follow_ups(snapshot):
        amounts = {name: amount for name in AMOUNTS if (amount := getattr(stated, name)) is not None}
        if amounts:
            project = snapshot.products[activity.product].project.code
            total = sums.setdefault((project, stated.period_id), {})
            for name, amount in amounts.items():
                total[name] = total.get(name, 0) + amount
    order = _order(snapshot)
    keys = sorted(sums, key=lambda key: (key[0], order[key[1]]))
    return [_ProjectMoney(project, period, sums[project, period]) for project, period in keys]


PROJECT_MONEY = PublishedTable(
    "project_money",
    "Dinero por proyecto",
    "Money by project",
    "La suma exacta de las actividades de cada proyecto, en pesos acumulados del año.",
    "The exact sum of each project's activities, in pesos accumulated in the year.",
    ("project", "period"),
    (
        code("project", "Proyecto", "Project", references="projects.project", required=True),
        period(_period("period_id")),
        *_money("sums"),
    ),
    objects=_project_money,
)


class _Numbered(NamedTuple):
    number: int
    row: Any


def _reconciliation(snapshot: Snapshot) -> Iterator[_Numbered]:
    """Only figures that differ: to the peso for money, beyond the second decimal of a percentage for the rest."""
    order = _order(snapshot)
    rows = (
        ReconciliationRow.objects.filter(
            matrix_import__is_current=True,
            matrix_import__period__in=list(snapshot.periods),
        )
        .order_by()
        .values_list(
            "matrix_import__period_id", "level", "code", "measure", "pk", "name", "stated", "recomputed", named=True
        )
    )
    differing = [row for row in rows if _differs(row.measure, row.stated, row.recomputed)]
    differing.sort(key=lambda row: (order[row.matrix_import__period_id], *row[1:5]))
    yield from map(_Numbered._make, enumerate(differing, start=1))


def _differs(measure: str, stated: Decimal | None, recomputed: Decimal | None) -> bool:
    if stated is None or recomputed is None:
        return False
    if measure in AMOUNTS:
        return stated != recomputed
    return round(stated, 4) != round(recomputed, 4)


RECONCILIATION = PublishedTable(
    "reconciliation",
    "Conciliación",
    "Reconciliation",
    "Cifras de la fuente que no coinciden con las recalculadas a partir de sus propias partes: solo las diferencias.",
    "Figures of the source that differ from those recomputed from its own parts: differences only.",
    ("number",),
    (
        whole("number", "Número de fila", "Row number", required=True),
        period(_period("row.matrix_import__period_id")),
        text("level", "Nivel: producto, proyecto o total", "Level: product, project or total", required=True,
             read="row.level"),
        text("code", "Código en la fuente", "Code in the source", read="row.code"),
        text("name", "Nombre", "Name", read="row.name"),
        text("measure", "Qué se compara", "What is compared", required=True, read="row.measure"),
        Column("stated", ColumnType.DECIMAL, "Lo que dice la fuente", "What the source states", unit="1 = 100 % · COP",
               read="row.stated"),
        Column("recomputed", ColumnType.DECIMAL, "Lo recalculado", "The recomputed figure", unit="1 = 100 % · COP",
               read="row.recomputed"),
        Column("difference", ColumnType.DECIMAL, "Diferencia: fuente − recalculado", "Difference: stated − recomputed",
               unit="1 = 100 % · COP", read=lambda line, _: line.row.stated - line.row.recomputed),
    ),
    objects=_reconciliation,
)  # fmt: skip


def _findings(snapshot: Snapshot) -> Iterator[_Numbered]:
    order = _order(snapshot)
    kinds = ("matrix_import__period_id", "code", "column", "message", "action")
    grouped = (
        Finding.objects.filter(matrix_import__is_current=True, matrix_import__period__in=list(snapshot.periods))
        .order_by()
        .values(*kinds)
        .annotate(cells=Count("pk"))
        .values_list(*kinds, "cells", named=True)
    )
    ordered = sorted(grouped, key=lambda row: (order[row.matrix_import__period_id], *row[1:]))
    yield from map(_Numbered._make, enumerate(ordered, start=1))


FINDINGS = PublishedTable(
    "findings",
    "Hallazgos de la carga",
    "Findings of the import",
    "Cuántas celdas de cada columna no eran lo que debían ser, y qué se hizo con ellas.",
    "How many cells of each column were not what they should be, and what was done with them.",
    ("number",),
    (
        whole("number", "Número de fila", "Row number", required=True),
        period(_period("row.matrix_import__period_id")),
        text("code", "Tipo de hallazgo", "Kind of finding", required=True, read="row.code"),
        text("column", "Columna de la fuente", "Column of the source", read="row.column"),
        text("message", "Qué se encontró", "What was found", read="row.message"),
        text("action", "Qué se hizo", "What was done", required=True, read="row.action"),
        whole("cells", "Celdas", "Cells", required=True, read="row.cells"),
    ),
    objects=_findings,
)
