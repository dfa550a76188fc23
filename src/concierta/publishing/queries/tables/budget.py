"""Rows of the budget and its execution, as they stand at the cut-off."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q

from concierta.budgets.models import (
    BudgetFinding,
    BudgetLine,
    Contract,
    ExecutionCut,
    FundingSource,
    ModificationLine,
    PricePoint,
)
from concierta.budgets.queries import compare_sources
from concierta.budgets.queries.cells import appropriation, changes_by_line
from concierta.budgets.queries.standing import lines_without_cut, standing_cuts, standing_imports
from concierta.engines.finance import FIELDS, Stages
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables import budget as declared

_WITH_CELL = ("initial", "final", "availability", "registration", "obligation", "payment")
_COMPARED = ("initial", "final", "registration", "obligation", "payment")
_OF_LINE = ("line__entity", "line__territory", "line__funding_source", "budget_import")


def funding_sources(snapshot: Snapshot) -> Iterator[Any]:
    for source in sorted(FundingSource.objects.filter(plan=snapshot.plan), key=lambda one: one.code):
        yield declared.FUNDING_SOURCES.row(source.code, source.name, source.kind, source.classification)


def budget_lines(snapshot: Snapshot) -> Iterator[Any]:
    cuts = standing_cuts(snapshot.plan, snapshot.cut_off).order_by().select_related("line", *_OF_LINE)
    rows = [_line(snapshot, cut.line, cut, _stages(cut)) for cut in cuts]
    uncut = list(lines_without_cut(snapshot.plan, snapshot.cut_off).select_related("entity", "territory"))
    changes = changes_by_line((line.pk for line in uncut), snapshot.cut_off)
    for line in uncut:
        rows.append(_line(snapshot, line, None, appropriation(line.initial, changes.get(line.pk, {}))))
    yield from sorted(rows, key=lambda row: (row.fiscal_year, row.line))


def _stages(cut: ExecutionCut) -> Stages:
    return Stages(**{name: getattr(cut, name) for name in FIELDS})


def _line(snapshot: Snapshot, line: BudgetLine, cut: ExecutionCut | None, stages: Stages) -> Any:
    project = snapshot.projects.get(line.project_id) if line.project_id else None
    brought = cut.budget_import if cut else None
    return declared.BUDGET_LINES.row(
        fiscal_year=line.fiscal_year,
        line=line.key,
        vintage=line.vintage,
        project=project.code if project else "",
        project_code=line.project_code,
        bpin=line.bpin,
        project_name="" if project else line.project_name,
        activity_code=line.activity_code,
        activity_name=line.activity_name,
        entity=line.entity.code,
        territory=line.territory.code if line.territory else "",
        funding_source=line.funding_source.code,
        object_code=line.object_code,
        object_name=line.object_name,
        cut_off=cut.cut_off if cut else None,
        **{name: getattr(stages, name) for name in FIELDS},
        file=brought.sha256 if brought else "",
        row=cut.row if cut else None,
        origin=line.origin,
        source=line.source,
    )


def budget_files(snapshot: Snapshot) -> Iterator[Any]:
    found = standing_imports(snapshot.plan, snapshot.cut_off)
    counted = BudgetFinding.objects.filter(budget_import__in=list(found.values())).order_by().values("budget_import")
    findings = dict(counted.annotate(found=Count("pk")).values_list("budget_import", "found"))
    for year, one in sorted(found.items()):
        yield declared.BUDGET_FILES.row(
            fiscal_year=year,
            cut_off=one.cut_off,
            sha256=one.sha256,
            filename=one.filename,
            profile=one.profile,
            rows=one.rows,
            findings=findings.get(one.pk, 0),
            imported_at=one.imported_at,
            final=one.money.get("final"),
            obligation=one.money.get("obligation"),
            **{f"{name}_column": one.columns.get(name, "") for name in _WITH_CELL},
        )


def budget_findings(snapshot: Snapshot) -> Iterator[Any]:
    for year, one in sorted(standing_imports(snapshot.plan, snapshot.cut_off).items()):
        for number, found in enumerate(one.findings.order_by("row", "pk"), start=1):
            yield declared.BUDGET_FINDINGS.row(
                fiscal_year=year,
                cut_off=one.cut_off,
                number=number,
                row=found.row,
                column=found.column,
                value=found.value,
                code=found.code,
                message=found.message,
                action=found.action,
                result=found.result,
                project_code=found.project_code,
            )


def budget_modifications(snapshot: Snapshot) -> Iterator[Any]:
    shown = {(row.fiscal_year, row.line) for row in budget_lines(snapshot)}
    changes = ModificationLine.objects.filter(
        modification__plan=snapshot.plan, modification__act_date__lte=snapshot.cut_off
    )
    rows = [
        declared.BUDGET_MODIFICATIONS.row(
            fiscal_year=change.modification.fiscal_year,
            act_type=change.modification.act_type,
            act_number=change.modification.act_number,
            act_date=change.modification.act_date,
            kind=change.modification.kind,
            line=change.line.key,
            effect=change.effect,
            amount=change.amount,
            reason=change.modification.reason,
            decision=change.modification.decision.number if change.modification.decision else "",
        )
        for change in changes.order_by().select_related("modification__decision", "line")
    ]
    yield from sorted(row for row in rows if (row.fiscal_year, row.line) in shown)


def contracts(snapshot: Snapshot) -> Iterator[Any]:
    dated = Q(signed_on__isnull=True) | Q(signed_on__lte=snapshot.cut_off)
    found = Contract.objects.filter(dated, plan=snapshot.plan).select_related("entity")
    rows = [
        declared.CONTRACTS.row(
            project=snapshot.projects[one.project_id].code,
            process=one.process_id,
            number=one.number,
            url=one.url,
            subject=one.subject,
            value=one.value,
            signed_on=one.signed_on,
            entity=one.entity.code,
        )
        for one in found
        if one.project_id in snapshot.projects
    ]
    yield from sorted(rows, key=lambda row: (row.project, row.process))


def money_sources_compared(snapshot: Snapshot) -> Iterator[Any]:
    compared = compare_sources(None, snapshot.plan, snapshot.cut_off, current_only=True)
    for row in compared.rows if compared else ():
        known = row.project is not None and row.project.pk in snapshot.projects
        yield declared.MONEY_SOURCES_COMPARED.row(
            fiscal_year=snapshot.cut_off.year,
            project_code=row.code,
            project=row.code if known else "",
            standing=str(row.standing.value),
            **{
                f"{side}_{name}": getattr(stages, name) if stages else None
                for side, stages in (("budget", row.first), ("follow_up", row.second))
                for name in _COMPARED
            },
        )


def price_index(snapshot: Snapshot) -> Iterator[Any]:
    points = PricePoint.objects.filter(year__lte=snapshot.cut_off.year).select_related("index")
    for point in sorted(points, key=lambda one: (one.index.slug, one.year)):
        index = point.index
        yield declared.PRICE_INDEX.row(index.slug, index.name, point.year, point.value, index.base, index.source)
