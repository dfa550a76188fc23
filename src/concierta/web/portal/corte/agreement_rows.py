"""The agreement, as rows of the package: its texts, who stands by it, what each owed, and what is kept."""

from functools import cached_property

from concierta.web.portal.corte.rows import Row, Rows, by


class AgreementRows(Rows):
    """Everything is empty where the plan cites no agreement, and in a corte older than these tables."""

    @cached_property
    def agreement(self) -> Row | None:
        return self.package.by_key("agreements").get(self.plan.agreement)

    @cached_property
    def text(self) -> Row | None:
        """The text in force; else the one that is open to signature."""
        rows = {row.state: row for row in self.table("text_versions")}
        return rows.get("in_force") or rows.get("open")

    @cached_property
    def signatory_of(self) -> dict[str, Row]:
        """By entity."""
        return {row.entity: row for row in self.table("signatories")}

    @cached_property
    def signatures_of(self) -> dict[str, list[Row]]:
        """By entity, the first text first."""
        return by(self.table("signatures"), lambda row: row.entity)

    @cached_property
    def signatory_steps_of(self) -> dict[str, list[Row]]:
        return by(self.table("signatory_steps"), lambda row: row.entity)

    @cached_property
    def competences_of(self) -> dict[str, list[Row]]:
        return by(self.table("competences"), lambda row: row.entity)

    @cached_property
    def means_of(self) -> dict[str, list[Row]]:
        return by(self.table("signatory_means"), lambda row: row.entity)

    @cached_property
    def missed_of(self) -> dict[str, list[Row]]:
        """By entity, what it had to file and has not."""
        return by((row for row in self.table("obligations") if row.filed_on is None), lambda row: row.entity)

    @cached_property
    def milestones_of(self) -> dict[tuple[str, str], list[Row]]:
        """By commitment and entity."""
        return self.package.grouped("milestones", "clause", "entity")

    @cached_property
    def delays_of(self) -> dict[str, list[Row]]:
        return by(self.table("pledge_delays"), lambda row: row.pledge)

    @cached_property
    def clause_states(self) -> dict[tuple[str, str], Row]:
        """By commitment and entity."""
        return self.package.by_key("clause_states")

    @cached_property
    def clause_figures_of(self) -> dict[tuple[str, str], list[Row]]:
        """By commitment and entity."""
        return self.package.grouped("clause_figures", "clause", "entity")
