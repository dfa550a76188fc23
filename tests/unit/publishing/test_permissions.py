"""Who may freeze a corte."""

import pytest

from concierta.publishing.permissions import can_freeze_corte
from factories.cast import make_product
from factories.plan_to_publish import CUT_OFF, PUBLISHED_AT


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("secretary", True), ("reporter", False), ("reviewer", False), ("verifier", False), ("outsider", False)],
)
def test_only_the_secretariat_publishes(cast, who, allowed):
    make_product(cast, "P1")
    verdict = can_freeze_corte(getattr(cast, who), cast.plan, CUT_OFF, PUBLISHED_AT)
    assert (verdict.allowed, bool(verdict.reason)) == (allowed, not allowed)


def test_so_may_the_operator_of_the_installation(cast):
    make_product(cast, "P1")
    assert can_freeze_corte(None, cast.plan, CUT_OFF, PUBLISHED_AT)
