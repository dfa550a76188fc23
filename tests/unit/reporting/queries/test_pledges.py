"""What a signatory promised, what of it was verified, and what it owes."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from concierta.agreements.enums import PledgeKind
from concierta.agreements.models import Pledge
from concierta.agreements.operations import register_pledge
from concierta.indicators.models import Target
from concierta.kernel.errors import NotFound
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.reporting.enums import Rating
from concierta.reporting.operations import give_opinion, self_assess
from concierta.reporting.queries import (
    EntityPledges,
    PledgeStanding,
    assessment_for,
    assessment_of_period,
    assessments_i_owe,
    assessments_of,
    assessments_owed,
    assessments_without_opinion,
    evidence_brought,
    evidence_to_assess_with,
    pledge_standing_for,
    pledge_standings,
    what_i_owe,
)
from concierta.reporting.queries.pledges import kept_pledges
from factories import AT, PDF, count_queries, evidence_of, make_indicator, make_period, make_person
from factories.pledges import Pledging, make_pledging, mesa_decision, promise_reported, promise_verified

TODAY = AT.date()
#: Five working days after 31-Dec-2024.
DUE = date(2025, 1, 9)
LATE = date(2025, 1, 10)


@pytest.fixture
def pledging(db: None) -> Pledging:
    return make_pledging()


def sena(pledging: Pledging, on: date = TODAY) -> EntityPledges:
    (found,) = pledge_standings(pledging.secretary, pledging.plan, on)
    return found


def of(pledging: Pledging, pledge: Pledge, on: date) -> PledgeStanding:
    """The standing of a pledge; what says of many at once if they are kept must say the same."""
    standing = pledge_standing_for(pledging.secretary, pledging.plan, pledge.pk, on)
    assert kept_pledges(pledging.plan, [pledge], on) == ({pledge.pk} if standing.is_delivered else set())
    return standing


def measured(pledging: Pledging, on: date = TODAY) -> PledgeStanding:
    return of(pledging, pledging.measured, on)


def declared(pledging: Pledging, on: date = TODAY) -> PledgeStanding:
    return of(pledging, pledging.declared, on)


def assess(pledging: Pledging, rating: Rating = Rating.KEPT):
    return self_assess(
        pledge=pledging.declared,
        period=pledging.period,
        rating=rating,
        text="Se llevó a las cuatro sesiones.",
        by=pledging.sonia,
        at=AT,
    )


def opine(pledging: Pledging, assessment, opinion: Rating):
    at = AT + timedelta(days=1)
    decision = mesa_decision(pledging.agreement, pledging, at=at)
    return give_opinion(assessment=assessment, opinion=opinion, text="Hay actas.", decision=decision, by=None, at=at)


def test_nothing_was_sent_yet(pledging: Pledging):
    found = sena(pledging)
    assert (found.entity, found.promised, found.delivered, found.owed, found.overdue, found.next_due) == (
        pledging.sena,
        2,
        0,
        2,
        0,
        DUE,
    )
    assert [standing.is_measurable for standing in found.pledges] == [True, False]


def test_after_the_due_date_both_are_late(pledging: Pledging):
    assert sena(pledging, LATE).overdue == 2


def test_what_is_reported_is_not_delivered(pledging: Pledging):
    promise_reported(pledging, 1200)
    (figure,) = measured(pledging).figures
    assert (figure.promised, figure.reported, figure.verified, figure.remaining) == (1000, 1200, None, 1000)
    assert (figure.is_delivered, measured(pledging).reports_owed) == (False, ())


@pytest.mark.parametrize(
    ("value", "found", "verified", "remaining", "delivered"),
    [(900, None, 900, 100, False), (1000, None, 1000, 0, True), (1300, 1100, 1100, 0, True), (1300, 0, 0, 1000, False)],
)
def test_what_is_verified_is(
    pledging: Pledging, value: int, found: int | None, verified: int, remaining: int, delivered: bool
):
    promise_verified(pledging, value, found)
    (figure,) = measured(pledging).figures
    assert (figure.verified, figure.remaining, figure.is_delivered) == (verified, remaining, delivered)
    assert measured(pledging).is_delivered is delivered


def test_years_add_up_where_the_measure_does(pledging: Pledging):
    Target.objects.create(indicator=pledging.promise, year=2025, value=500)
    assert measured(pledging).figures[0].promised == Fraction(1500)


def test_a_measure_from_a_baseline_has_no_remainder_and_less_may_be_better(pledging: Pledging):
    promise_verified(pledging, 900)
    pledging.promise.accumulation = "reduction"
    pledging.promise.save()
    (figure,) = measured(pledging).figures
    assert (figure.remaining, figure.is_delivered) == (None, True)


def test_without_a_target_nothing_is_delivered(pledging: Pledging):
    pledging.promise.targets.all().delete()
    promise_verified(pledging, 900)
    (figure,) = measured(pledging).figures
    assert (figure.promised, figure.remaining, figure.is_delivered) == (None, None, False)


@pytest.mark.parametrize(
    ("opinion", "delivered"), [(Rating.KEPT, True), (Rating.PARTLY, False), (Rating.NOT_KEPT, False)]
)
def test_a_declared_pledge_is_kept_when_the_table_says_so(pledging: Pledging, opinion: Rating, delivered: bool):
    made = assess(pledging)
    standing = declared(pledging)
    assert (standing.assessments, standing.assessments_owed, standing.is_delivered) == ((made,), (), False)
    opine(pledging, made, opinion)
    assert declared(pledging).is_delivered is delivered


def test_next_due_is_of_the_running_period_when_nothing_is_owed(pledging: Pledging):
    assess(pledging)
    assert declared(pledging).next_due is None
    make_period(pledging.plan, "2025-T1")
    assert declared(pledging).next_due == date(2025, 4, 7)


def test_one_signatory_alone(pledging: Pledging):
    assert pledge_standings(None, pledging.plan, TODAY, entity=pledging.desarrollo) == []
    (found,) = pledge_standings(None, pledging.plan, TODAY, entity=pledging.sena)
    assert found.promised == 2


def test_a_draft_is_not_shown_to_strangers(pledging: Pledging):
    Plan.objects.update(state=PlanState.DRAFT)
    pledging.plan.refresh_from_db()
    stranger = make_person("Nadie")
    with pytest.raises(NotFound):
        pledge_standings(stranger, pledging.plan, TODAY)
    with pytest.raises(NotFound):
        pledge_standing_for(stranger, pledging.plan, pledging.measured.pk, TODAY)


def test_a_pledge_of_another_agreement_is_not_found(pledging: Pledging):
    with pytest.raises(NotFound):
        pledge_standing_for(None, pledging.plan, pledging.declared.pk + 100, TODAY)


def test_the_number_of_queries_does_not_grow(pledging: Pledging):
    promise_verified(pledging)
    assess(pledging)
    few = count_queries(lambda: pledge_standings(pledging.secretary, pledging.plan, TODAY))
    for number in range(4):
        pledge = register_pledge(
            clause=pledging.measured.clause,
            entity=pledging.sena,
            code=f"X{number}",
            text="Otra",
            kind=PledgeKind.ACTION,
            by=None,
            at=AT,
        )
        if number % 2:
            make_indicator(pledging, f"X{number}", kind="pledge", pledge=pledge, reporter=pledging.sena)
    assert count_queries(lambda: pledge_standings(pledging.secretary, pledging.plan, TODAY)) == few == 14


# What is owed by whom


def test_the_assessment_is_owed_by_the_signatory_and_the_report_is_too(pledging: Pledging):
    (owed,) = assessments_owed(TODAY)
    assert (owed.pledge, owed.period, owed.due_on, owed.overdue, owed.working_days_left) == (
        pledging.declared,
        pledging.period,
        DUE,
        False,
        3,
    )
    assert assessments_i_owe(pledging.sonia, LATE)[0].overdue
    assert assessments_i_owe(pledging.reporter, TODAY) == []
    assert [standing.indicator.code for standing in what_i_owe(pledging.sonia, TODAY)] == ["C-1"]


def test_nothing_is_owed_once_assessed_nor_before_the_cut_off_nor_of_a_closed_plan(pledging: Pledging):
    assert assessments_owed(date(2024, 12, 30)) == []
    Plan.objects.update(state=PlanState.CLOSED)
    assert assessments_owed(TODAY) == []
    Plan.objects.update(state=PlanState.IN_FORCE)
    assess(pledging)
    assert assessments_owed(TODAY) == []


def test_after_its_own_date_a_pledge_is_not_asked_for(pledging: Pledging):
    pledging.declared.due_on = date(2024, 9, 30)
    pledging.declared.save()
    assert assessments_owed(TODAY) == []


def test_a_year_and_its_last_quarter_ask_once(pledging: Pledging):
    make_period(pledging.plan, "2024")
    assert [owed.period for owed in assessments_owed(TODAY)] == [pledging.period]


def test_what_was_assessed_is_read_by_whoever_sees_the_plan(pledging: Pledging):
    made = assess(pledging)
    assert assessment_for(pledging.outsider, made.pk) == made
    assert list(assessments_of(pledging.outsider, pledging.plan)) == [made]
    assert list(assessments_without_opinion(pledging.plan)) == [made]
    opine(pledging, made, Rating.KEPT)
    assert list(assessments_without_opinion(pledging.plan)) == []
    with pytest.raises(NotFound):
        assessment_for(pledging.outsider, made.pk + 1)


def test_what_was_sent_of_a_pledge_is_found_by_its_period(pledging: Pledging):
    of_period = pledging.secretary, pledging.plan, pledging.declared.pk, pledging.period.pk
    assert assessment_of_period(*of_period) is None
    made = assess(pledging)
    assert assessment_of_period(*of_period) == made
    assert assessment_of_period(*of_period[:3], pledging.period.pk + 1) is None


def test_the_files_of_a_draft_come_in_the_order_in_which_they_were_brought(pledging: Pledging):
    first, second = (evidence_of(pledging.sena, pledging.sonia, content=PDF + end) for end in (b"1", b"2"))
    others = evidence_of(pledging.desarrollo, pledging.reporter)
    assert evidence_brought(pledging.sonia, pledging.declared, [second.pk, others.pk, first.pk]) == [second, first]


def test_evidence_to_assess_with_is_the_signatorys(pledging: Pledging):
    shown = evidence_of(pledging.sena, pledging.sonia)
    evidence_of(pledging.desarrollo, pledging.reporter)
    assert list(evidence_to_assess_with(pledging.sonia, pledging.declared)) == [shown]
    assert list(evidence_to_assess_with(pledging.reporter, pledging.declared)) == []
