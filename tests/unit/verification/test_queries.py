from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from concierta.engines.risk import RiskPart
from concierta.kernel.errors import NotFound
from concierta.people.enums import Role
from concierta.plans.models import Activity, ActivityFollowUp
from concierta.reporting.enums import Outcome
from concierta.reporting.enums import ReportState as S
from concierta.reporting.operations import review_report, submit_report
from concierta.verification.enums import Method
from concierta.verification.operations import verify_report
from concierta.verification.queries import (
    evidence_for,
    publishable_reports,
    verification_for,
    verification_queue,
    verified_before,
)
from factories import (
    AT,
    Cast,
    checked_report,
    count_queries,
    draft_report,
    evidence_of,
    make_indicator,
    make_period,
    make_person,
    png,
    published_report,
    report_in,
    returned_report,
    reviewed_report,
)
from factories.cast import make_product

TODAY = date(2025, 1, 24)
HOUR = timedelta(hours=1)


def test_the_queue_holds_what_was_reviewed_with_its_due_date(cast: Cast) -> None:
    report = reviewed_report(cast)
    (item,) = verification_queue(cast.verifier, TODAY)
    assert (item.report, item.due_on, item.overdue) == (report, date(2025, 1, 23), True)
    assert item.risk.parts == ()


@pytest.mark.parametrize("state", [state for state in S if state != S.REVIEWED])
def test_nothing_else_waits_for_verification(cast: Cast, state: S) -> None:
    report_in(cast, state)
    assert verification_queue(cast.verifier, TODAY) == []


def test_the_queue_is_the_verifiers_alone(cast: Cast) -> None:
    reviewed_report(cast)
    for user in (cast.reporter, cast.reviewer, cast.secretary, cast.outsider):
        assert verification_queue(user, TODAY) == []


@pytest.mark.parametrize("interested", ["desarrollo", "planeacion"])
def test_what_my_other_entity_reported_or_reviewed_is_not_in_my_queue(cast: Cast, interested: str) -> None:
    reviewed_report(cast)
    both = make_person("Dora", (Role.VERIFIER, cast.control), (Role.MEMBER, getattr(cast, interested)))
    assert verification_queue(both, TODAY) == []


def test_the_riskiest_comes_first(cast: Cast) -> None:
    plain = reviewed_report(cast, 900)
    over = reviewed_report(cast, 1300, indicator=make_indicator(cast, "R-02"))
    slightly = reviewed_report(cast, 1100, indicator=make_indicator(cast, "R-03"))
    assert [item.report for item in verification_queue(cast.verifier, TODAY)] == [over, slightly, plain]


def test_the_score_says_where_it_comes_from(cast: Cast) -> None:
    """500 M of 1,000 M spent, 150 % reported, sent two days late, half more than in the same quarter a year before."""
    product = make_product(cast, "P-01")
    indicator = make_indicator(cast, "P-01", product=product)
    for code, obligated in (("A1", 200_000_000), ("A2", 300_000_000)):
        ActivityFollowUp.objects.create(
            activity=Activity.objects.create(product=product, code=code, name=code),
            period=cast.period,
            modified=500_000_000,
            obligated=obligated,
        )
    cast.plan.starts_on = date(2023, 1, 1)
    cast.plan.save()
    make_target = indicator.targets.create
    make_target(year=2023, value=Decimal(1000))
    checked_report(cast, value=1000, indicator=indicator, period=make_period(cast.plan, "2023-T4"))
    report = draft_report(cast, 1500, indicator=indicator)
    submit_report(report=report, by=cast.reporter, at=AT + timedelta(days=10))
    review_report(report=report, by=cast.reviewer, at=AT + timedelta(days=11))
    (item,) = verification_queue(cast.verifier, TODAY)
    assert dict(item.risk.parts) == {
        RiskPart.OVER_TARGET: Fraction(20),
        RiskPart.MONEY: Fraction(25, 2),
        RiskPart.JUMP: Fraction(10),
        RiskPart.PHYSICAL_AGAINST_FINANCIAL: Fraction(10),
        RiskPart.LATE: Fraction(1),
    }


