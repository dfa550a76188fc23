"""A figure changed in the database behind the program's back is told apart from what its acts say."""

from decimal import Decimal

import pytest
from django.db.models import F

from concierta.config.figures import figures_unlike_their_acts
from concierta.reporting.enums import Outcome, ReportState
from concierta.reporting.models import Report
from factories import (
    Cast,
    checked_report,
    draft_report,
    published_report,
    returned_report,
    reviewed_report,
    submitted_report,
    superseded_report,
)


@pytest.mark.parametrize(
    "make",
    [
        draft_report,
        submitted_report,
        returned_report,
        reviewed_report,
        checked_report,
        published_report,
        superseded_report,
    ],
)
def test_whatever_its_state_a_report_is_what_its_acts_say(cast: Cast, make) -> None:
    make(cast)
    assert figures_unlike_their_acts() == []


def test_a_value_changed_by_hand_is_found(cast: Cast) -> None:
    submitted_report(cast)
    Report.objects.update(value=F("value") + 1)
    (problem,) = figures_unlike_their_acts()
    assert problem.startswith("report/R-01/2024-T4/v1: en la base de datos value es ")


def test_a_verified_value_changed_by_hand_is_found(cast: Cast) -> None:
    published_report(cast)
    Report.objects.update(outcome=Outcome.ADJUSTED, verified_value=Decimal(7))
    assert len(figures_unlike_their_acts()) == 2


def test_a_state_changed_by_hand_is_found(cast: Cast) -> None:
    reviewed_report(cast)
    Report.objects.update(state=ReportState.SUBMITTED)
    assert len(figures_unlike_their_acts()) == 1
