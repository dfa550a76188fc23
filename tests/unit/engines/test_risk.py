from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.risk import DEFAULT_WEIGHTS, RiskFacts, RiskPart, RiskScale, risk_of

amounts = st.integers(min_value=0, max_value=10**13)
figures = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)
fractions = st.fractions(min_value=0, max_value=5)
facts = st.builds(
    RiskFacts,
    value=st.none() | figures,
    previous=st.none() | figures,
    achievement=st.none() | fractions,
    obligated=st.none() | amounts,
    financial=st.none() | fractions,
    days_late=st.integers(0, 60),
    times_returned=st.integers(0, 9),
    evidence_count=st.integers(0, 9),
)


def points(known: RiskFacts, part: RiskPart) -> Fraction:
    return dict(risk_of(known).parts).get(part, Fraction(0))


def test_the_default_weights_add_to_a_hundred() -> None:
    assert sum(DEFAULT_WEIGHTS.values()) == 100
    assert set(DEFAULT_WEIGHTS) == set(RiskPart)


def test_what_is_not_known_accuses_nobody() -> None:
    assert risk_of(RiskFacts()).parts == ()
    assert risk_of(RiskFacts()).points == 0


@pytest.mark.parametrize(
    ("known", "part", "expected"),
    [
        (RiskFacts(obligated=400_000_000), RiskPart.MONEY, Fraction(10)),
        (RiskFacts(obligated=5_000_000_000), RiskPart.MONEY, Fraction(25)),
        (RiskFacts(achievement=Fraction(1)), RiskPart.OVER_TARGET, Fraction(0)),
        (RiskFacts(achievement=Fraction(5, 4)), RiskPart.OVER_TARGET, Fraction(10)),
        (RiskFacts(achievement=Fraction(3)), RiskPart.OVER_TARGET, Fraction(20)),
        (RiskFacts(value=Decimal(150), previous=Decimal(100)), RiskPart.JUMP, Fraction(10)),
        (RiskFacts(value=Decimal(50), previous=Decimal(100)), RiskPart.JUMP, Fraction(10)),
        (RiskFacts(value=Decimal(1), previous=Decimal(0)), RiskPart.JUMP, Fraction(20)),
        (RiskFacts(value=Decimal(0), previous=Decimal(0)), RiskPart.JUMP, Fraction(0)),
        (RiskFacts(value=Decimal(9)), RiskPart.NO_EVIDENCE, Fraction(15)),
        (RiskFacts(value=Decimal(0)), RiskPart.NO_EVIDENCE, Fraction(0)),
        (RiskFacts(value=Decimal(9), evidence_count=1), RiskPart.NO_EVIDENCE, Fraction(0)),
        (RiskFacts(days_late=4), RiskPart.LATE, Fraction(2)),
        (RiskFacts(times_returned=1), RiskPart.RETURNED_BEFORE, Fraction(5, 2)),
        (
            RiskFacts(achievement=Fraction(9, 10), financial=Fraction(4, 10)),
            RiskPart.PHYSICAL_AGAINST_FINANCIAL,
            Fraction(10),
        ),
        (
            RiskFacts(achievement=Fraction(3), financial=Fraction(1)),
            RiskPart.PHYSICAL_AGAINST_FINANCIAL,
            Fraction(0),
        ),
    ],
)
def test_each_part_is_worth_its_share(known: RiskFacts, part: RiskPart, expected: Fraction) -> None:
    assert points(known, part) == expected


def test_the_heaviest_part_is_named_first() -> None:
    parts = risk_of(RiskFacts(value=Decimal(9), days_late=10, obligated=1_000_000_000)).parts
    assert [part for part, _ in parts] == [RiskPart.MONEY, RiskPart.NO_EVIDENCE, RiskPart.LATE]


def test_an_installation_may_weigh_otherwise() -> None:
    scale = RiskScale(weights={RiskPart.LATE: 100})
    assert risk_of(RiskFacts(days_late=5, obligated=10**12), scale).parts == ((RiskPart.LATE, Fraction(50)),)


@given(facts)
def test_points_stay_between_nothing_and_the_sum_of_the_weights(known: RiskFacts) -> None:
    risk = risk_of(known)
    assert 0 <= risk.points <= 100
    assert all(0 < found <= DEFAULT_WEIGHTS[part] for part, found in risk.parts)


@given(facts, amounts, amounts)
def test_more_money_never_lowers_the_risk(known: RiskFacts, less: int, more: int) -> None:
    less, more = sorted((less, more))
    assert risk_of(replace(known, obligated=less)).points <= risk_of(replace(known, obligated=more)).points


@given(facts, st.integers(0, 60), st.integers(0, 60))
def test_more_delay_never_lowers_the_risk(known: RiskFacts, less: int, more: int) -> None:
    less, more = sorted((less, more))
    assert risk_of(replace(known, days_late=less)).points <= risk_of(replace(known, days_late=more)).points