def test_money_is_counted_once_per_period_of_the_same_indicator(cast: Cast) -> None:
    product = make_product(cast, "P-01")
    indicator = make_indicator(cast, "P-01", product=product)
    activity = Activity.objects.create(product=product, code="A1", name="A1")
    periods = [cast.period, make_period(cast.plan, "2024-T3")]
    for period in periods:
        ActivityFollowUp.objects.create(activity=activity, period=period, obligated=400_000_000)
        reviewed_report(cast, 100, indicator=indicator, period=period)
    for item in verification_queue(cast.verifier, TODAY):
        assert dict(item.risk.parts)[RiskPart.MONEY] == 10


def test_a_report_that_came_back_says_so(cast: Cast) -> None:
    report = returned_report(cast)
    submit_report(report=report, by=cast.reporter, at=AT + timedelta(days=30))
    review_report(report=report, by=cast.reviewer, at=AT + timedelta(days=31))
    (item,) = verification_queue(cast.verifier, TODAY)
    # Sent in time the first time: coming back later is not being late.
    assert dict(item.risk.parts) == {RiskPart.RETURNED_BEFORE: Fraction(5, 2)}


def test_the_queue_costs_the_same_at_any_size(cast: Cast) -> None:
    reviewed_report(cast)
    few = count_queries(lambda: verification_queue(cast.verifier, TODAY))
    for index in range(5):
        reviewed_report(cast, indicator=make_indicator(cast, f"X-{index}", product=make_product(cast, f"X-{index}")))
    assert count_queries(lambda: verification_queue(cast.verifier, TODAY)) == few
    assert few <= 8


def test_the_verifier_sees_the_claim_its_evidence_and_what_was_found_before(cast: Cast) -> None:
    third = make_period(cast.plan, "2024-T3")
    before = checked_report(cast, Outcome.ADJUSTED, period=third)
    report = reviewed_report(cast)
    page = verification_for(cast.verifier, report.pk, TODAY)
    assert (page.report, page.verification) == (report, None)
    assert [found.report for found in page.earlier] == [before]
    assert page.can_verify
    assert len(page.report.evidence.all()) == 1
    assert dict(page.risk.parts) == {}


def test_once_verified_it_shows_what_was_found(cast: Cast) -> None:
    report = checked_report(cast)
    page = verification_for(cast.reporter, report.pk, TODAY)
    assert (page.verification, page.earlier) == (report.verification, ())
    assert "Usted envió este reporte" in page.can_verify.reason


def test_those_without_a_part_do_not_see_it(cast: Cast) -> None:
    with pytest.raises(NotFound):
        verification_for(cast.outsider, reviewed_report(cast).pk, TODAY)


def test_what_my_entity_verified_before(cast: Cast) -> None:
    first = checked_report(cast)
    second = published_report(cast, indicator=make_indicator(cast, "R-02"))
    assert [found.report for found in verified_before(cast.verifier)] == [second, first]
    assert not verified_before(cast.reviewer)


def test_a_corte_publishes_what_was_checked_up_to_its_cut_off(cast: Cast) -> None:
    third = make_period(cast.plan, "2024-T3")
    early = checked_report(cast, period=third)
    late = checked_report(cast, Outcome.REJECTED)
    reviewed_report(cast, indicator=make_indicator(cast, "R-02"))
    published_report(cast, indicator=make_indicator(cast, "R-03"))
    assert list(publishable_reports(cast.plan, date(2024, 9, 30))) == [early]
    assert list(publishable_reports(cast.plan, date(2024, 12, 31))) == [early, late]


def test_the_verifiers_evidence_is_seen_by_whom_the_report_concerns(cast: Cast) -> None:
    shown = evidence_of(cast.control, cast.verifier, png())
    report = reviewed_report(cast)
    with pytest.raises(NotFound):
        evidence_for(cast.reporter, shown.pk)
    verify_report(
        report=report,
        outcome=Outcome.REJECTED,
        method=Method.SITE_VISIT,
        reason="No había tal sede.",
        evidence=[shown],
        by=cast.verifier,
        at=AT + 3 * HOUR,
    )
    assert evidence_for(cast.reporter, shown.pk) == shown
    assert evidence_for(cast.verifier, report.evidence.get().pk) == report.evidence.get()
    with pytest.raises(NotFound):
        evidence_for(cast.outsider, shown.pk)
