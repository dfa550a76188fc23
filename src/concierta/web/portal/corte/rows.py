"""The rows of a published package, each at hand by what it belongs to."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Protocol

from concierta.publishing.queries import Package


class Row(Protocol):
    """A row of a published table: a named tuple whose fields are the columns that `publishing.formats` declares.

    Each column has the type of its declaration; one that an older package does not have is empty.
    """

    def __getattr__(self, column: str) -> Any: ...


def by(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)


class Rows:
    """Codes are those of the package; `manifest` is the SHA-256 of its manifest.json, in hex."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.table = package.table
        self.plan = package.the_plan
        self.manifest = package.manifest_sha256
        self.cut_off = self.plan.cut_off
        self.date = self.cut_off.isoformat()
        self.year = self.plan.year
        self.entities = package.by_key("entities")
        self.territories = package.by_key("territories")
        self.tiers = package.by_key("tiers")
        self.nodes = package.by_key("nodes")
        self.projects = package.by_key("projects")
        self.products = package.by_key("products")
        self.activities = package.by_key("activities")
        self.indicators = package.by_key("indicators")
        self.reports = package.by_key("reports")
        self.periods = package.by_key("periods")
        self.pledges = package.by_key("pledges")
        self.achievements = package.by_key("achievement")
        self.measured = package.by_key("measurements")
        self.categories = package.by_key("categories")
        self.product_follow_ups = package.by_key("product_follow_ups")
        self.project_follow_ups = package.by_key("project_follow_ups")

    @cached_property
    def children(self) -> dict[str, list[Row]]:
        return by(self.nodes.values(), lambda row: row.parent or "")

    @cached_property
    def projects_of_node(self) -> dict[str, list[Row]]:
        return self.package.grouped("projects", "node")

    @cached_property
    def projects_of_entity(self) -> dict[str, list[Row]]:
        return self.package.grouped("projects", "entity")

    @cached_property
    def products_of(self) -> dict[str, list[Row]]:
        return self.package.grouped("products", "project")

    @cached_property
    def activities_of(self) -> dict[str, list[Row]]:
        """By project."""
        return by(self.activities.values(), lambda row: self.products[row.product].project)

    @cached_property
    def activities_in(self) -> dict[str, list[Row]]:
        """Activities that the source follows at the cut-off, by territory; "" holds those of the whole city."""
        followed = (row for row in self.activities.values() if self.stated_of_activity(row.activity) is not None)
        return by(followed, lambda row: row.territory or "")

    @cached_property
    def indicator_of_product(self) -> dict[str, Row]:
        return {row.product: row for row in self.indicators.values() if row.product}

    @cached_property
    def outcomes_of_node(self) -> dict[str, list[Row]]:
        """Outcome indicators; "" holds those of the whole plan."""
        return by((row for row in self.indicators.values() if row.kind == "outcome"), lambda row: row.node or "")

    @cached_property
    def targets_of(self) -> dict[str, list[Row]]:
        return self.package.grouped("targets", "indicator")

    @cached_property
    def measurements_of(self) -> dict[str, list[Row]]:
        groups = by(self.table("measurements"), lambda row: row.indicator)
        for rows in groups.values():
            rows.sort(key=lambda row: self.periods[row.period].cut_off)
        return groups

    @cached_property
    def reports_of(self) -> dict[str, list[Row]]:
        """Newest period and version first."""
        groups = by(self.table("reports"), lambda row: row.indicator)
        for rows in groups.values():
            rows.sort(key=lambda row: (self.periods[row.period].cut_off, row.version), reverse=True)
        return groups

    @cached_property
    def evidence_of(self) -> dict[str, list[Row]]:
        return self.package.grouped("evidence", "report")

    @cached_property
    def history_of(self) -> dict[str, list[Row]]:
        return self.package.grouped("history", "report")

    @cached_property
    def breakdowns_of(self) -> dict[str, list[Row]]:
        return self.package.grouped("breakdowns", "report")

    @cached_property
    def money_of(self) -> dict[str, list[Row]]:
        groups = by(self.table("project_money"), lambda row: row.project)
        for rows in groups.values():
            rows.sort(key=lambda row: self.periods[row.period].cut_off)
        return groups

    @cached_property
    def activity_follow_ups(self) -> dict[str, list[Row]]:
        return self.package.grouped("activity_follow_ups", "activity")

    @cached_property
    def reconciliation_of(self) -> dict[str, list[Row]]:
        """By the project's code, also the rows of its products."""
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in self.table("reconciliation"):
            if row.code:
                groups[row.code.split("/")[0]].append(row)
        return dict(groups)

    @cached_property
    def pledges_of_clause(self) -> dict[str, list[Row]]:
        return self.package.grouped("pledges", "clause")

    @cached_property
    def pledges_of_entity(self) -> dict[str, list[Row]]:
        return self.package.grouped("pledges", "entity")

    @cached_property
    def pledges_of_project(self) -> dict[str, list[Row]]:
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in self.table("project_pledges"):
            groups[row.project].append(self.pledges[row.pledge])
        return dict(groups)

    @cached_property
    def projects_of_pledge(self) -> dict[str, list[Row]]:
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in self.table("project_pledges"):
            groups[row.pledge].append(self.projects[row.project])
        return dict(groups)

    @cached_property
    def indicators_reported_by(self) -> dict[str, list[Row]]:
        return self.package.grouped("indicators", "reporter")

    def stated_of_activity(self, activity: str) -> Row | None:
        """What the source states of an activity at the cut-off; None where it says nothing."""
        for row in self.activity_follow_ups.get(activity, ()):
            if row.period == self.plan.period:
                return row
        return None
