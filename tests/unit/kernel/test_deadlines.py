from datetime import date

import pytest

from concierta.kernel.deadlines import DEFAULT_DEADLINES, Deadlines, deadlines_at, parse_deadlines
from concierta.kernel.errors import Invalid

CUT_OFF = date(2024, 12, 31)


def test_each_step_is_due_working_days_after_the_one_before() -> None:
    # 1 and 6 January 2025 are holidays in Colombia.
    deadlines = Deadlines()
    assert deadlines.report_due(CUT_OFF) == date(2025, 1, 9)
    assert deadlines.review_due(CUT_OFF) == date(2025, 1, 16)
    assert deadlines.verification_due(CUT_OFF) == date(2025, 1, 23)
    assert deadlines.publication_due(CUT_OFF) == date(2025, 2, 6)


def test_a_period_keeps_the_deadlines_in_force_at_its_cut_off() -> None:
    versions = parse_deadlines("2026-01-01=3,3,3,5 2024-01-01=8,5,5,10")
    assert deadlines_at(date(2025, 12, 31), versions).report == 8
    assert deadlines_at(date(2026, 3, 31), versions).report == 3


def test_before_the_first_version_the_defaults_hold() -> None:
    assert deadlines_at(date(2023, 12, 31), parse_deadlines("2024-01-01=8,5,5,10")) == Deadlines()


def test_blank_configuration_is_the_default() -> None:
    assert parse_deadlines("  ") == DEFAULT_DEADLINES


@pytest.mark.parametrize("text", ["5,5,5", "2026=5,5,5,10", "five"])
def test_a_configuration_that_says_nothing_clear_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="calendario de plazos"):
        parse_deadlines(text)
