"""The database itself refuses lying reports, also when nobody calls an operation."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from concierta.reporting.enums import Outcome
from concierta.reporting.enums import ReportState as S
from concierta.reporting.models import Report, ReportBreakdown
from factories import (
    AT,
    Cast,
    checked_report,
    draft_report,
    published_report,
    report_in,
    reviewed_report,
    submitted_report,
    superseded_report,
)


def bulk(**changes: object) -> None:
    """What a careless script would do, behind every operation's back."""
    Report.objects.update(**changes)


def second_version_under_way(cast: Cast) -> None:
    report = draft_report(cast)
    Report.objects.create(
        indicator=report.indicator,
        period=report.period,
        version=2,
        correction_reason="porque sí",
        reporter_entity=cast.desarrollo,
        saved_at=AT,
    )


ATTEMPTS: dict[str, list[tuple[str, Callable[[Cast], object], Callable[[Cast], object]]]] = {
    "report_version_once": [
        ("two first versions", superseded_report, lambda cast: bulk(version=1, correction_reason="")),
    ],
    "one_report_under_way_per_indicator_and_period": [
        ("two under way", lambda cast: None, second_version_under_way),
    ],
    "one_published_report_per_indicator_and_period": [
        ("two published", superseded_report, lambda cast: bulk(state=S.PUBLISHED)),
    ],
    "report_reporter_is_not_reviewer": [
        ("one person", reviewed_report, lambda cast: bulk(reviewer=cast.reporter)),
    ],
    "report_reporter_is_not_verifier": [
        ("one person", checked_report, lambda cast: bulk(verifier=F("reporter"))),
    ],
    "report_reviewer_is_not_verifier": [
        ("one person", checked_report, lambda cast: bulk(verifier=F("reviewer"))),
    ],
    "report_reporting_entity_is_not_reviewing": [
        ("one entity", reviewed_report, lambda cast: bulk(reviewer_entity=cast.desarrollo)),
    ],
    "report_reporting_entity_is_not_verifying": [
        ("one entity", checked_report, lambda cast: bulk(verifier_entity=cast.desarrollo)),
    ],
    "report_reviewing_entity_is_not_verifying": [
        ("one entity", checked_report, lambda cast: bulk(verifier_entity=F("reviewer_entity"))),
    ],
    "report_left_draft_when_submitted": [
        ("never sent", submitted_report, lambda cast: bulk(submitted_at=None)),
        ("jumped", lambda cast: draft_report(cast), lambda cast: bulk(state=S.SUBMITTED)),
    ],
    "submitted_report_has_a_value": [
        ("value erased", submitted_report, lambda cast: bulk(value=None)),
    ],
    "report_reviewed_by_somebody": [
        ("jumped", submitted_report, lambda cast: bulk(state=S.REVIEWED)),
        ("nobody", reviewed_report, lambda cast: bulk(reviewer=None)),
        ("no date", reviewed_report, lambda cast: bulk(reviewed_at=None)),
        ("no entity", reviewed_report, lambda cast: bulk(reviewer_entity=None)),
    ],
    "report_outcome_has_a_verifier": [
        ("jumped", reviewed_report, lambda cast: bulk(state=S.PUBLISHED)),
        ("outcome alone", reviewed_report, lambda cast: bulk(outcome=Outcome.REJECTED)),
        ("nobody", checked_report, lambda cast: bulk(verifier=None)),
        ("no entity", checked_report, lambda cast: bulk(verifier_entity=None)),
        ("went back", checked_report, lambda cast: bulk(state=S.REVIEWED)),
        ("outcome erased", published_report, lambda cast: bulk(outcome="", verified_value=None)),
    ],
    "checked_report_state_is_its_outcome": [
        ("turned", checked_report, lambda cast: bulk(state=S.REJECTED)),
    ],
    "verified_value_fits_the_outcome": [
        ("verified as another value", checked_report, lambda cast: bulk(verified_value=Decimal(1))),
        ("verified without value", checked_report, lambda cast: bulk(verified_value=None)),
        ("reported value moved", published_report, lambda cast: bulk(value=Decimal(1))),
        (
            "adjusted to the same",
            lambda cast: report_in(cast, S.ADJUSTED),
            lambda cast: bulk(verified_value=F("value")),
        ),
        ("adjusted to nothing", lambda cast: report_in(cast, S.ADJUSTED), lambda cast: bulk(verified_value=None)),
        ("rejected with a value", lambda cast: report_in(cast, S.REJECTED), lambda cast: bulk(verified_value=0)),
        (
            "not verifiable with a value",
            lambda cast: report_in(cast, S.NOT_VERIFIABLE),
            lambda cast: bulk(verified_value=F("value")),
        ),
    ],
    "a_reported_rate_has_both_its_figures": [
        ("no denominator", submitted_report, lambda cast: bulk(numerator=1)),
        ("no numerator", submitted_report, lambda cast: bulk(denominator=1)),
        ("over nothing", submitted_report, lambda cast: bulk(numerator=1, denominator=0)),
    ],
    "a_verified_rate_has_both_its_figures": [
        ("no denominator", checked_report, lambda cast: bulk(verified_numerator=1)),
        ("over nothing", checked_report, lambda cast: bulk(verified_numerator=1, verified_denominator=0)),
        (
            "of what was rejected",
            lambda cast: report_in(cast, S.REJECTED),
            lambda cast: bulk(verified_numerator=1, verified_denominator=2),
        ),
    ],
    "a_correction_says_why": [
        ("silent second version", lambda cast: draft_report(cast), lambda cast: bulk(version=2)),
    ],
}


@pytest.mark.parametrize(
    ("constraint", "arrange", "attempt"),
    [
        pytest.param(constraint, arrange, attempt, id=f"{constraint}: {name}")
        for constraint, attempts in ATTEMPTS.items()
        for name, arrange, attempt in attempts
    ],
)
def test_the_database_refuses(
    cast: Cast, constraint: str, arrange: Callable[[Cast], object], attempt: Callable[[Cast], object]
) -> None:
    arrange(cast)
    # SQLite names the columns of a unique index, not the index.
    with pytest.raises(IntegrityError, match=rf"{constraint}|UNIQUE constraint"), transaction.atomic():
        attempt(cast)


def test_every_constraint_has_its_test() -> None:
    assert {constraint.name for constraint in Report._meta.constraints} == set(ATTEMPTS)


def test_one_part_per_category(cast: Cast) -> None:
    from concierta.indicators.models import Category, CategorySet

    sexes = CategorySet.objects.create(code="sexo", name="Sexo", exhaustive=True)
    women = Category.objects.create(category_set=sexes, code="m", name="Mujeres", ordinal=1)
    report = draft_report(cast)
    ReportBreakdown.objects.create(report=report, category=women, value=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportBreakdown.objects.create(report=report, category=women, value=2)
