"""What a project, a part of a plan or an entity achieved in a year, in the shape that money is compared with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from concierta.engines.achievement import Accumulation, Measure, Number, periods_add_up

from .joined import Physical


@dataclass(slots=True)
class Part:
    """What the indicators of one project say of a year. `spent`: it obligated money, where whoever builds it knows."""

    spent: bool = False
    results: int = 0
    narratives: list[str] = field(default_factory=list)
    units: set[str] = field(default_factory=set)
    quantity: Fraction = Fraction(0)
    countable: bool = True

    def count(
        self,
        *,
        claimed: Number | None,
        value: Number | None,
        unit: str,
        accumulation: Accumulation,
        measure: Measure = Measure.COUNT,
    ) -> None:
        """One more indicator: what its entity claims, and the figure that is to be counted.

        Only what adds up over a year is counted: levels of two products do not, nor do two rates. That there is a
        result is the claim, whatever the verifier has got to: alerts are about what was said.
        """
        self.results += bool(claimed or value)
        if not value:
            return
        self.quantity += Fraction(value)
        self.countable = self.countable and periods_add_up(measure, accumulation) and bool(unit)
        self.units.add(unit)


@dataclass(frozen=True, slots=True)
class YearFigure:
    """Achieved and expected of a year, as fractions of what was programmed; null: nothing was. `known`: some figure
    stands behind it. In the roll-up of a plan what lacks one is a zero, which beside money would read as a result."""

    achieved: Fraction | None
    expected: Fraction | None
    known: bool


def physical_of(parts: Sequence[Part], years: Sequence[YearFigure]) -> Physical:
    """What all these projects come to. `years` has one figure where the plan's tree weighs them, and one for each
    project where all count the same: once any of them is known, a programmed one without figure counts as nothing.

    They are counted in one unit only where each that spent counts in it: the pesos of one that does not would be
    charged to the units of the others.
    """
    known = any(year.known for year in years)
    results = sum(part.results for part in parts)
    narrative = "\n\n".join(text for part in parts for text in part.narratives)
    units = {unit for part in parts for unit in part.units}
    countable = len(units) == 1 and all(part.countable and (part.quantity or not part.spent) for part in parts)
    return Physical(
        achieved=_mean(year.achieved for year in years) if known else None,
        result=results,
        narrative=narrative,
        explained=not results and bool(narrative),
        projected_close=_mean(_projected(year) for year in years) if known else None,
        units=sum((part.quantity for part in parts), Fraction(0)) if countable else None,
        unit=next(iter(units)) if countable else "",
    )


def _projected(year: YearFigure) -> Fraction | None:
    """Where the year ends at the pace so far, as a fraction of its target."""
    return year.achieved / year.expected if year.achieved is not None and year.expected else None


def _mean(values: Iterable[Fraction | None]) -> Fraction | None:
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None
