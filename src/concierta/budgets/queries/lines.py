"""Lines, their cuts, acts and contracts, and the cell that each figure comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from concierta.budgets.models import (
    BudgetFinding,
    BudgetImport,
    BudgetLine,
    Contract,
    ExecutionCut,
    Modification,
    ModificationLine,
    ProjectNeed,
)
from concierta.budgets.queries.cells import appropriation, changes_by_line
from concierta.budgets.queries.standing import standing_cuts
from concierta.engines.finance import FIELDS, Breach, Stages, breaches
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.models import User
from concierta.plans.models import Plan, Project
from concierta.plans.permissions import can_see_plan, check_can_see_plan


@dataclass(frozen=True, slots=True)
class SourceCell:
    """Where a figure was read: `column` as header and letter, '' where the file has no such column."""

    filename: str
    sha256: str
    sheet: str
    row: int
    column: str
    cut_off: date


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A line as it stands on a day; `cut` None: appropriated and not begun. `breaches` are what its source wrote."""

    line: BudgetLine
    cut: ExecutionCut | None
    stages: Stages
    breaches: tuple[Breach, ...]

    def cell(self, figure: str) -> SourceCell | None:
        """The cell of a figure of `Stages`; None for what is kept by hand."""
        return source_cell(self.cut, figure) if self.cut else None


def stages_of(cut: ExecutionCut) -> Stages:
    return Stages(**{name: getattr(cut, name) for name in FIELDS})


def source_cell(cut: ExecutionCut, figure: str) -> SourceCell | None:
    """None for a cut kept by hand. `cut.budget_import` should come with it."""
    made = cut.budget_import
    if made is None or cut.row is None:
        return None
    return SourceCell(
        filename=made.filename,
        sha256=made.sha256,
        sheet=made.sheet,
        row=cut.row,
        column=made.columns.get(figure, ""),
        cut_off=made.cut_off,
    )


def lines_of(
    user: User | None,
    plan: Plan,
    on: date,
    *,
    fiscal_year: int | None = None,
    project: Project | None = None,
    project_code: str = "",
) -> list[StandingLine]:
    """The lines of a plan, or of one project or code, as they stand on a day. Four queries."""
    check_can_see_plan(user, plan)
    lines = BudgetLine.objects.filter(plan=plan, fiscal_year__lte=on.year).select_related(
        "entity", "project", "product", "activity", "funding_source", "territory"
    )
    if fiscal_year is not None:
        lines = lines.filter(fiscal_year=fiscal_year)
    if project is not None:
        lines = lines.filter(project=project)
    if project_code:
        lines = lines.filter(project_code=project_code)
    return list(_standing(plan, lines.order_by("fiscal_year", "project_code", "key"), on))


def _standing(plan: Plan, lines: QuerySet[BudgetLine], on: date) -> Iterable[StandingLine]:
    found = list(lines)
    cuts = {
        cut.line_id: cut
        for cut in standing_cuts(plan, on)
        .filter(line__in=lines.order_by().values("pk"))
        .select_related("budget_import")
    }
    uncut = [line.pk for line in found if line.pk not in cuts and line.origin != "official"]
    changed = changes_by_line(uncut, on) if uncut else {}
    for line in found:
        cut = cuts.get(line.pk)
        if cut is not None:
            stages = stages_of(cut)
            yield StandingLine(line, cut, stages, breaches(stages))
        elif line.origin != "official":
            yield StandingLine(line, None, appropriation(line.initial, changed.get(line.pk, {})), ())


def line_for(user: User | None, pk: int) -> BudgetLine:
    """One line with everything around it, or NotFound."""
    line = (
        BudgetLine.objects.select_related("plan", "entity", "project", "product", "activity", "funding_source")
        .select_related("territory")
        .filter(pk=pk)
        .first()
    )
    if line is None or not can_see_plan(user, line.plan):
        raise NotFound(gettext_noop("No hay tal línea de presupuesto, o no es visible para usted."))
    return line


