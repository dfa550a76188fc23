"""The verification factor: what held of what was looked at, and how much was looked at."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.kernel.errors import NotFound
from concierta.plans.enums import PlanState
from concierta.plans.models import Activity, ActivityFollowUp, Node
from concierta.reporting.enums import Outcome
from concierta.reporting.operations import open_correction, submit_report
from concierta.verification.queries import Claim, Factor, factors_of, verification_factors
from factories import (
    AT,
    Cast,
    checked_report,
    count_queries,
    draft_report,
    make_indicator,
    published_report,
    submitted_report,
)
from factories.cast import make_product

CUT_OFF = date(2024, 12, 31)


def claim(
    reported: int, verified: int | None, outcome: str = "", unit: str = "personas", money: int | None = None
) -> Claim:
    outcome = outcome or ("" if verified is None else "verified" if verified == reported else "adjusted")
    return Claim(
        (("plan", "p"),), unit, Decimal(reported), outcome, None if verified is None else Decimal(verified), money
    )


def of_plan(*claims: Claim, unit: str = "") -> Factor:
    return next(row for row in factors_of(claims) if (row.level, row.unit) == ("plan", unit))


def test_it_is_the_sum_verified_over_the_sum_reported() -> None:
    assert of_plan(claim(1440, 1212), claim(560, 560)).factor == Fraction(1772, 2000)


def test_rejected_and_not_verifiable_count_as_zero_and_are_told() -> None:
    row = of_plan(claim(100, 100), claim(100, None, "rejected"), claim(200, None, "not_verifiable"))
    assert (row.factor, row.rejected, row.not_verifiable) == (Fraction(1, 4), 1, 1)


def test_what_nobody_looked_at_is_in_no_sum() -> None:
    row = of_plan(claim(100, 80), claim(100_000, None))
    assert (row.reported, row.verified, row.factor) == (100, 80, Fraction(4, 5))
    assert (row.reports, row.looked_at, row.reports_share) == (2, 1, Fraction(1, 2))
    assert of_plan(claim(100, None)).factor is None


def test_coverage_of_money_is_of_the_money_behind_the_claims() -> None:
    row = of_plan(claim(1, 1, money=300), claim(1, None, money=700), claim(1, 1))
    assert (row.money, row.money_looked_at, row.money_share) == (1000, 300, Fraction(3, 10))
    assert (of_plan(claim(1, 1)).money, of_plan(claim(1, 1)).money_share) == (None, None)


def test_people_and_kilometres_are_not_added() -> None:
    claims = [claim(1000, 500), claim(4, 4, unit="km")]
    assert of_plan(*claims).factor == Fraction(3, 4)
    assert of_plan(*claims, unit="personas").factor == Fraction(1, 2)
    assert of_plan(*claims, unit="km").factor == 1


@given(
    pairs=st.lists(
        st.tuples(st.integers(1, 10**6), st.none() | st.integers(0, 10**6)).map(
            lambda pair: claim(pair[0], pair[1], "rejected" if pair[1] is None else "")
        ),
        min_size=1,
    )
)
def test_of_one_unit_the_factor_is_the_ratio_of_the_sums(pairs: list[Claim]) -> None:
    row = of_plan(*pairs)
    assert row.factor == Fraction(sum(one.found for one in pairs)) / Fraction(sum(one.reported for one in pairs))
    assert factors_of(reversed(pairs)) == factors_of(pairs)


def test_it_is_read_from_the_reports_that_stand(cast: Cast) -> None:
    product = make_product(cast, "P1")
    activity = Activity.objects.create(product=product, code="01", name="Talleres")
    ActivityFollowUp.objects.create(activity=activity, period=cast.period, obligated=300, modified=500)
    child = Node.objects.create(
        plan=cast.plan, tier=product.project.node.tier, parent=product.project.node, code="1.1", name="Ruta"
    )
    checked_report(cast, Outcome.ADJUSTED, indicator=make_indicator(cast, "IP-1", product=product))
    submitted_report(cast, indicator=make_indicator(cast, "R-02", node=child))
    draft_report(cast, indicator=make_indicator(cast, "R-03"))
    found = {
        (row.level, row.key, row.unit): (row.factor, row.looked_at, row.reports, row.money_looked_at)
        for row in verification_factors(cast.reporter, cast.plan, CUT_OFF)
    }
    seven_ninths = Fraction(7, 9)
    assert found == {
        ("plan", "cali", ""): (seven_ninths, 1, 2, 300),
        ("plan", "cali", "personas"): (seven_ninths, 1, 2, 300),
        ("node", "ejes/1", ""): (seven_ninths, 1, 2, 300),
        ("node", "ejes/1", "personas"): (seven_ninths, 1, 2, 300),
        ("node", "ejes/1.1", ""): (None, 0, 1, None),
        ("node", "ejes/1.1", "personas"): (None, 0, 1, None),
        ("entity", "desarrollo", ""): (seven_ninths, 1, 2, 300),
        ("entity", "desarrollo", "personas"): (seven_ninths, 1, 2, 300),
        ("indicator", "IP-1", ""): (seven_ninths, 1, 1, 300),
        ("indicator", "R-02", ""): (None, 0, 1, None),
    }


def test_a_correction_under_way_changes_nothing(cast: Cast) -> None:
    first = published_report(cast, Outcome.ADJUSTED)
    second = open_correction(report=first, reason="Se contó dos veces.", by=cast.reporter, at=AT)
    submit_report(report=second, by=cast.reporter, at=AT)
    assert [row.factor for row in verification_factors(None, cast.plan, CUT_OFF) if row.level == "indicator"] == [
        Fraction(7, 9)
    ]


def test_a_plan_in_formulation_shows_it_to_those_in_it(cast: Cast) -> None:
    cast.plan.state = PlanState.DRAFT
    cast.plan.save()
    with pytest.raises(NotFound):
        verification_factors(cast.outsider, cast.plan, CUT_OFF)


def test_questions_to_the_database_do_not_grow_with_the_plan(cast: Cast) -> None:
    checked_report(cast)
    few = count_queries(lambda: verification_factors(None, cast.plan, CUT_OFF))
    for number in range(3):
        checked_report(cast, indicator=make_indicator(cast, f"X-{number}"))
    assert count_queries(lambda: verification_factors(None, cast.plan, CUT_OFF)) == few
