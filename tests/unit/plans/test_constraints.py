"""Lies about periods that the database refuses, whoever writes them."""

import pytest
from django.db import IntegrityError, transaction

from concierta.plans.models import ReportingPeriod
from factories import make_period

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("label", ["2025", "2025-T1"])
def test_a_plan_has_each_period_once(cast, label):
    make_period(cast.plan, label)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_period(cast.plan, label)


def test_a_year_and_its_quarters_are_different_periods(cast):
    for label in ("2025", "2025-T1", "2025-T4"):
        make_period(cast.plan, label)
    assert ReportingPeriod.objects.filter(plan=cast.plan, year=2025).count() == 3
