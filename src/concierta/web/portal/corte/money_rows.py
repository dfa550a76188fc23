"""The money of the package as each of its sources tells it, added up by whatever a page asks for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from concierta.budgets.enums import FundingKind, MoneySource
from concierta.engines.finance import NOTHING, Stages, roll_up
from concierta.web.portal.corte.rows import Row, Rows
from concierta.web.portal.corte.steering_rows import SteeringRows

#: Stage → column of the budget.
BUDGET = {name: name for name in ("initial", "final", "availability", "registration", "obligation", "payment")}
#: What the follow-up calls the stages that it states; it knows no availability.
FOLLOW_UP = {
    "initial": "initial",
    "final": "modified",
    "registration": "executed",
    "obligation": "obligated",
    "payment": "paid",
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """The smallest sum there is. `project` "" is outside the plan, under the code it has there; `territory` "" is
    the whole city; `path` are the parts of the plan that it hangs from, the widest first. `entity` executes it or,
    in the follow-up, answers for its project."""

    year: int
    project: str
    code: str
    entity: str
    territory: str
    path: tuple[str, ...]
    stages: Stages


#: (what, year), and (what, None) for all years.
Sums = dict[tuple[str, int | None], Stages]


@dataclass(slots=True)
class SourceMoney:
    """What one source says. Each sum is that of its leaves; a year of None is all of its years, added up.

    `leaves` say the project and `placed` the territory: the follow-up tells them apart. `as_of`: the date that the
    figures of each year are of; None where nothing was spent of it yet.
    """

    kind: MoneySource
    leaves: list[Leaf]
    placed: list[Leaf]
    as_of: dict[int, date | None]
    _sums: dict[str, Sums] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        return sorted(self.as_of)

    def total(self, year: int | None) -> Stages:
        return self.whole().get(("", year), NOTHING)

    def whole(self) -> Sums:
        return self._of("whole", self.leaves, lambda leaf: ("",))

    def by_node(self) -> Sums:
        """Every part of the plan, of every tier, with all that hangs under it."""
        return self._of("node", self.leaves, lambda leaf: leaf.path)

    def by_project(self) -> Sums:
        return self._of("project", self.leaves, lambda leaf: (leaf.project,) if leaf.project else ())

    def outside_plan(self) -> Sums:
        return self._of("outside", self.leaves, lambda leaf: () if leaf.project else ("",))

    def by_entity(self) -> Sums:
        return self._of("entity", self.leaves, lambda leaf: (leaf.entity,))

    def by_territory(self) -> Sums:
        """ "" is the whole city."""
        return self._of("territory", self.placed, lambda leaf: (leaf.territory,))

    def _of(self, name: str, leaves: Iterable[Leaf], path: Callable[[Leaf], tuple[str, ...]]) -> Sums:
        if name not in self._sums:
            paths = (((year, *path(leaf)), leaf.stages) for leaf in leaves for year in (leaf.year, None))
            self._sums[name] = {
                (branch[-1], branch[0]): stages  # type: ignore[misc]
                for branch, stages in roll_up(paths).items()
                if len(branch) > 1
            }
        return self._sums[name]


def funding_kinds(corte: Rows) -> dict[str, str]:
    return {row.funding_source: row.kind for row in corte.table("funding_sources")}


def cash(corte: Rows, lines: Iterable[Row]) -> list[Row]:
    """Lines of the budget without what it carries in kind, which is not money."""
    kinds = funding_kinds(corte)
    return [row for row in lines if kinds.get(row.funding_source) != FundingKind.IN_KIND.value]


class MoneyRows(SteeringRows):
    """The budget and the follow-up of the action plan tell the same money; they are never added."""

    @cached_property
    def money_sources(self) -> tuple[SourceMoney, ...]:
        """The sources that say anything of it in this corte, the budget first."""
        return tuple(source for source in (self._budget(), self._follow_up()) if source.as_of)

    def _budget(self) -> SourceMoney:
        lines = cash(self, self.table("budget_lines"))
        as_of: dict[int, date | None] = {}
        for row in lines:
            known = as_of.get(row.fiscal_year)
            as_of[row.fiscal_year] = max(filter(None, (known, row.cut_off)), default=None)
        leaves = [
            Leaf(
                year=row.fiscal_year,
                project=row.project,
                code=row.project_code,
                entity=row.entity,
                territory=row.territory,
                path=self._paths.get(row.project, ()),
                stages=stages_of(row, BUDGET),
            )
            for row in lines
        ]
        return SourceMoney(MoneySource.BUDGET, leaves, leaves, as_of)

    def _follow_up(self) -> SourceMoney:
        """Of each year its latest period that states money: within a year amounts accumulate."""
        stated = {row.period for row in self.table("project_money") if row.modified is not None}
        periods = sorted(self.periods.values(), key=lambda period: period.cut_off)
        latest = {period.year: period for period in periods if period.period in stated}
        year_of = {period.period: period.year for period in latest.values()}
        leaves = [
            self._followed(year_of[row.period], row.project, "", row)
            for row in self.table("project_money")
            if row.period in year_of
        ]
        placed = [
            self._followed(year_of[row.period], self.products[activity.product].project, activity.territory, row)
            for row in self.table("activity_follow_ups")
            if row.period in year_of and (activity := self.activities[row.activity])
        ]
        return SourceMoney(
            MoneySource.MATRIX, leaves, placed, {year: period.cut_off for year, period in latest.items()}
        )

    def _followed(self, year: int, project: str, territory: str, row: Row) -> Leaf:
        return Leaf(
            year=year,
            project=project,
            code=project,
            entity=self.projects[project].entity,
            territory=territory,
            path=self._paths[project],
            stages=stages_of(row, FOLLOW_UP),
        )

    @cached_property
    def _paths(self) -> dict[str, tuple[str, ...]]:
        """Project → the parts of the plan it hangs from."""
        paths = {}
        for project in self.projects.values():
            path: list[str] = []
            node = project.node
            while node:
                path.insert(0, node)
                node = self.nodes[node].parent
            paths[project.project] = tuple(path)
        return paths


def stages_of(row: Row, columns: dict[str, str]) -> Stages:
    """`columns` are `BUDGET` or `FOLLOW_UP`, by the table the row is of."""
    return Stages(**{name: getattr(row, column) for name, column in columns.items()})
