"""The execution budget beside the plan's own matrix, project by project: where they agree and where they do not."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from concierta.budgets.enums import Vintage
from concierta.budgets.models import BudgetImport
from concierta.budgets.queries.cells import MoneyCell, budget_cells, matrix_cells
from concierta.budgets.queries.standing import standing_imports
from concierta.engines.finance import FIGURES, Reconciled, Stages, Standing, reconcile, total
from concierta.people.models import User
from concierta.plans.models import MatrixImport, Plan, Project
from concierta.plans.permissions import check_can_see_plan


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One project code in both sources: `first` is the budget, `second` the matrix; `differences` budget − matrix."""

    code: str
    project: Project | None
    name: str
    standing: Standing
    first: Stages | None
    second: Stages | None
    differences: dict[str, int]


@dataclass(frozen=True, slots=True)
class SourcesCompared:
    """`money` by standing the totals of each source; `differing` by figure how many projects differ in it, and
    `net` by figure the sum of the differences of those that both name."""

    fiscal_year: int
    budget_import: BudgetImport | None
    matrix_import: MatrixImport | None
    rows: list[SourceRow]
    counts: dict[Standing, int]
    money: dict[Standing, tuple[Stages, Stages]]
    differing: dict[str, int]
    net: dict[str, int]

    @property
    def totals(self) -> tuple[Stages, Stages]:
        return (
            total(row.first for row in self.rows if row.first),
            total(row.second for row in self.rows if row.second),
        )


def compare_sources(user: User | None, plan: Plan, on: date, *, current_only: bool = False) -> SourcesCompared | None:
    """Both sources of the fiscal year of `on`, joined by project code (BP); None unless both say something.

    `current_only` leaves out of the budget the reserves of the year before, which the matrix does not follow: what
    still differs is a difference between sources and not between what they cover.
    """
    check_can_see_plan(user, plan)
    year = on.year
    budget = _of_year(budget_cells(plan, on), year, current_only)
    matrix = _of_year(matrix_cells(plan, on), year, False)
    if not budget or not matrix:
        return None
    found = reconcile(budget, matrix)
    projects = {one.code: one for one in Project.objects.filter(plan=plan).select_related("entity")}
    names = dict(plan.budget_lines.filter(fiscal_year=year, project=None).values_list("project_code", "project_name"))
    rows = [_row(one, projects, names) for one in sorted(found, key=lambda row: row.key)]
    matrix_import = (
        MatrixImport.objects.filter(period__plan=plan, is_current=True, period__cut_off__lte=on, period__year=year)
        .select_related("period")
        .order_by("-period__cut_off")
        .first()
    )
    return SourcesCompared(
        fiscal_year=year,
        budget_import=standing_imports(plan, on).get(year),
        matrix_import=matrix_import,
        rows=rows,
        counts={standing: Counter(row.standing for row in rows)[standing] for standing in Standing},
        money={
            standing: (
                total(row.first for row in rows if row.first and row.standing is standing),
                total(row.second for row in rows if row.second and row.standing is standing),
            )
            for standing in Standing
        },
        differing={name: sum(name in row.differences for row in rows) for name in FIGURES},
        net={name: sum(row.differences.get(name, 0) for row in rows) for name in FIGURES},
    )


def _of_year(cells: list[MoneyCell], year: int, current_only: bool) -> dict[str, Stages]:
    found: dict[str, list[Stages]] = defaultdict(list)
    for cell in cells:
        if cell.fiscal_year == year and (not current_only or cell.vintage == Vintage.CURRENT):
            found[cell.project_code].append(cell.stages)
    return {code: total(stages) for code, stages in found.items()}


def _row(one: Reconciled[str], projects: dict[str, Project], names: dict[str, str]) -> SourceRow:
    project = projects.get(one.key)
    return SourceRow(
        code=one.key,
        project=project,
        name=project.name if project else names.get(one.key, ""),
        standing=one.standing,
        first=one.first,
        second=one.second,
        differences=one.differences,
    )
