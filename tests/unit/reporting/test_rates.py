"""A rate is reported, verified and broken down by its two figures: nobody types a percentage."""

import json
from decimal import Decimal

import pytest

from concierta.engines.achievement import Ratio
from concierta.indicators.models import Indicator
from concierta.kernel.errors import Invalid
from concierta.ledger.models import Event
from concierta.reporting.enums import Outcome
from concierta.reporting.operations import open_correction, sending_problems, submit_report
from concierta.verification.enums import Method
from concierta.verification.operations import mark_published, verify_report
from factories import AT, Cast
from factories.reports import HOUR, draft_report, reviewed_report, submitted_report

PAIR = {"value": None, "numerator": Decimal(182), "denominator": Decimal(1000)}


@pytest.fixture
def ratio(cast: Cast) -> Cast:
    Indicator.objects.filter(pk=cast.indicator.pk).update(measure="ratio", unit="%")
    cast.indicator.refresh_from_db()
    return cast


def body() -> dict:
    return json.loads(Event.objects.last().payload)["body"]


def find(report, cast: Cast, outcome: Outcome, **fields):
    return verify_report(
        report=report,
        outcome=outcome,
        method=Method.DESK_REVIEW,
        reason="Se contó la base.",
        by=cast.verifier,
        at=AT + 3 * HOUR,
        **fields,
    ).report


def test_its_value_follows_from_its_two_figures(ratio: Cast):
    report = submitted_report(ratio, **PAIR)
    assert report.value == Decimal("18.2")
    assert (body()["value"], body()["numerator"], body()["denominator"]) == ("18.2", "182", "1000")


def test_thirds_are_kept_to_six_decimals(ratio: Cast):
    assert draft_report(ratio, None, numerator=Decimal(2), denominator=Decimal(3)).value == Decimal("66.666667")


def test_a_value_beside_them_must_be_theirs(ratio: Cast):
    with pytest.raises(Invalid, match=r"da 18\.2"):
        draft_report(ratio, 20, numerator=Decimal(182), denominator=Decimal(1000))


def test_over_nothing_there_is_no_rate(ratio: Cast):
    with pytest.raises(Invalid, match="mayor que cero") as refused:
        draft_report(ratio, None, numerator=Decimal(1), denominator=Decimal(0))
    assert refused.value.field == "denominator"


def test_half_a_rate_may_be_kept_and_not_sent(ratio: Cast):
    report = draft_report(ratio, None, numerator=Decimal(182))
    assert (report.value, report.numerator) == (None, 182)
    assert [problem.field for problem in sending_problems(report, AT)][:1] == ["denominator"]
    with pytest.raises(Invalid, match="Faltan el numerador y el denominador"):
        submit_report(report=report, by=ratio.reporter, at=AT + HOUR)


def test_what_is_counted_has_no_numerator(cast: Cast):
    with pytest.raises(Invalid, match="no se reporta con numerador"):
        draft_report(cast, 900, numerator=Decimal(1), denominator=Decimal(2))


def test_a_verified_rate_keeps_its_two_figures_and_an_adjusted_one_those_found(ratio: Cast):
    report = find(reviewed_report(ratio, **PAIR), ratio, Outcome.VERIFIED)
    assert (report.verified_value, report.verified_numerator, report.verified_denominator) == (report.value, 182, 1000)
    assert body()["verified_denominator"] == "1000"


def test_a_rate_is_adjusted_by_both(ratio: Cast):
    report = reviewed_report(ratio, **PAIR)
    with pytest.raises(Invalid, match="se ajusta con su numerador y su denominador"):
        find(report, ratio, Outcome.ADJUSTED, verified_value=Decimal(15))
    found = find(report, ratio, Outcome.ADJUSTED, verified_numerator=Decimal(150), verified_denominator=Decimal(1000))
    assert (found.value, found.verified_value, found.verified_numerator) == (Decimal("18.2"), 15, 150)


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.NOT_VERIFIABLE])
def test_what_is_refused_leaves_no_figures(ratio: Cast, outcome: Outcome):
    report = find(reviewed_report(ratio, **PAIR), ratio, outcome)
    assert (report.verified_value, report.verified_numerator, report.verified_denominator) == (None, None, None)


def test_a_correction_starts_from_its_two_figures(ratio: Cast):
    report = find(reviewed_report(ratio, **PAIR), ratio, Outcome.VERIFIED)
    mark_published(reports=[report], by=ratio.secretary, at=AT + 4 * HOUR)
    report.refresh_from_db()
    correction = open_correction(report=report, reason="Faltaban doce.", by=ratio.reporter, at=AT + 5 * HOUR)
    assert (correction.numerator, correction.denominator) == (182, 1000)


def parts(sexes, women: Ratio, men: Ratio) -> dict:
    return {sexes["m"].pk: women, sexes["h"].pk: men}


def test_its_parts_add_by_their_figures_and_never_by_their_percentages(ratio: Cast, sexes):
    # 20 % of 400 and 17 % of 600: the percentages add to 37, and are right.
    sound = parts(sexes, Ratio(Decimal(80), Decimal(400)), Ratio(Decimal(102), Decimal(600)))
    report = draft_report(ratio, None, numerator=Decimal(182), denominator=Decimal(1000), breakdown=sound)
    assert [(part.value, part.numerator) for part in report.breakdown.all()] == [(20, 80), (17, 102)]
    assert sending_problems(report, AT) == []


@pytest.mark.parametrize("men", [Ratio(Decimal(103), Decimal(600)), Ratio(Decimal(102), Decimal(601))])
def test_parts_with_more_above_or_below_than_the_whole_are_refused(ratio: Cast, sexes, men: Ratio):
    report = draft_report(
        ratio,
        None,
        numerator=Decimal(182),
        denominator=Decimal(1000),
        breakdown=parts(sexes, Ratio(Decimal(80), Decimal(400)), men),
    )
    with pytest.raises(Invalid, match="más que el total"):
        raise sending_problems(report, AT)[0]


def test_the_parts_of_a_rate_without_figures_are_not_added(cast: Cast, sexes):
    Indicator.objects.filter(pk=cast.indicator.pk).update(measure="rate", unit="%")
    cast.indicator.refresh_from_db()
    report = draft_report(cast, 18, breakdown={sexes["m"].pk: Decimal(20), sexes["h"].pk: Decimal(17)})
    assert sending_problems(report, AT) == []


def test_a_date_is_a_day_or_not_done(cast: Cast):
    Indicator.objects.filter(pk=cast.indicator.pk).update(measure="date", unit="fecha")
    cast.indicator.refresh_from_db()
    with pytest.raises(Invalid, match="AAAAMMDD"):
        draft_report(cast, 900)
    assert draft_report(cast, 20241130).value == 20241130


def test_pesos_are_whole(cast: Cast):
    Indicator.objects.filter(pk=cast.indicator.pk).update(measure="money", unit="pesos")
    cast.indicator.refresh_from_db()
    with pytest.raises(Invalid, match="sin centavos"):
        draft_report(cast, "900.5")
