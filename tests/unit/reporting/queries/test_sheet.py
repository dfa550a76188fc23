"""The form of a report, begun or not."""

from datetime import date
from decimal import Decimal

import pytest

from concierta.indicators.models import Category, CategorySet
from concierta.kernel.errors import NotFound
from concierta.reporting.operations import open_correction
from concierta.reporting.queries import (
    report_or_new,
    sheet_of,
)
from factories import (
    AT,
    Cast,
    draft_report,
    published_report,
    returned_report,
    submitted_report,
)

IN_TIME, LATE = date(2025, 1, 3), date(2025, 1, 10)


def test_the_form_of_a_report_that_nobody_began(cast: Cast) -> None:
    sheet = report_or_new(cast.reporter, cast.indicator.pk, cast.period.pk, IN_TIME)
    assert (sheet.report, sheet.history, sheet.standing.target) == (None, (), 1000)
    assert sheet.can_edit
    assert not sheet.can_submit
    assert sheet.can_submit.reason == "Todavía no hay nada escrito."


def test_the_form_of_a_returned_report(cast: Cast) -> None:
    report = returned_report(cast)
    sheet = report_or_new(cast.reporter, cast.indicator.pk, cast.period.pk, IN_TIME)
    assert (sheet.report, sheet.standing.returned_reason) == (report, "Falta el listado firmado.")
    assert sheet.can_edit
    assert sheet.can_submit
    assert not sheet.can_correct
    assert [step.act for step in sheet.history] == ["submit", "return"]


def test_the_form_shows_each_category_with_what_was_written(cast: Cast) -> None:
    sexes = CategorySet.objects.create(code="sexo", name="Sexo", exhaustive=True)
    women = Category.objects.create(category_set=sexes, code="m", name="Mujeres", ordinal=1)
    men = Category.objects.create(category_set=sexes, code="h", name="Hombres", ordinal=2)
    cast.indicator.category_sets.add(sexes)
    draft_report(cast, breakdown={women.pk: Decimal(500)})
    (shown,) = report_or_new(cast.reporter, cast.indicator.pk, cast.period.pk, IN_TIME).breakdown
    assert (shown.category_set, shown.parts) == (sexes, ((women, Decimal(500)), (men, None)))


def test_the_form_opens_on_the_correction_when_there_is_one(cast: Cast) -> None:
    correction = open_correction(report=published_report(cast), reason="Error", by=cast.reporter, at=AT)
    sheet = report_or_new(cast.reporter, cast.indicator.pk, cast.period.pk, IN_TIME)
    assert sheet.report == correction


def test_the_form_is_for_the_reporting_entity(cast: Cast) -> None:
    for user in (cast.reviewer, cast.verifier, cast.outsider):
        with pytest.raises(NotFound):
            report_or_new(user, cast.indicator.pk, cast.period.pk, IN_TIME)


def test_the_form_needs_a_period_of_the_plan(cast: Cast) -> None:
    with pytest.raises(NotFound):
        report_or_new(cast.reporter, cast.indicator.pk, cast.period.pk + 1, IN_TIME)


def test_the_reviewers_sheet_says_what_they_may_do(cast: Cast) -> None:
    sheet = sheet_of(cast.reviewer, submitted_report(cast).pk, IN_TIME)
    assert sheet.can_review
    assert sheet.can_return
    assert "«Reporta» en DESARROLLO" in sheet.can_edit.reason