def cuts_of_line(line: BudgetLine) -> QuerySet[ExecutionCut]:
    """Its history, the latest cut first, each with its file. `line` comes from a query that authorised it."""
    return line.cuts.select_related("budget_import").order_by("-cut_off")


def changes_of_line(line: BudgetLine) -> QuerySet[ModificationLine]:
    return line.modifications.select_related("modification__decision").order_by("modification__act_date", "pk")


def modifications_of(
    user: User | None, plan: Plan, fiscal_year: int | None = None, *, project_code: str = ""
) -> QuerySet[Modification]:
    """The acts that changed appropriations, of all projects or of one, the latest first, with their lines."""
    check_can_see_plan(user, plan)
    acts = plan.budget_modifications.select_related("decision").prefetch_related("lines__line__project")
    if fiscal_year is not None:
        acts = acts.filter(fiscal_year=fiscal_year)
    if project_code:
        acts = acts.filter(lines__line__project_code=project_code).distinct()
    return acts.order_by("-act_date", "-pk")


def contracts_of(user: User | None, plan: Plan, project: Project | None = None) -> QuerySet[Contract]:
    check_can_see_plan(user, plan)
    contracts = plan.contracts.select_related("project", "entity", "line")
    return (contracts.filter(project=project) if project else contracts).order_by("process_id")


def contract_for(user: User | None, plan: Plan, project_code: str, pk: int) -> Contract:
    """One contract of a project, or NotFound where it is linked no more."""
    contract = contracts_of(user, plan).filter(pk=pk, project__code=project_code).first()
    if contract is None:
        raise NotFound(gettext_noop("Ese contrato ya no está enlazado a este proyecto."))
    return contract


def needs_of(user: User | None, plan: Plan, fiscal_year: int) -> QuerySet[ProjectNeed]:
    check_can_see_plan(user, plan)
    return (
        ProjectNeed.objects.filter(project__plan=plan, fiscal_year=fiscal_year)
        .select_related("project")
        .order_by("project__code")
    )


def need_of(user: User | None, plan: Plan, fiscal_year: int, project_code: str) -> ProjectNeed | None:
    """What one project is said to need in a year; None where nobody said it."""
    return needs_of(user, plan, fiscal_year).filter(project__code=project_code).first()


def budget_imports_of(user: User | None, plan: Plan) -> QuerySet[BudgetImport]:
    """Every file, the latest cut first; also those replaced since."""
    check_can_see_plan(user, plan)
    return plan.budget_imports.select_related("imported_by").order_by("-cut_off", "-imported_at", "-pk")


def budget_findings_of(user: User | None, budget_import: BudgetImport, *, code: str = "") -> QuerySet[BudgetFinding]:
    """All of them or those of one kind, in the order of the sheet."""
    check_can_see_plan(user, budget_import.plan)
    findings = budget_import.findings.order_by("row", "pk")
    return findings.filter(code=code) if code else findings


def kinds_of_budget_findings(user: User | None, budget_import: BudgetImport) -> list[dict[str, Any]]:
    """The code and message of each finding, in the order of the sheet: a file has thousands."""
    return [dict(row) for row in budget_findings_of(user, budget_import).values("code", "message")]


def plain_budget_findings(user: User | None, budget_import: BudgetImport) -> list[dict[str, Any]]:
    """The findings as plain data, in the order of the sheet: they outlive a rehearsal that is taken back."""
    fields = ("row", "column", "value", "code", "message", "action", "result")
    return [dict(row) for row in budget_findings_of(user, budget_import).values(*fields)]


def budget_import_for(user: User | None, pk: int) -> BudgetImport:
    made = BudgetImport.objects.select_related("plan").filter(pk=pk).first()
    if made is None or not can_see_plan(user, made.plan):
        raise NotFound(gettext_noop("No hay tal importación, o no es visible para usted."))
    return made
