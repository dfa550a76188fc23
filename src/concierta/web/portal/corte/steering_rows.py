"""What the Mesa Técnica did, as rows of the package: sessions, votes, decisions, amendments, measures, tasks."""

from collections import defaultdict
from datetime import datetime
from functools import cached_property

from concierta.kernel.clock import local_date
from concierta.web.portal.corte.rows import Row, Rows, by


class SteeringRows(Rows):
    """Everything is empty where the agreement has no table, and in a corte older than these tables."""

    @cached_property
    def mesa(self) -> Row | None:
        """The one row of the table of the agreement."""
        rows = self.table("technical_table")
        return rows[0] if rows else None

    @cached_property
    def rules(self) -> dict[int, Row]:
        return self.package.by_key("table_rules")

    @cached_property
    def sessions(self) -> dict[int, Row]:
        return self.package.by_key("sessions")

    @cached_property
    def items(self) -> dict[tuple[int, int], Row]:
        return self.package.by_key("agenda_items")

    @cached_property
    def items_of(self) -> dict[int, list[Row]]:
        return self.package.grouped("agenda_items", "session")

    @cached_property
    def motions(self) -> dict[tuple[int, int], Row]:
        return self.package.by_key("motions")

    @cached_property
    def motions_of_item(self) -> dict[tuple[int, int], list[Row]]:
        return self.package.grouped("motions", "session", "item")

    @cached_property
    def conflicts_of(self) -> dict[tuple[int, int], list[Row]]:
        return self.package.grouped("conflicts_of_interest", "session", "item")

    @cached_property
    def stays_of(self) -> dict[int, list[Row]]:
        return self.package.grouped("attendance", "session")

    @cached_property
    def quorum_of(self) -> dict[int, list[Row]]:
        return self.package.grouped("quorum", "session")

    def seats_on(self, moment: datetime) -> list[Row]:
        day = local_date(moment)
        return [row for row in self.table("seats") if row.since <= day and (row.until is None or day <= row.until)]

    @cached_property
    def votes_of(self) -> dict[tuple[int, int], list[Row]]:
        return self.package.grouped("votes", "session", "motion")

    @cached_property
    def decisions(self) -> dict[str, Row]:
        return self.package.by_key("decisions")

    @cached_property
    def decision_of_motion(self) -> dict[tuple[int, int], Row]:
        return {(row.session, row.motion): row for row in self.table("decisions")}

    @cached_property
    def minutes(self) -> dict[int, Row]:
        return self.package.by_key("minutes")

    @cached_property
    def sections_of(self) -> dict[int, list[Row]]:
        return self.package.grouped("minutes_sections", "session")

    @cached_property
    def remarks_of(self) -> dict[tuple[int, int], list[Row]]:
        return self.package.grouped("minutes_remarks", "session", "section")

    @cached_property
    def papers_of(self) -> dict[tuple[str, str], list[Row]]:
        return self.package.grouped("papers", "used_by", "subject")

    @cached_property
    def attendance_of(self) -> dict[str, Row]:
        """By entity."""
        return self.package.by_key("attendance_record")

    @cached_property
    def voting(self) -> set[str]:
        """Entities that have, or had, a vote."""
        return {row.entity for row in self.table("seats") if row.has_vote}

    @cached_property
    def tasks_of_entity(self) -> dict[str, list[Row]]:
        return self.package.grouped("action_items", "entity")

    @cached_property
    def tasks_of_item(self) -> dict[tuple[int, int], list[Row]]:
        return self.package.grouped("action_items", "session", "item")

    @cached_property
    def amendments(self) -> dict[int, Row]:
        return self.package.by_key("amendments")

    @cached_property
    def changes_of(self) -> dict[int, list[Row]]:
        """By amendment."""
        return self.package.grouped("amendment_changes", "amendment")

    @cached_property
    def changes_about(self) -> dict[tuple[str, str], list[Row]]:
        """By kind of thing and its code, the oldest amendment first."""
        return self.package.grouped("amendment_changes", "kind", "subject")

    @cached_property
    def amendments_of_decision(self) -> dict[str, list[Row]]:
        return self.package.grouped("amendments", "decision")

    @cached_property
    def measures(self) -> dict[int, Row]:
        return self.package.by_key("measures")

    @cached_property
    def measures_of_entity(self) -> dict[str, list[Row]]:
        return self.package.grouped("measures", "entity")

    @cached_property
    def figures_of_measure(self) -> dict[int, list[Row]]:
        return self.package.grouped("measured_figures", "measure")

    @cached_property
    def measures_about(self) -> dict[str, list[Row]]:
        """By indicator."""
        measures: dict[str, list[Row]] = defaultdict(list)
        for row in self.table("measured_figures"):
            measures[row.indicator].append(self.measures[row.measure])
        return dict(measures)

    @cached_property
    def duties_of(self) -> dict[tuple[str, str], list[Row]]:
        """By kind of thing and its code."""
        return self.package.grouped("responsibilities", "kind", "subject")

    @cached_property
    def duties_of_entity(self) -> dict[str, list[Row]]:
        return self.package.grouped("responsibilities", "entity")

    @cached_property
    def assessments_of(self) -> dict[str, list[Row]]:
        """By pledge, the newest period first."""
        groups = by(self.table("self_assessments"), lambda row: row.pledge)
        for rows in groups.values():
            rows.sort(key=lambda row: self.periods[row.period].cut_off, reverse=True)
        return groups

    @cached_property
    def indicators_of_pledge(self) -> dict[str, list[Row]]:
        return by((row for row in self.indicators.values() if row.pledge), lambda row: row.pledge)

    @cached_property
    def risks(self) -> dict[int, Row]:
        return self.package.by_key("risks")

    @cached_property
    def risks_of_project(self) -> dict[str, list[Row]]:
        return self.package.grouped("risks", "project")

    @cached_property
    def risks_of_pledge(self) -> dict[str, list[Row]]:
        return self.package.grouped("risks", "pledge")

    @cached_property
    def reviews_of_project(self) -> dict[str, list[Row]]:
        return self.package.grouped("project_reviews", "project")

    @cached_property
    def moved_targets_of(self) -> dict[str, list[Row]]:
        """By indicator: the targets that an amendment in force on the cut-off moved."""
        return by((row for row in self.table("targets") if row.amendment is not None), lambda row: row.indicator)
