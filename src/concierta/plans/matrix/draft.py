"""What a plan matrix says, typed and still outside any database.

Shapes and units, everywhere in this package:

- codes are text with their leading zeros; a key is text that identifies its row within one draft;
- progress and weights are fractions (``Decimal("0.24")`` is 24 %), quantities are in the product's own unit;
  both carry at most six decimal places, which is what the store keeps;
- money is ``int`` pesos;
- ``None`` (of a text, nothing) is "not said by the source": never zero, never "not programmed" turned into a figure
  (a product whose quantity is NP says so in ``not_programmed``).

Lists keep the order of the source, so the same file always gives the same draft.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from concierta.kernel.periods import Period
from concierta.plans.schema import ActivityDescription, ProductDescription, ProjectDescription, described
from concierta.workbooks.findings import Finding


@dataclass(slots=True, frozen=True)
class TierDraft:
    """One tier of the plan above its projects. ``level`` starts at 1, the broadest."""

    level: int
    name: str


@dataclass(slots=True)
class EntityDraft:
    """An office that answers for projects; ``units`` are the names of its own divisions."""

    code: str
    name: str
    units: list[str] = field(default_factory=list)


@dataclass(slots=True)
class NodeDraft:
    """A place in the plan's tiers. ``parent`` is the code of the node one level up, None at level 1."""

    level: int
    code: str
    name: str
    parent: str | None


@described
class ProjectDraft(ProjectDescription):
    """``node`` is the code of its deepest node; ``code`` is the project's identity (BP in Cali)."""

    code: str
    entity: str
    node: str


@dataclass(slots=True, frozen=True)
class GoalDraft:
    """A goal of the development plan that a product serves, with what the indicative plan programmed for this year."""

    code: str
    name: str | None
    programmed: Decimal | None


@described
class ProductDraft(ProductDescription):
    """A deliverable of a project: the pair (``project``, ``code``), whatever the goals it serves.

    ``key`` is that pair in one text, the same in every cut of the source. ``goal_code``, ``goal_name`` and
    ``indicative_programmed`` are those of its first goal by code; ``goals`` has them all (most products have one).
    """

    key: str
    project: str
    code: str
    indicative_programmed: Decimal | None
    """What the four-year indicative plan programmed for this year ("Programación PI")."""
    programmed: Decimal | None
    """What the action plan programmed for this year."""
    goals: tuple[GoalDraft, ...] = ()
    not_programmed: bool = False
    """The source says NP for this year: ``programmed`` is None, as where the cell is blank, but here it was said."""
    accumulation: str | None = None
    """How its periods add up, in the source's own word."""
    baseline: Decimal | None = None


@described
class ActivityDraft(ActivityDescription):
    """One row of the matrix. Two rows with one code are two activities: ``occurrence`` 1, 2… makes ``key`` unique."""

    key: str
    product: str
    code: str
    occurrence: int
    territory: str | None
    """Code of the comuna or corregimiento; None is the whole city."""
    row: int
    """Row of the sheet as the spreadsheet program numbers it."""
    goal: str | None = None
    """Code of the development plan's goal that this row is charged to."""
    indicator_variable: str | None = None


@dataclass(slots=True)
class MoneyDraft:
    """Pesos accumulated in the fiscal year up to the cut-off. None: the cell is blank or unreadable."""

    initial: int | None = None
    modified: int | None = None
    executed: int | None = None
    obligated: int | None = None
    paid: int | None = None


@dataclass(slots=True)
class ActivityFollowUpDraft:
    """What the source states about one activity in one quarter. ``money`` comes only with the file's own period."""

    activity: str
    period: Period
    progress: Decimal | None
    explanation: str | None
    money: MoneyDraft | None


@dataclass(slots=True)
class ProductFollowUpDraft:
    """``executed`` is the physical quantity reported for the quarter, as stated (the source does not say whether
    it accumulates); ``progress`` the percentage the source states."""

    product: str
    period: Period
    executed: Decimal | None
    progress: Decimal | None
    explanation: str | None


@dataclass(slots=True)
class ProjectFollowUpDraft:
    project: str
    period: Period
    progress: Decimal | None


@dataclass(slots=True, frozen=True)
class ReconciliationRow:
    """A figure the source states beside the one recomputed from its own finer figures.

    ``level`` is "product", "project" or "total"; ``measure`` what is compared ("progress", "weights", a money name).
    ``difference`` = stated − recomputed, None when either is missing.
    """

    level: str
    code: str
    name: str
    measure: str
    stated: Decimal | None
    recomputed: Decimal | None
    difference: Decimal | None


@dataclass(slots=True)
class Counts:
    rows: int = 0
    entities: int = 0
    nodes: int = 0
    projects: int = 0
    products: int = 0
    activities: int = 0


@dataclass(slots=True)
class MoneyTotals:
    """Sums of every cell of the file, in pesos."""

    initial: int = 0
    modified: int = 0
    executed: int = 0
    obligated: int = 0
    paid: int = 0


@dataclass(slots=True)
class PlanDraft:
    tiers: list[TierDraft] = field(default_factory=list)
    entities: list[EntityDraft] = field(default_factory=list)
    nodes: list[NodeDraft] = field(default_factory=list)
    projects: list[ProjectDraft] = field(default_factory=list)
    products: list[ProductDraft] = field(default_factory=list)
    activities: list[ActivityDraft] = field(default_factory=list)
    activity_followups: list[ActivityFollowUpDraft] = field(default_factory=list)
    product_followups: list[ProductFollowUpDraft] = field(default_factory=list)
    project_followups: list[ProjectFollowUpDraft] = field(default_factory=list)
    earlier_activity_followups: list[ActivityFollowUpDraft] = field(default_factory=list)
    """What this file says again about quarters before its own; their money is None."""
    earlier_product_followups: list[ProductFollowUpDraft] = field(default_factory=list)


@dataclass(slots=True)
class MatrixDraft:
    """The whole outcome of reading one file. Nothing of it is stored yet."""

    filename: str
    sha256: str
    profile: str
    sheet: str
    header_row: int
    period: Period
    period_source: str
    """How the period was known: "given", "stated", "filename" or "dates"."""
    plan: PlanDraft
    findings: list[Finding]
    reconciliation: list[ReconciliationRow]
    counts: Counts
    money: MoneyTotals
    readings: dict[str, str] = field(default_factory=dict)
    """What its profile says that words of accumulation mean."""
