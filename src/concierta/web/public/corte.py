"""A published package as the pages need it: every row at hand by what it belongs to. No figure is computed here."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from concierta.publishing.queries import Package
from concierta.web.components import marks
from concierta.web.public.addresses import slugs

#: A row of a published table: a named tuple whose fields are the columns of its declaration.
Row = Any


def by(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)


class Corte:
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

    def plan_name(self, language: str) -> str:
        return (self.plan.name_en if language == "en" else "") or self.plan.name

    @property
    def licence(self) -> tuple[str, str]:
        """Title and address of the licence of the data; empty where the package names none."""
        for licence in self.package.descriptor.get("licenses", ()):
            return licence.get("title") or licence.get("name", ""), licence.get("path", "")
        return "", ""

    # Addresses inside the corte, ending in "/".

    @cached_property
    def _project_slugs(self) -> dict[str, str]:
        return slugs(list(self.projects))

    @cached_property
    def _indicator_slugs(self) -> dict[str, str]:
        return slugs(list(self.indicators))

    @cached_property
    def _entity_slugs(self) -> dict[str, str]:
        return slugs(list(self.entities))

    @cached_property
    def _territory_slugs(self) -> dict[str, str]:
        return slugs(list(self.territories))

    @cached_property
    def _node_slugs(self) -> dict[str, dict[str, str]]:
        grouped = by(self.nodes.values(), lambda row: row.tier)
        return {tier: slugs([row.node for row in rows]) for tier, rows in grouped.items()}

    @cached_property
    def tier_folders(self) -> dict[str, str]:
        """A tier's own word, unless it is the name of a section of the site."""
        taken = {"proyectos", "indicadores", "entidades", "compromisos", "territorio", "dinero", "datos", "cortes",
                 "como-medimos", "cambios", "atrasos", "recursos", "data", "log", "en", "es"}  # fmt: skip
        named = slugs([*taken, *self.tiers])
        return {tier: f"{named[tier]}/" for tier in self.tiers}

    def project_folder(self, code: str) -> str:
        return f"proyectos/{self._project_slugs[code]}/"

    def indicator_folder(self, code: str) -> str:
        return f"indicadores/{self._indicator_slugs[code]}/"

    def entity_folder(self, code: str) -> str:
        return f"entidades/{self._entity_slugs[code]}/"

    def territory_folder(self, code: str) -> str:
        return f"territorio/{self._territory_slugs[code]}/"

    def node_folder(self, node: str) -> str:
        tier = self.nodes[node].tier
        name = self._node_slugs[tier][node].removeprefix(f"{tier}-")
        return f"{self.tier_folders[tier]}{name}/"

    # Rows by what they belong to.

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

    @cached_property
    def overdue(self) -> list[Row]:
        """Measurements whose report had not come when the corte was published, oldest first."""
        rows = [row for row in self.table("measurements") if row.overdue]
        return sorted(rows, key=lambda row: (row.due_on, row.indicator))

    @cached_property
    def behind(self) -> list[str]:
        """Programmed indicators under what was expected of the year by the date, the widest gap first.

        What waits for its verification is taken at its word here: it is late only if even so it falls short.
        """
        gaps = []
        for (level, subject), found in self.achievements.items():
            if level == "indicator" and found.programmed and found.expected_year is not None:
                waits = self.state(level, subject) == marks.REPORTED
                reached = (found.reported_year if waits else found.verified_year) or 0
                gap = found.expected_year - min(reached, 1)
                if gap > 0:
                    gaps.append((-gap, subject))
        return [subject for _, subject in sorted(gaps)]

    @cached_property
    def is_demonstrative(self) -> bool:
        """Whether anything in it is invented for the demonstration."""
        tables = ("plan", "pledges", "indicators", "reports", "evidence")
        return any(row.origin == "demonstrative" for table in tables for row in self.table(table))

    @cached_property
    def standing_reports_of(self) -> dict[str, list[Row]]:
        """By reporting entity: the reports that count in this corte."""
        return by((row for row in self.table("reports") if row.stands), lambda row: row.reporter)

    @cached_property
    def overdue_of(self) -> dict[str, list[Row]]:
        """By the entity that should have reported."""
        return by(self.overdue, lambda row: self.indicators[row.indicator].reporter)

    @cached_property
    def overdue_on(self) -> dict[str, list[Row]]:
        """By indicator."""
        return by(self.overdue, lambda row: row.indicator)

    def stated_of_activity(self, activity: str) -> Row | None:
        """What the source states of an activity at the cut-off; None where it says nothing."""
        for row in self.activity_follow_ups.get(activity, ()):
            if row.period == self.plan.period:
                return row
        return None

    def top_node(self, node: str) -> str:
        """The node of the widest tier that this one is part of."""
        while self.nodes[node].parent:
            node = self.nodes[node].parent
        return node

    def trail(self, node: str) -> list[Row]:
        """From the widest node down to this one, included."""
        found = [self.nodes[node]]
        while found[0].parent:
            found.insert(0, self.nodes[found[0].parent])
        return found

    # The figure that speaks for something in the year of the corte.

    def latest(self, indicator: str) -> Row | None:
        """The measurement behind an indicator's achievement; None where nobody has reported."""
        found = self.achievements.get(("indicator", indicator))
        return self.measured.get((indicator, found.as_of)) if found is not None and found.as_of else None

    def origin_of(self, indicator: str) -> str:
        """Where the figure shown for an indicator comes from: its report, or its definition while there is none."""
        latest = self.latest(indicator)
        report = self.reports.get(latest.report) if latest is not None else None
        return report.origin if report is not None else self.indicators[indicator].origin

    def state(self, level: str, subject: str) -> str:
        """One of the six marks. A roll-up is "reported" when it says more than what was verified."""
        if level == "indicator":
            latest = self.latest(subject)
            return latest.status if latest is not None else marks.NO_DATA
        found = self.achievements.get((level, subject))
        if found is None or found.programmed == found.no_data:
            return marks.NO_DATA
        if (found.reported_year or 0) > (found.verified_year or 0):
            return marks.REPORTED
        return marks.VERIFIED

    @property
    def plan_achievement(self) -> Row:
        return self.achievements["plan", self.plan.plan]
