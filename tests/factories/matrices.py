"""Drafts of official matrices, made by hand: one `Line` is one activity, as one row of the form is."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from concierta.kernel.periods import Period
from concierta.plans.matrix.draft import (
    ActivityDraft,
    ActivityFollowUpDraft,
    Counts,
    EntityDraft,
    Finding,
    MatrixDraft,
    MoneyDraft,
    MoneyTotals,
    NodeDraft,
    PlanDraft,
    ProductDraft,
    ProductFollowUpDraft,
    ProjectDraft,
    ProjectFollowUpDraft,
    ReconciliationRow,
    TierDraft,
)


@dataclass(frozen=True)
class Line:
    """Entities, nodes, projects and products are taken from the first line that names them."""

    project: str = "BP1"
    product: str = "4599019"
    activity: str = "A1"
    entity: str = "4171"
    entity_name: str = "Secretaría de Desarrollo Económico"
    axis: str = "61"
    axis_name: str = "Cali Reconciliada"
    programme: str = "6102"
    programme_name: str = "Desarrollo productivo"
    project_name: str = "Formación para el trabajo"
    product_name: str = "Personas formadas"
    product_weight: str | None = "1"
    programmed: str | None = "100"
    executed: str | None = "40"
    activity_name: str = "Dictar cursos"
    activity_weight: str | None = "1"
    territory: str | None = None
    initial: int | None = 1000


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def make_draft(period: str = "2024-T4", *lines: Line, filename: str = "", version: int = 1) -> MatrixDraft:
    """The draft of a file for `period`. Another `version` is another file: same lines, other bytes."""
    when = Period.parse(period)
    lines = lines or (Line(),)
    filename = filename or f"cuadro_{period}.xlsx"
    first: dict[str, dict[str, Line]] = {"entity": {}, "axis": {}, "programme": {}, "project": {}, "product": {}}
    for line in lines:
        for kind in ("entity", "axis", "programme", "project"):
            first[kind].setdefault(getattr(line, kind), line)
        first["product"].setdefault(f"{line.project}/{line.product}", line)
    plan = PlanDraft(
        tiers=[TierDraft(1, "Propósito"), TierDraft(2, "Programa")],
        entities=[EntityDraft(code, line.entity_name) for code, line in first["entity"].items()],
        nodes=[
            *(NodeDraft(1, code, line.axis_name, None) for code, line in first["axis"].items()),
            *(NodeDraft(2, code, line.programme_name, line.axis) for code, line in first["programme"].items()),
        ],
        projects=[
            ProjectDraft(
                code=code,
                bpin="0020760010121",
                name=line.project_name,
                entity=line.entity,
                node=line.programme,
            )
            for code, line in first["project"].items()
        ],
        products=[
            ProductDraft(
                key=key,
                project=line.project,
                code=line.product,
                name=line.product_name,
                weight=number(line.product_weight),
                goal_code="63020010001",
                goal_name="Meta",
                indicative_programmed=None,
                programmed=None if line.programmed == "NP" else number(line.programmed),
                not_programmed=line.programmed == "NP",
            )
            for key, line in first["product"].items()
        ],
        activities=[_activity(line, row) for row, line in enumerate(lines, 2)],
        activity_followups=[_fact(line, when) for line in lines],
        product_followups=[
            ProductFollowUpDraft(key, when, number(line.executed), Decimal("0.4"), "Se formaron personas")
            for key, line in first["product"].items()
        ],
        project_followups=[ProjectFollowUpDraft(code, when, Decimal("0.4")) for code in first["project"]],
    )
    return MatrixDraft(
        filename=filename,
        sha256=hashlib.sha256(repr((period, lines, version)).encode()).hexdigest(),
        profile="cuadro-1s",
        sheet="MEDE01",
        header_row=1,
        period=when,
        period_source="given",
        plan=plan,
        findings=[Finding("MEDE01", 2, "Fecha Inicio (K)", "2/2/0205", "Sin fecha", "bad-date", "No es una fecha.")],
        reconciliation=[
            ReconciliationRow(
                "project", "BP1", "Formación", "progress", Decimal("0.4"), Decimal("0.5"), Decimal("-0.1")
            )
        ],
        counts=Counts(
            rows=len(lines),
            entities=len(plan.entities),
            nodes=len(plan.nodes),
            projects=len(plan.projects),
            products=len(plan.products),
            activities=len(plan.activities),
        ),
        money=MoneyTotals(initial=sum(line.initial or 0 for line in lines)),
    )


def _key(line: Line) -> str:
    return f"{line.project}/{line.product}/{line.activity}"


def _activity(line: Line, row: int) -> ActivityDraft:
    return ActivityDraft(
        key=_key(line),
        product=f"{line.project}/{line.product}",
        code=line.activity,
        occurrence=1,
        name=line.activity_name,
        weight=number(line.activity_weight),
        territory=line.territory,
        starts_on=date(2024, 2, 1),
        ends_on=date(2024, 12, 31),
        unit="Oficina",
        row=row,
    )


def _fact(line: Line, when: Period) -> ActivityFollowUpDraft:
    return ActivityFollowUpDraft(_key(line), when, Decimal("0.4"), None, MoneyDraft(initial=line.initial))


def changed(line: Line, **fields: object) -> Line:
    return replace(line, **fields)
