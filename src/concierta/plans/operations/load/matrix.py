"""Loading one official matrix: the tree it describes, the facts of its period, and what could not be read."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction

from concierta.kernel.digests import told_digests
from concierta.kernel.errors import AlreadyLoaded, Refusal, gettext_noop
from concierta.kernel.writing import shortened
from concierta.ledger.locking import locked
from concierta.people.models import User
from concierta.plans.matrix.draft import MatrixDraft
from concierta.plans.models import Finding, MatrixImport, Plan, ReportingPeriod
from concierta.plans.operations.acts import record_in_plan
from concierta.plans.operations.bulk import fitting, insert_rows
from concierta.plans.operations.load.facts import remove_facts, stores_facts, write_facts, write_reconciliation
from concierta.plans.operations.load.parts import write_activities, write_products
from concierta.plans.operations.load.progress import Load, node_key
from concierta.plans.operations.load.tree import write_entities, write_nodes, write_projects
from concierta.plans.operations.plan import add_period
from concierta.plans.permissions import check_can_feed_plan
from concierta.plans.queries import facts_by_project
from concierta.workbooks.findings import Finding as MatrixFinding

OnExisting = Literal["refuse", "update"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did. `findings` are those of the file and those of the load, in that order."""

    matrix_import: MatrixImport
    status: Literal["loaded", "updated", "unchanged"]
    findings: list[MatrixFinding]
    created: dict[str, int]
    moved: dict[int, tuple[int, int]]
    """Projects that changed entity: primary key → (entity before, entity now)."""
    stated_by: dict[int, int]
    """Project → entity that this file names for it, which an older file than the latest may see otherwise."""


@transaction.atomic
def load_matrix(
    *, plan: Plan, draft: MatrixDraft, on_existing: OnExisting = "refuse", by: User | None, at: datetime
) -> MatrixImport:
    """Load `draft` into its period of `plan`: everything or, on any error, nothing.

    The same file again changes nothing. Another file for a loaded period is refused, or with `on_existing="update"`
    replaces the facts of that period; the earlier import stays on record. Files may come in any order: names,
    weights and places come from the latest period that has them, facts stay with their own period.
    """
    check_can_feed_plan(by, plan)
    loaded = write_matrix(plan=plan, draft=draft, on_existing=on_existing, by=by, at=at)
    if loaded.status != "unchanged":
        record_import(loaded, extra={}, by=by, at=at)
    return loaded.matrix_import


def write_matrix(*, plan: Plan, draft: MatrixDraft, on_existing: OnExisting, by: User | None, at: datetime) -> Loaded:
    """`load_matrix` inside a larger act, which checks the permission and records the event itself."""
    # Two loads of one plan would make the same parts twice: the second waits here (SQLite queues by itself).
    plan = locked(plan)
    current = list(MatrixImport.objects.filter(period__plan=plan, is_current=True).select_related("period"))
    replaced = next((one for one in current if one.period.period == draft.period), None)
    if replaced and (replaced.sha256, replaced.profile) == (draft.sha256, draft.profile):
        return Loaded(replaced, "unchanged", _stored_findings(replaced), {}, {}, {})
    _check_new_file(plan, draft, current)
    period = add_period(plan, draft.period)
    if (replaced or stores_facts(period)) and on_existing == "refuse":
        raise _already_there(period, replaced)
    load = Load(
        plan=plan,
        draft=draft,
        period=period,
        later=[one for one in current if one.period.cut_off > period.cut_off],
        others=current,
    )
    remove_facts(period)
    stated_by = _write_parts(load)
    if replaced:
        MatrixImport.objects.filter(pk=replaced.pk).update(is_current=False)
    made = MatrixImport.objects.create(
        period=period,
        profile=draft.profile,
        filename=fitting(draft.filename, MatrixImport, "filename"),
        sha256=draft.sha256,
        rows=draft.counts.rows,
        counts=asdict(draft.counts),
        money=asdict(draft.money),
        names={
            "entities": {entity.code: entity.name for entity in draft.plan.entities},
            "nodes": {node_key(node.level, node.code): node.name for node in draft.plan.nodes},
        },
        imported_at=at,
        imported_by=by,
    )
    findings = list(load.all_findings())
    add_findings(made, findings)
    write_reconciliation(made, draft.reconciliation)
    return Loaded(made, "updated" if replaced else "loaded", findings, load.created, load.moved, stated_by)


def _write_parts(load: Load) -> dict[int, int]:
    entities = write_entities(load)
    nodes = write_nodes(load)
    projects = write_projects(load, entities, nodes)
    products = write_products(load, projects)
    activities = write_activities(load, products)
    write_facts(load, projects, products, activities)
    return {projects[draft.code]: entities[draft.entity] for draft in load.draft.plan.projects}


def record_import(loaded: Loaded, *, extra: dict[str, object], by: User | None, at: datetime) -> None:
    """The one ledger event of an import: the hash of its file, and digests of what was read from it, by project."""
    made = loaded.matrix_import
    plan = made.period.plan
    record_in_plan(
        kind="matrix.imported",
        subject=f"{plan.slug}/{made.period.label}",
        plan=plan,
        body={
            "counts": made.counts,
            "filename": made.filename,
            "findings": len(loaded.findings),
            "money": {name: str(pesos) for name, pesos in made.money.items()},
            "period": made.period.label,
            "profile": made.profile,
            "sha256": made.sha256,
            "status": loaded.status,
            **told_digests(facts_by_project([made.period_id])[made.period_id]),
            **extra,
        },
        by=by,
        at=at,
    )


def add_findings(matrix_import: MatrixImport, findings: Iterable[MatrixFinding]) -> None:
    """Keep findings with their import; also those that only a module above could make."""
    insert_rows(
        Finding,
        ("matrix_import_id", "sheet", "row", "column", "value", "action", "result", "code", "message"),
        [
            (
                matrix_import.pk,
                shortened(one.sheet, 100),
                one.row,
                shortened(one.column, 200),
                one.value,
                one.action,
                one.result,
                one.code,
                one.message,
            )
            for one in findings
        ],
    )


def _stored_findings(matrix_import: MatrixImport) -> list[MatrixFinding]:
    names = ("sheet", "row", "column", "value", "action", "code", "message", "result")
    stored = matrix_import.findings.order_by("pk").values_list(*names)
    return [MatrixFinding(**dict(zip(names, row, strict=True))) for row in stored]


def _check_new_file(plan: Plan, draft: MatrixDraft, current: list[MatrixImport]) -> None:
    """One file is one period: the same bytes for a second period are a slip of the hand."""
    for one in current:
        if one.sha256 == draft.sha256 and one.period.period != draft.period:
            raise Refusal(
                gettext_noop(
                    "«%(filename)s» ya está cargado en el plan «%(plan)s» como %(loaded)s: no se carga también como "
                    "%(period)s. Revise el periodo indicado."
                ),
                filename=draft.filename,
                plan=plan.name,
                loaded=one.period.label,
                period=draft.period.label,
            )


def _already_there(period: ReportingPeriod, replaced: MatrixImport | None) -> AlreadyLoaded:
    if replaced is None:
        return AlreadyLoaded(
            gettext_noop("El periodo %(period)s ya tiene seguimiento registrado a mano."), period=period.label
        )
    return AlreadyLoaded(
        gettext_noop("El periodo %(period)s ya se cargó desde «%(filename)s», que no es este archivo."),
        period=period.label,
        filename=replaced.filename,
    )
