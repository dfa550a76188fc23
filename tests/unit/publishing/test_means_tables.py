"""What signatories brought, as it was known when the corte was published."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from concierta.budgets.enums import DeliveryOutcome
from concierta.budgets.operations import withdraw_contribution
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.means import CONTRIBUTIONS, DELIVERIES
from concierta.publishing.tables.rows import rows_of
from factories import Cast, make_cast
from factories.money import AT, CUT_OFF
from unit.budgets.test_contributions import advisers, check, deliver, offer

BEFORE = AT - timedelta(hours=1)
LATER = AT + timedelta(days=3)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def corte(cast: Cast, at=LATER) -> Snapshot:
    return Snapshot(cast.plan, CUT_OFF, at)


def contributions(snapshot: Snapshot) -> list[Any]:
    return rows_of(CONTRIBUTIONS, CONTRIBUTIONS.objects(snapshot), snapshot)


def deliveries(snapshot: Snapshot) -> list[Any]:
    return rows_of(DELIVERIES, DELIVERIES.objects(snapshot), snapshot)


def test_a_withdrawn_contribution_is_not_told_and_leaves_its_number_free(cast: Cast):
    withdraw_contribution(contribution=offer(cast), reason="No hay recursos.", by=cast.outsider, at=AT)
    advisers(cast)
    [told] = contributions(corte(cast))
    assert (told.contribution, told.amount, told.quantity, told.unit) == (2, None, Decimal(2), "asesores")


def test_what_was_verified_after_the_publication_was_still_to_be_verified(cast: Cast):
    delivery = deliver(cast, advisers(cast), quantity=Decimal(2))
    check(cast, delivery, DeliveryOutcome.ADJUSTED, verified_quantity=Decimal(1), at=LATER)
    [then], [now] = deliveries(corte(cast, AT)), deliveries(corte(cast))
    assert (then.status, then.quantity, then.verified_quantity, then.reason) == ("declared", 2, None, "")
    assert (now.status, now.quantity, now.verified_quantity) == ("adjusted", 2, 1)
    assert [row.verified_quantity for row in contributions(corte(cast, AT))] == [0]


def test_what_was_offered_after_the_publication_is_of_the_next_corte(cast: Cast):
    offer(cast)
    assert contributions(corte(cast, BEFORE)) == []
