"""What many projects achieved, as money is compared with it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.achievement import Accumulation
from concierta.engines.finance import Part, YearFigure, physical_of

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)
UNKNOWN = YearFigure(Fraction(0), HALF, known=False)


def part(value: int | None, unit: str = "personas", *, claimed: int | None = None, spent: bool = True) -> Part:
    found = Part(spent=spent)
    found.count(claimed=claimed, value=value, unit=unit, accumulation=Accumulation.FLOW)
    return found


def test_where_no_figure_stands_behind_it_nothing_is_known_of_how_much_or_how_fast():
    found = physical_of([part(None, claimed=500)], [UNKNOWN])

    assert (found.achieved, found.projected_close, found.units) == (None, None, None)
    assert found.result == 1, "that there is a result is the claim of its entity"


def test_once_one_is_known_what_is_programmed_without_figure_counts_as_nothing():
    found = physical_of([part(9), part(None)], [YearFigure(HALF, HALF, known=True), UNKNOWN])

    assert (found.achieved, found.projected_close) == (QUARTER, HALF)


def test_what_is_not_programmed_is_no_part_of_the_mean():
    idle = YearFigure(None, None, known=False)

    assert physical_of([], [YearFigure(HALF, QUARTER, known=True), idle]).achieved == HALF


@pytest.mark.parametrize(
    ("parts", "units"),
    [
        ([part(450), part(50)], 500),
        ([part(450), part(50, "talleres")], None),
        ([part(450), part(50, "")], None),
        ([part(450), part(None)], None),
        ([part(450), part(None, spent=False)], 450),
    ],
    ids=["one unit", "two units", "no unit", "one spent and is not counted", "one neither spent nor is counted"],
)
def test_they_have_a_unit_only_if_all_that_spent_is_counted_in_it(parts: list[Part], units: int | None):
    assert physical_of(parts, []).units == units


def test_a_level_is_not_counted():
    level = Part()
    level.count(claimed=7, value=7, unit="personas", accumulation=Accumulation.STOCK)

    assert physical_of([level], []).units is None


@pytest.mark.parametrize(("claimed", "explained"), [(None, True), (3, False)])
def test_only_a_missing_result_is_explained(claimed: int | None, explained: bool):
    one = part(None, claimed=claimed)
    one.narratives.append("Se firmó en marzo.")

    assert physical_of([one], []).explained is explained


@given(st.lists(st.fractions(0, 1), min_size=1, max_size=6))
def test_projects_that_are_all_known_count_the_same(achieved: list[Fraction]):
    years = [YearFigure(value, Fraction(1), known=True) for value in achieved]

    assert physical_of([], years).achieved == sum(achieved) / len(achieved)
