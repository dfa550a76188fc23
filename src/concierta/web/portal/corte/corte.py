"""A published package as the pages need it. No figure is computed here: each is achievement where the corte put it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from concierta.web.kit import marks
from concierta.web.portal.corte.folders import Folders
from concierta.web.portal.corte.rows import Row, by


class Corte(Folders):
    """The figures that speak for each thing in the year of the corte, what is late, and what the plan is called."""

    def plan_name(self, language: str) -> str:
        return (self.plan.name_en if language == "en" else "") or self.plan.name

    @property
    def licence(self) -> tuple[str, str]:
        """Title and address of the licence of the data; empty where the package names none."""
        for licence in self.package.descriptor.get("licenses", ()):
            return licence.get("title") or licence.get("name", ""), licence.get("path", "")
        return "", ""

    @cached_property
    def overdue(self) -> list[Row]:
        """Measurements whose report had not come when the corte was published, oldest first."""
        rows = [row for row in self.table("measurements") if row.overdue]
        return sorted(rows, key=lambda row: (row.due_on, row.indicator))

    def programmed_first(self, level: str, rows: Iterable[Row], code: Callable[[Row], str]) -> list[Row]:
        """What is programmed for the year of the corte first, then the rest; each in the order it came."""

        def later(row: Row) -> bool:
            achievement = self.achievements.get((level, code(row)))
            return achievement is None or not achievement.programmed

        return sorted(rows, key=later)

    @cached_property
    def all_projects(self) -> list[Row]:
        return self.programmed_first("project", self.projects.values(), lambda row: row.project)

    @cached_property
    def all_indicators(self) -> list[Row]:
        """Outcomes before outputs: they are what the plan is for."""
        ordered = sorted(self.indicators.values(), key=lambda row: (row.kind != "outcome", row.indicator))
        return self.programmed_first("indicator", ordered, lambda row: row.indicator)

    def projects_led_by(self, entity: str) -> list[Row]:
        return self.programmed_first("project", self.projects_of_entity.get(entity, ()), lambda row: row.project)

    def projects_in(self, node: str) -> list[Row]:
        return self.programmed_first("project", self.projects_of_node.get(node, ()), lambda row: row.project)

    @cached_property
    def behind(self) -> list[str]:
        """Programmed indicators under what was expected of the year by the date, the widest gap first.

        What waits for its verification is taken at its word here: it is late only if even so it falls short.
        """
        gaps = []
        for (level, subject), achievement in self.achievements.items():
            if level == "indicator" and achievement.programmed and achievement.expected_year is not None:
                waits = self.state(level, subject) == marks.REPORTED
                reached = (achievement.reported_year if waits else achievement.verified_year) or 0
                gap = achievement.expected_year - min(reached, 1)
                if gap > 0:
                    gaps.append((-gap, subject))
        return [subject for _, subject in sorted(gaps)]

    @cached_property
    def is_demonstrative(self) -> bool:
        """True if anything in it is invented for the demonstration."""
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

    def top_node(self, node: str) -> str:
        """The node of the widest tier that this one is part of."""
        while self.nodes[node].parent:
            node = self.nodes[node].parent
        return node

    def parts_of(self, node: str = "") -> Iterator[str]:
        """Every node inside this one, each followed by its own; of "", the whole plan."""
        for child in self.children.get(node, []):
            yield child.node
            yield from self.parts_of(child.node)

    def trail(self, node: str) -> list[Row]:
        """From the widest node down to this one, included."""
        nodes = [self.nodes[node]]
        while nodes[0].parent:
            nodes.insert(0, self.nodes[nodes[0].parent])
        return nodes

    # The figure that speaks for something in the year of the corte.

    def latest(self, indicator: str) -> Row | None:
        """The measurement behind an indicator's achievement; None where nobody has reported."""
        achievement = self.achievements.get(("indicator", indicator))
        return (
            self.measured.get((indicator, achievement.as_of)) if achievement is not None and achievement.as_of else None
        )

    def returned_at(self, report: str) -> datetime | None:
        """When a report went back to its entity, which has not sent it again; None otherwise."""
        steps = self.history_of.get(report, ())
        return steps[-1].at if steps and steps[-1].act == "return" else None

    def origin_of(self, indicator: str) -> str:
        """Where the figure shown for an indicator comes from: its report, or its definition while there is none."""
        latest = self.latest(indicator)
        report = self.reports.get(latest.report) if latest is not None else None
        return report.origin if report is not None else self.indicators[indicator].origin

    def possible(self, level: str, subject: str) -> Decimal | None:
        """Where the year would be if all that awaits its verification were confirmed.

        A corte older than that figure says it only where what was reported holds nothing refused nor corrected.
        """
        achievement = self.achievements.get((level, subject))
        if achievement is None or achievement.possible_year is not None:
            return achievement and achievement.possible_year
        looked_at_again = achievement.adjusted + achievement.rejected + achievement.not_verifiable
        return None if looked_at_again else achievement.reported_year

    @staticmethod
    def any_verified(achievement: Row) -> bool:
        """True if an achievement has any verified figure behind it, also of an earlier period of the year."""
        return bool(achievement.verified_share or achievement.verified or achievement.adjusted)

    def state(self, level: str, subject: str) -> str:
        """One of the six marks. A roll-up is "reported" while something awaits that would add to it, or nothing was
        verified yet; and refused where everything reported was looked at and nothing held.
        """
        if level == "indicator":
            latest = self.latest(subject)
            return latest.status if latest is not None else marks.NO_DATA
        achievement = self.achievements.get((level, subject))
        if achievement is None or achievement.programmed == achievement.no_data:
            return marks.NO_DATA
        adds = (self.possible(level, subject) or 0) > (achievement.verified_year or 0)
        if achievement.reported and (adds or not self.any_verified(achievement)):
            return marks.REPORTED
        if self.any_verified(achievement) or not (achievement.rejected or achievement.not_verifiable):
            return marks.VERIFIED
        return marks.REJECTED if achievement.rejected else marks.NOT_VERIFIABLE

    @property
    def plan_achievement(self) -> Row:
        return self.achievements["plan", self.plan.plan]
