"""Lies about targets that the database refuses, whoever writes them."""

import pytest
from django.db import IntegrityError, transaction

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("quarter", [None, 1])
def test_an_indicator_has_one_target_for_each_year_and_quarter(cast, quarter):
    targets = cast.indicator.targets
    targets.create(year=2025, quarter=quarter, value=10)
    with pytest.raises(IntegrityError), transaction.atomic():
        targets.create(year=2025, quarter=quarter, value=20)


def test_a_year_and_its_quarters_have_targets_of_their_own(cast):
    targets = cast.indicator.targets
    for quarter in (None, 1, 2):
        targets.create(year=2025, quarter=quarter, value=10)
    assert targets.filter(year=2025).count() == 3
