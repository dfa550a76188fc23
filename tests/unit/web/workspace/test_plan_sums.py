"""The sums of a plan say where they could still arrive: what a verifier refused is no part of that."""

from datetime import date
from fractions import Fraction

import pytest

from concierta.publishing.queries.achievement import achievement
from concierta.reporting.enums import Outcome
from concierta.web.kit import marks
from concierta.web.workspace.plans.rows import picture_of_tally
from factories import checked_report, make_indicator, reviewed_report
from factories.cast import make_product

pytestmark = pytest.mark.django_db


def drawn(cast):
    found = achievement(cast.plan, date(2024, 12, 31))
    return picture_of_tally("suma", found.plan)


def report(cast, code: str, outcome: Outcome | None, value: int) -> None:
    """None: nobody has looked at it yet."""
    indicator = make_indicator(cast, f"P-{code}", product=make_product(cast, code))
    if outcome is None:
        reviewed_report(cast, value, indicator=indicator)
    else:
        checked_report(cast, outcome, value, indicator=indicator)


def test_what_awaits_is_outlined_and_what_was_refused_is_not(cast):
    report(cast, "1", Outcome.VERIFIED, 500)
    report(cast, "2", Outcome.REJECTED, 900)
    assert (drawn(cast).state, drawn(cast).verified, drawn(cast).reported) == (
        marks.VERIFIED,
        Fraction(1, 4),
        Fraction(1, 4),
    )

    report(cast, "3", None, 750)
    picture = drawn(cast)
    assert (picture.state, picture.awaited) == (marks.REPORTED, True)
    assert (picture.verified, picture.reported) == (Fraction(1, 6), Fraction(5, 12))


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.NOT_VERIFIABLE])
def test_where_nothing_held_the_claim_is_drawn_as_refused(cast, outcome):
    report(cast, "1", outcome, 900)
    picture = drawn(cast)

    assert (picture.state, picture.awaited) == (outcome.value, False)
    assert picture.reported == Fraction(9, 10)
