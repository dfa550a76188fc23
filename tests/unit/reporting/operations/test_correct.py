"""Correcting what is published: every way out of `open_correction`."""

from datetime import timedelta
from decimal import Decimal

import pytest

from concierta.indicators.models import Category
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.reporting.enums import ReportState as S
from concierta.reporting.operations import open_correction
from factories import (
    AT,
    Cast,
    draft_report,
    evidence_of,
    png,
    published_report,
    reviewed_report,
)

HOUR = timedelta(hours=1)


def test_a_correction_starts_from_the_published_figure(cast: Cast, sexes: dict[str, Category]) -> None:
    published = published_report(cast, breakdown={sexes["m"].pk: Decimal(600)})
    correction = open_correction(report=published, reason=" Se contó dos veces. ", by=cast.reporter, at=AT + 5 * HOUR)
    assert (correction.version, correction.state, correction.value) == (2, S.DRAFT, 900)
    assert correction.correction_reason == "Se contó dos veces."
    assert (correction.verified_value, correction.outcome, correction.verifier) == (None, "", None)
    assert list(correction.evidence.all()) == list(published.evidence.all())
    assert correction.breakdown.get().value == 600
    assert Event.objects.last().kind == "report.correction_opened"
    published.refresh_from_db()
    assert published.state == S.PUBLISHED


def test_a_correction_says_why(cast: Cast) -> None:
    with pytest.raises(Invalid, match="por qué se corrige"):
        open_correction(report=published_report(cast), reason="", by=cast.reporter, at=AT)


def test_there_is_one_correction_at_a_time(cast: Cast) -> None:
    published = published_report(cast)
    open_correction(report=published, reason="Uno", by=cast.reporter, at=AT)
    with pytest.raises(Refusal, match="Ya hay una corrección en curso"):
        open_correction(report=published, reason="Dos", by=cast.reporter, at=AT)


def test_only_published_figures_are_corrected(cast: Cast) -> None:
    with pytest.raises(TransitionRefused):
        open_correction(report=reviewed_report(cast), reason="Uno", by=cast.reporter, at=AT)


def test_only_its_reporters_correct_it(cast: Cast) -> None:
    with pytest.raises(PermissionRefused):
        open_correction(report=published_report(cast), reason="Uno", by=cast.verifier, at=AT)


def test_the_correction_is_edited_like_any_draft(cast: Cast) -> None:
    correction = open_correction(report=published_report(cast), reason="Uno", by=cast.reporter, at=AT + 5 * HOUR)
    edited = draft_report(
        cast,
        800,
        evidence=[evidence_of(cast.desarrollo, cast.reporter, png())],
        expected_saved_at=correction.saved_at,
        at=AT + 6 * HOUR,
    )
    assert (edited.pk, edited.value) == (correction.pk, 800)
