"""What one load knows while it runs."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from concierta.plans.enums import PlanState
from concierta.plans.matrix.draft import MatrixDraft
from concierta.plans.models import MatrixImport, Plan, ReportingPeriod
from concierta.workbooks.findings import Finding


@dataclass(slots=True)
class Load:
    """One file on its way into one period of a plan.

    `later` are the current imports of periods after this one: what they describe is not described again by an older
    file, which is why any order of files gives the same plan. `others` are all current imports of other periods and
    the one that this file replaces.
    """

    plan: Plan
    draft: MatrixDraft
    period: ReportingPeriod
    later: list[MatrixImport]
    others: list[MatrixImport]
    findings: list[Finding] = field(default_factory=list)
    created: dict[str, int] = field(default_factory=dict)
    moved: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Projects that changed entity: primary key → (entity before, entity now)."""

    @property
    def source(self) -> str:
        return f"{self.draft.filename} · {self.draft.sheet}"

    @property
    def weights_move(self) -> bool:
        """Weights of a plan in force change only by decision of the Mesa; the follow-up keeps the source's own."""
        return self.plan.state == PlanState.DRAFT

    def described_later(self, kind: str) -> set[str]:
        """Keys of `kind` ("entities", "nodes") that a later file names."""
        return {key for other in self.later for key in other.names.get(kind, {})}

    def find(self, *, row: int, column: str, value: str, code: str, message: str, action: str) -> None:
        self.findings.append(
            Finding(
                sheet=self.draft.sheet,
                row=row,
                column=column,
                value=value,
                action=action,
                code=code,
                message=message,
            )
        )

    def all_findings(self) -> Iterable[Finding]:
        yield from self.draft.findings
        yield from self.findings


def node_key(level: int, code: str) -> str:
    return f"{level}:{code}"
