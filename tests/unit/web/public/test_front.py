"""What the front page says of the plan in one breath."""

from fractions import Fraction
from types import SimpleNamespace

import pytest

from concierta.web.public.pages.front import lead


@pytest.mark.parametrize(("waiting", "rejected", "told"), [(1, 0, True), (1, 1, True), (0, 1, False)])
def test_only_what_nobody_checked_yet_can_still_count(waiting: int, rejected: int, told: bool):
    found = SimpleNamespace(
        programmed=2,
        verified=0,
        adjusted=0,
        rejected=rejected,
        not_verifiable=0,
        reported=waiting,
        reported_year=Fraction(72, 100),
        verified_year=Fraction(0),
    )

    said = lead(SimpleNamespace(plan_achievement=found, year=2024))

    assert ("no cuenta hasta que se compruebe" in said) is told
