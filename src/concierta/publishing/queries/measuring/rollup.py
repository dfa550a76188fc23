"""From products to the plan: verified and reported achievement of everything programmed, with its expected progress."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from concierta.engines.achievement import Child, capped, weighted_mean
from concierta.publishing.queries.measuring.facts import YEAR_STATUSES, Branch, Reading, Tally

ZERO, ONE = Fraction(0), Fraction(1)


def roll_up_branch(branch: Branch, found: dict[tuple[str, str], Tally]) -> Tally:
    """The tally of a branch; every branch under it is added to `found` by (level, key), as is itself."""
    if branch.level == "product":
        tally = tally_of_reading(branch.reading)
    else:
        tally = _tally_of_children(branch, [roll_up_branch(child, found) for child in branch.children])
    found[branch.level, branch.key] = tally
    return tally


def tally_of_reading(reading: Reading | None) -> Tally:
    """A programmed indicator without a figure adds zero; one that is not programmed is null and drops out, and so is
    one whose figure cannot be read alone (annual_reduction with a gap in the year before)."""
    if reading is None:
        return Tally()
    counts = dict.fromkeys(YEAR_STATUSES, 0)
    if reading.programmed:
        counts[reading.status] += 1
    # What was refused leaves nothing possible, which is a zero; what cannot be read alone is null.
    unread = reading.reported_value if reading.reported_year is None else None
    return Tally(
        verified_year=_counted(reading.programmed, reading.verified_year, reading.verified_value),
        reported_year=_counted(reading.programmed, reading.reported_year, reading.reported_value),
        possible_year=_counted(reading.programmed, reading.possible_year, unread),
        expected_year=reading.expected_year if reading.programmed else None,
        verified_cycle=_counted(reading.cycle_programmed, reading.verified_cycle, reading.verified_value),
        reported_cycle=_counted(reading.cycle_programmed, reading.reported_cycle, reading.reported_value),
        expected_cycle=_counted(reading.cycle_programmed, reading.expected_cycle),
        programmed_share=ONE if reading.programmed else ZERO,
        verified_share=_has(reading.programmed, reading.verified_value),
        reported_share=_has(reading.programmed, reading.reported_value),
        indicators=1,
        counts=counts,
        problem=reading.problem,
    )


def sibling_weights(given: Sequence[Decimal | None]) -> tuple[list[Fraction], str]:
    """The weights to use and what they rest on. Where some siblings lack one the rest say nothing: all are equal."""
    known = [weight for weight in given if weight is not None]
    if not known:
        return [ONE] * len(given), "equal"
    if len(known) < len(given) or min(known) < 0:
        return [ONE] * len(given), "incomplete"
    return [Fraction(weight) for weight in known], "given"


def _tally_of_children(branch: Branch, tallies: list[Tally]) -> Tally:
    if not tallies:
        return Tally()
    weights, basis = sibling_weights([child.weight for child in branch.children])

    def mean(measure: Callable[[Tally], Fraction | None]) -> Fraction | None:
        return _mean([measure(tally) for tally in tallies], weights)

    return Tally(
        verified_year=mean(lambda tally: tally.verified_year),
        reported_year=mean(lambda tally: tally.reported_year),
        possible_year=mean(lambda tally: tally.possible_year),
        expected_year=mean(lambda tally: tally.expected_year),
        verified_cycle=mean(lambda tally: tally.verified_cycle),
        reported_cycle=mean(lambda tally: tally.reported_cycle),
        expected_cycle=mean(lambda tally: tally.expected_cycle),
        programmed_share=mean(lambda tally: tally.programmed_share) or ZERO,
        verified_share=mean(lambda tally: tally.verified_share),
        reported_share=mean(lambda tally: tally.reported_share),
        weights=basis,
        indicators=sum(tally.indicators for tally in tallies),
        counts={status: sum(tally.counts[status] for tally in tallies) for status in YEAR_STATUSES},
    )


def _mean(values: Sequence[Fraction | None], weights: Sequence[Fraction]) -> Fraction | None:
    """The engine's weighted mean. Most siblings agree (all zero, all one), and their mean needs no arithmetic."""
    known = [value for value, weight in zip(values, weights, strict=True) if value is not None and weight]
    if all(value == known[0] for value in known[1:]):
        return known[0] if known else None
    return weighted_mean(Child(value, weight) for value, weight in zip(values, weights, strict=True))


def _counted(
    programmed: bool, achievement: Fraction | None, value: Decimal | Fraction | None = None
) -> Fraction | None:
    if not programmed or (achievement is None and value is not None):
        return None
    return ZERO if achievement is None else capped(achievement)


def _has(programmed: bool, value: Decimal | Fraction | None) -> Fraction | None:
    if not programmed:
        return None
    return ZERO if value is None else ONE
