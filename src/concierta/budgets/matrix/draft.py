"""What an execution file says, typed and still outside any database. Money is `int` pesos; None is "not stated"."""

from dataclasses import dataclass
from datetime import date

from concierta.engines.finance import Stages

#: The words of the enums for what a file leaves unsaid; the enums know Django and this package does not.
UNCLASSIFIED = "unclassified"
CURRENT = "current"


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One row of the file. `territory` is a code, None the whole city; `funding_kind` and `vintage` as in the enums.

    `node_code` is where the file places its project in the plan, "" where it does not say.
    """

    row: int
    key: str
    entity_code: str
    entity_name: str
    project_code: str
    project_name: str
    bpin: str
    goal_code: str
    node_code: str
    activity_code: str
    activity_name: str
    object_code: str
    object_name: str
    fund_code: str
    fund_name: str
    fund_class: str
    funding_kind: str
    vintage: str
    territory: str | None
    stages: Stages


@dataclass(frozen=True, slots=True)
class BudgetFindingDraft:
    """Something in the file that is not what it should be; `row` 0 is the file itself."""

    row: int
    column: str
    value: str
    code: str
    message: str
    action: str
    result: str = ""
    project_code: str = ""


@dataclass(frozen=True, slots=True)
class BudgetDraft:
    """A whole file. `columns` field → header and letter; `money` the sum of each money column, cell by cell."""

    filename: str
    sha256: str
    profile: str
    sheet: str
    header_row: int
    fiscal_year: int
    cut_off: date
    columns: dict[str, str]
    lines: list[LineDraft]
    findings: list[BudgetFindingDraft]
    money: dict[str, int]

    @property
    def counts(self) -> dict[str, int]:
        return {
            "rows": len(self.lines),
            "entities": len({line.entity_code for line in self.lines}),
            "projects": len({line.project_code for line in self.lines}),
            "activities": len({line.activity_code for line in self.lines}),
            "funding_sources": len({line.fund_code for line in self.lines}),
            "findings": len(self.findings),
        }
