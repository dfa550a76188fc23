"""The queue of projects to review: what brings one up, in which order, and at what price."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from concierta.budgets.operations import LineExecution, record_execution
from concierta.evaluation.enums import ReviewReason
from concierta.evaluation.queries import QueuedProject, review_queue
from concierta.evaluation.words import reasons_in_words
from concierta.reporting.enums import Outcome
from factories import checked_report, count_queries, make_cast, make_indicator
from factories.cast import Cast, make_product
from factories.evaluation import make_project, recorded_risk, reviewed_project
from factories.mesa import make_mesa
from factories.money import AT, make_fund, make_line

pytestmark = pytest.mark.django_db

ON = date(2025, 2, 3)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def queued(cast: Cast, **given: object) -> dict[str, QueuedProject]:
    return {one.project.code: one for one in review_queue(cast.secretary, cast.plan, ON, **given)}


def reasons(one: QueuedProject) -> list[ReviewReason]:
    return [reason.kind for reason in one.reasons]


def test_a_project_of_which_nothing_is_known_has_no_reason_and_waits_for_the_lot(cast: Cast):
    make_project(cast)
    one = queued(cast)["BP-1"]
    assert (one.reasons, one.points, one.of_weight, one.reviewed) == ((), 0, True, None)


def test_an_open_critical_risk_brings_it_up_and_another_does_not(cast: Cast):
    recorded_risk(cast, subject=make_project(cast), probability=5, impact=5)
    recorded_risk(cast, subject=make_project(cast, "2"), probability=2, impact=2)
    found = queued(cast)
    assert (reasons(found["BP-1"]), reasons(found["BP-2"])) == ([ReviewReason.CRITICAL_RISK], [])


def test_an_overdue_report_and_a_rejected_one_bring_it_up(cast: Cast):
    make_indicator(cast, "P1", product=make_product(cast, "1"))
    rejected = make_indicator(cast, "P2", product=make_product(cast, "2"))
    checked_report(cast, Outcome.REJECTED, indicator=rejected)
    found = queued(cast)
    assert reasons(found["BP-1"]) == [ReviewReason.OVERDUE]
    assert reasons(found["BP-2"]) == [ReviewReason.REJECTED]
    assert reasons_in_words(found["BP-1"].reasons) == "1 reporte vencido"


def test_money_spent_with_nothing_verified_brings_it_up(cast: Cast):
    make_fund(cast)
    product = make_product(cast, "1")
    checked_report(cast, Outcome.REJECTED, indicator=make_indicator(cast, "P1", product=product))
    line = make_line(cast, product, fiscal_year=2024)
    spent = LineExecution(line, 800, 600, 400, 300)
    record_execution(plan=cast.plan, cut_off=date(2024, 12, 31), figures=[spent], by=cast.secretary, at=AT)
    assert ReviewReason.MONEY_WITHOUT_RESULT in reasons(queued(cast)["BP-1"])


def test_how_far_behind_it_is_comes_from_whoever_measures(cast: Cast):
    make_project(cast)
    (reason,) = queued(cast, behind={"BP-1": Fraction(1, 4)})["BP-1"].reasons
    assert (reason.kind, reason.points) == (ReviewReason.BEHIND, Fraction(15, 2))
    assert reasons_in_words([reason]) == "Va 25,0\N{NO-BREAK SPACE}% por debajo de lo esperado"


def test_points_order_the_queue_and_what_was_reviewed_this_year_goes_last(settings):
    scene = make_mesa()
    first, second, third = (make_project(scene, code) for code in "123")
    recorded_risk(scene, subject=second, probability=5, impact=5)
    recorded_risk(scene, subject=third, probability=5, impact=5)
    reviewed_project(scene, third)
    assert [one.project for one in review_queue(None, scene.plan, ON)] == [second, first, third]


def test_those_of_weight_together_have_most_of_the_pesos(cast: Cast, settings):
    settings.REVIEW_WEIGHT = "0.8"
    make_fund(cast)
    for code, pesos in (("1", 500), ("2", 300), ("3", 200)):
        make_line(cast, code=code, initial=pesos)
    assert [code for code, one in queued(cast).items() if one.of_weight] == ["BP-1", "BP-2"]
    assert queued(cast)["BP-1"].reasons[0].size == Fraction(Decimal("0.5"))


def test_it_asks_the_same_questions_however_many_projects_there_are(cast: Cast):
    make_fund(cast)
    recorded_risk(cast, subject=make_line(cast, code="1").project)
    one = count_queries(lambda: queued(cast))
    for code in "234":
        recorded_risk(cast, subject=make_line(cast, code=code).project)
    assert count_queries(lambda: queued(cast)) == one
