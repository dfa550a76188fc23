"""What is owed, and against which target, in a plan that the Mesa moves."""

from datetime import date
from decimal import Decimal

import pytest

from concierta.indicators.models import Indicator
from concierta.reporting.queries import standings
from factories import count_queries
from factories.amendments import AmendableCast, addition, adopted_amendment, amendable_plan, change, closing, weigh
from factories.reports import draft_report

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 10)


@pytest.fixture
def scene() -> AmendableCast:
    return amendable_plan()


def owed(scene: AmendableCast, code: str) -> dict[str, Decimal | None]:
    found = standings(Indicator.objects.filter(code=code).order_by("code"), list(scene.periods.values()), ON)
    return {str(one.period): one.target for one in found}


def test_each_period_asks_for_the_target_then_in_force(scene):
    adopted_amendment(scene)
    adopted_amendment(scene, [change(after=700)], effective_on=date(2025, 10, 1))
    assert owed(scene, "IP-1") == {"2024-T4": 1000, "2025-T1": 1000, "2025-T2": 800, "2025-T3": 800, "2025-T4": 700}
    assert owed(scene, "IP-2")["2025-T4"] == 1000


def test_a_year_that_became_np_owes_nothing_from_then_on(scene):
    adopted_amendment(scene, [change(after=None)])
    assert list(owed(scene, "IP-1")) == ["2024-T4", "2025-T1"]


def test_a_project_owes_from_when_it_enters_until_it_closes(scene):
    adopted_amendment(scene, [addition()])
    adopted_amendment(scene, [closing("BP-1"), *weigh(BP_2="1")], effective_on=date(2025, 9, 30))
    assert list(owed(scene, "IP-9")) == ["2025-T2", "2025-T3", "2025-T4"]
    assert list(owed(scene, "IP-1")) == ["2024-T4", "2025-T1", "2025-T2"]


def test_what_was_reported_all_the_same_is_shown(scene):
    draft_report(scene, indicator=scene.outputs["IP-1"], period=scene.periods["2025-T4"])
    adopted_amendment(scene, [closing("BP-1"), *weigh(BP_2="1")])
    assert owed(scene, "IP-1") == {"2024-T4": 1000, "2025-T1": 1000, "2025-T4": None}


def test_the_number_of_queries_does_not_depend_on_how_much_moved(scene):
    indicators = Indicator.objects.order_by("code")
    before = count_queries(lambda: standings(indicators.all(), list(scene.periods.values()), ON))
    adopted_amendment(scene)
    adopted_amendment(scene, [change(code, 10) for code in ("IP-2", "IP-3", "R-01")])
    assert count_queries(lambda: standings(indicators.all(), list(scene.periods.values()), ON)) == before == 6
