"""What goes in and what comes out of measuring."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from concierta.engines.achievement import Accumulation, FlowPolicy, Measure, Ratio, elapsed_progress, is_programmed

#: Statuses of an indicator in a year, in the order of the published counts.
YEAR_STATUSES = ("verified", "adjusted", "reported", "rejected", "not_verifiable", "no_data")


@dataclass(frozen=True, slots=True)
class Figure:
    """The report that stands for one period: what was claimed and what was found (None until verified, or refused)."""

    period: str
    year: int
    cut_off: date
    status: str
    reported: Decimal | None
    verified: Decimal | None
    reported_ratio: Ratio | None = None
    verified_ratio: Ratio | None = None

    @property
    def possible_ratio(self) -> Ratio | None:
        return self.reported_ratio if self.status == "reported" else self.verified_ratio

    @property
    def of_whole_year(self) -> bool:
        """True if its period is the year itself, whose figure completes those of its quarters."""
        return self.period == str(self.year)

    @property
    def possible(self) -> Decimal | None:
        """What it would come to if whoever verifies it confirmed it: what was found already, where somebody looked."""
        return self.reported if self.status == "reported" else self.verified


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """`targets` by (year, quarter or None); None is not programmed. `figures` in order of cut-off. `unit` says of how
    many a ratio is told; `year_weights` what each year weighs in an average, empty where all weigh the same."""

    accumulation: Accumulation
    flow_policy: FlowPolicy
    baseline: Decimal | None
    targets: Mapping[tuple[int, int | None], Decimal | None]
    figures: tuple[Figure, ...] = ()
    measure: Measure = Measure.COUNT
    unit: str = ""
    year_weights: Mapping[int, Decimal] = field(default_factory=dict)

    def is_programmed(self, target: Decimal | None) -> bool:
        """True if the plan is to answer for such a target: a zero is one only at the end of a path."""
        start = None if self.accumulation is Accumulation.ANNUAL_REDUCTION else self.baseline
        return is_programmed(self.accumulation, target, start)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The cut-off, inside a plan that runs from `starts_on` to `ends_on`."""

    cut_off: date
    starts_on: date
    ends_on: date

    @property
    def year(self) -> int:
        return self.cut_off.year

    @property
    def quarter(self) -> int:
        return (self.cut_off.month + 2) // 3

    def elapsed_of_year(self) -> Fraction:
        """The share of the year elapsed, counting only its days inside the plan when it has any."""
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        if self.starts_on <= last and self.ends_on >= first:
            first, last = max(first, self.starts_on), min(last, self.ends_on)
        return elapsed_progress(self.cut_off, starts_on=first, ends_on=last)

    def elapsed_of_plan(self) -> Fraction:
        return elapsed_progress(self.cut_off, starts_on=self.starts_on, ends_on=self.ends_on)


@dataclass(frozen=True, slots=True)
class Reading:
    """One indicator at a cut-off. Fractions are raw (1 = target met) and None where nothing is known or programmed.

    `problem` is the engine's code for figures that contradict each other: such an indicator is left out, in the open.
    """

    programmed: bool
    cycle_programmed: bool
    status: str
    as_of: str
    target: Decimal | None
    expected_value: Fraction | None = None
    reported_value: Decimal | Fraction | None = None
    verified_value: Decimal | Fraction | None = None
    verified_year: Fraction | None = None
    reported_year: Fraction | None = None
    possible_year: Fraction | None = None
    expected_year: Fraction | None = None
    verified_cycle: Fraction | None = None
    reported_cycle: Fraction | None = None
    expected_cycle: Fraction | None = None
    problem: str = ""


@dataclass(slots=True)
class Branch:
    """A place of the plan's tree. A leaf is a product; `reading` is its indicator's, None when nobody measures it."""

    level: str
    key: str
    weight: Decimal | None = None
    children: list["Branch"] = field(default_factory=list)
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """What a branch comes to. Achievements are capped to 0–1 and None where nothing is programmed.

    `programmed_share` is the part of all the weight that is programmed; `verified_share` and `reported_share` the parts
    of the programmed weight that have a figure: what a mean with zeros in it must say beside itself. `possible_year` is
    where the year would be if all that awaits its verification were confirmed; what was refused is no part of it.
    """

    verified_year: Fraction | None = None
    reported_year: Fraction | None = None
    possible_year: Fraction | None = None
    expected_year: Fraction | None = None
    verified_cycle: Fraction | None = None
    reported_cycle: Fraction | None = None
    expected_cycle: Fraction | None = None
    programmed_share: Fraction = Fraction(0)
    verified_share: Fraction | None = None
    reported_share: Fraction | None = None
    weights: str = ""
    indicators: int = 0
    counts: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(YEAR_STATUSES, 0))
    problem: str = ""

    @property
    def programmed(self) -> int:
        return sum(self.counts.values())
