from fractions import Fraction

import pytest

from concierta.engines.achievement import AlertCode, Severity
from concierta.engines.finance import Physical, Stages, compare, cost_per_unit

HALF = Stages(final=100, obligation=60)


def codes(stages: Stages, physical: Physical) -> list[tuple[AlertCode, Severity]]:
    return [(alert.code, alert.severity) for alert in compare(stages, physical).alerts]


def test_efficiency_is_physical_over_obligated():
    """DOMAIN §3: 72/60 = 1.20."""
    compared = compare(HALF, Physical(Fraction(72, 100), result=1, narrative="."))
    assert (compared.execution, compared.efficiency) == (Fraction(3, 5), Fraction(6, 5))


@pytest.mark.parametrize("stages", [Stages(final=100, obligation=0), Stages(final=100), Stages(obligation=5)])
def test_there_is_no_efficiency_without_execution(stages: Stages):
    assert compare(stages, Physical(Fraction(1))).efficiency is None


def test_physical_progress_is_capped():
    assert compare(Stages(final=100, obligation=50), Physical(Fraction(3))).efficiency == 2


def test_money_without_a_result_is_an_alert_unless_explained():
    assert codes(HALF, Physical(None)) == [(AlertCode.OBLIGATIONS_WITHOUT_RESULT, Severity.WARNING)]
    assert codes(HALF, Physical(None, narrative="El convenio se firmó tarde.", explained=True)) == []


def test_a_result_without_money_is_information_when_the_narrative_says_why():
    nothing = Stages(final=100, obligation=0)
    assert codes(nothing, Physical(None, result=3, narrative="Se dictó.")) == [
        (AlertCode.RESULT_WITHOUT_OBLIGATIONS, Severity.WARNING)
    ]
    assert codes(nothing, Physical(None, result=3, narrative="Por gestión sin costo.")) == [
        (AlertCode.RESULT_WITHOUT_OBLIGATIONS, Severity.INFORMATION)
    ]


def test_a_result_without_narrative_and_a_close_under_target_are_alerts():
    assert codes(HALF, Physical(None, result=3, projected_close=Fraction(9, 10))) == [
        (AlertCode.RESULT_WITHOUT_NARRATIVE, Severity.WARNING),
        (AlertCode.CLOSE_UNDER_TARGET, Severity.WARNING),
    ]


def test_nobody_can_say_that_nothing_was_obligated_when_it_is_not_stated():
    assert codes(Stages(final=100), Physical(None, result=3)) == []


@pytest.mark.parametrize(
    ("obligation", "units", "cost"),
    [(1_000, Fraction(3), Fraction(1_000, 3)), (1_000, 0, None), (1_000, None, None), (None, 3, None), (0, 3, None)],
)
def test_the_cost_of_a_unit(obligation, units, cost):
    assert cost_per_unit(obligation, units) == cost
