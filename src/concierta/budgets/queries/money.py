"""The money of a plan at a date, by whatever a page asks for. One load serves a whole page."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from concierta.budgets.enums import OF_OTHERS, FundingKind, MoneySource
from concierta.budgets.models import FundingSource
from concierta.budgets.queries.cells import MoneyCell, cells_of, periods_with_money
from concierta.engines.finance import NOTHING, Stages, roll_up
from concierta.people.models import Entity, Territory, User
from concierta.plans.models import Node, Plan, Project
from concierta.plans.permissions import check_can_see_plan

Key = TypeVar("Key", bound=Hashable)


@dataclass(slots=True)
class Money:
    """`cells` is cash; what the budget carries in kind stands in `in_kind` and is added to nothing else.

    Every method takes a fiscal year, or None for all years begun by `on`. Sums at every tier are sums of their leaves.
    """

    plan: Plan
    on: date
    source: MoneySource
    cells: list[MoneyCell]
    in_kind: list[MoneyCell]
    projects: dict[int, Project]
    nodes: dict[int, Node]
    entities: dict[int, Entity]
    territories: dict[int, Territory]
    funding_sources: dict[int, FundingSource]
    _sums: dict[tuple[str, int | None], dict[Hashable, Stages]] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        return sorted({cell.fiscal_year for cell in (*self.cells, *self.in_kind)})

    def total(self, year: int | None = None) -> Stages:
        return self._by("total", year, lambda cell: "").get("", NOTHING)

    def by_year(self) -> dict[int, Stages]:
        return self._by("year", None, lambda cell: cell.fiscal_year)

    def by_project(self, year: int | None = None) -> dict[int, Stages]:
        """Project → stages; what names a project that the plan does not have is in `outside_plan`."""
        found = self._by("project", year, lambda cell: cell.project)
        return {project: stages for project, stages in found.items() if project is not None}

    def outside_plan(self, year: int | None = None) -> dict[str, Stages]:
        """Project code → stages, of the codes that the plan lacks."""
        found = self._by("outside", year, lambda cell: "" if cell.project is not None else cell.project_code)
        return {code: stages for code, stages in found.items() if code}

    def by_node(self, year: int | None = None) -> dict[int, Stages]:
        """Every node of every tier, each with all that hangs under it."""
        leaves = [
            (self._path(project), stages)
            for project, stages in self.by_project(year).items()
            if project in self.projects
        ]
        return {path[-1]: stages for path, stages in roll_up(leaves).items() if path}  # type: ignore[misc]

    def by_entity(self, year: int | None = None) -> dict[int, Stages]:
        return self._by("entity", year, lambda cell: cell.entity)

    def by_territory(self, year: int | None = None) -> dict[int | None, Stages]:
        """None: the whole city."""
        return self._by("territory", year, lambda cell: cell.territory)

    def by_funding_source(self, year: int | None = None) -> dict[int | None, Stages]:
        return self._by("funding_source", year, lambda cell: cell.funding_source)

    def by_funding_kind(self, year: int | None = None) -> dict[str, Stages]:
        return self._by("funding_kind", year, lambda cell: cell.funding_kind)

    def by_vintage(self, year: int | None = None) -> dict[str, Stages]:
        return self._by("vintage", year, lambda cell: cell.vintage)

    def by_kind_and_axis(self, year: int | None = None) -> dict[tuple[str, int | None], Stages]:
        """(kind of funding, node of the widest tier; None outside the plan) → stages: the flow of the money."""

        def where(cell: MoneyCell) -> tuple[str, int | None]:
            known = cell.project in self.projects
            return cell.funding_kind, self._path(cell.project)[0] if known and cell.project is not None else None

        return self._by("kind_and_axis", year, where)

    def own_obligations(self, year: int | None = None) -> int:
        """What the city obligated of everything that is not itself money of others; what leverage is read against."""
        return sum(
            stages.obligation or 0 for kind, stages in self.by_funding_kind(year).items() if kind not in OF_OTHERS
        )

    def axis_of(self, project: int) -> int:
        """The node of the widest tier that a project hangs from."""
        return self._path(project)[0]

    def _by(self, name: str, year: int | None, key: Callable[[MoneyCell], Key]) -> dict[Key, Stages]:
        if (name, year) not in self._sums:
            leaves = [((key(cell),), cell.stages) for cell in self.cells if year in (None, cell.fiscal_year)]
            sums = roll_up(leaves)
            self._sums[name, year] = {path[0]: stages for path, stages in sums.items() if path}
        return self._sums[name, year]  # type: ignore[return-value]

    def _path(self, project: int) -> tuple[int, ...]:
        path: list[int] = []
        node: int | None = self.projects[project].node_id
        while node is not None:
            path.append(node)
            node = self.nodes[node].parent_id
        return tuple(reversed(path))


def money_of(user: User | None, plan: Plan, on: date, source: MoneySource = MoneySource.BUDGET) -> Money:
    """Everything about the money of `plan` at `on`. A fixed number of queries, whatever the size of the plan."""
    check_can_see_plan(user, plan)
    cells = cells_of(plan, on, source)
    kinds: dict[bool, list[MoneyCell]] = defaultdict(list)
    for cell in cells:
        kinds[cell.funding_kind == FundingKind.IN_KIND].append(cell)
    return Money(
        plan=plan,
        on=on,
        source=source,
        cells=kinds[False],
        in_kind=kinds[True],
        projects={one.pk: one for one in plan.projects.select_related("entity").order_by("code")},
        nodes={one.pk: one for one in plan.nodes.select_related("tier").order_by("tier__depth", "code")},
        entities=Entity.objects.in_bulk(list({cell.entity for cell in cells})),
        territories=Territory.objects.in_bulk(list({cell.territory for cell in cells if cell.territory is not None})),
        funding_sources={one.pk: one for one in plan.funding_sources.order_by("code")},
    )


def sources_of(user: User | None, plan: Plan, on: date) -> list[MoneySource]:
    """The sources that say anything by `on`, the budget first."""
    check_can_see_plan(user, plan)
    has_budget = plan.budget_lines.filter(fiscal_year__lte=on.year).exists()
    has_matrix = periods_with_money(plan, on).exists()
    return [source for source, has in ((MoneySource.BUDGET, has_budget), (MoneySource.MATRIX, has_matrix)) if has]
