"""Indicators are read with everything needed to show them, in a number of queries that does not grow."""

from decimal import Decimal

import pytest

from concierta.engines.achievement import Accumulation
from concierta.indicators.models import Indicator
from concierta.indicators.operations import define_indicator, set_target
from concierta.indicators.queries import indicator_for, indicators_answered_by, indicators_of, targets_of
from concierta.kernel.errors import NotFound
from factories import AT
from factories.plans import Drafting


def define(drafting: Drafting, code: str, **fields) -> Indicator:
    return define_indicator(
        plan=drafting.plan,
        code=code,
        name=code,
        accumulation=Accumulation.FLOW,
        **({"reporter": drafting.desarrollo} | fields),
        by=None,
        at=AT,
    )


def test_all_of_a_plan_cost_two_queries_for_one_and_for_three(drafting: Drafting, django_assert_num_queries):
    for number in range(3):
        indicator = define(drafting, f"I{number}", node=drafting.node)
        set_target(indicator=indicator, year=2024, value=Decimal(10), by=None, at=AT)
        with django_assert_num_queries(2):
            told = [
                (one.code, one.node.name, one.reporter.name, [target.value for target in one.targets.all()])
                for one in indicators_of(None, drafting.plan)
            ]
        assert len(told) == number + 1


def test_one_is_found_by_plan_and_code(drafting: Drafting):
    indicator = define(drafting, "I1")
    assert indicator_for(drafting.reporter, "cali", "I1") == indicator
    with pytest.raises(NotFound, match="No hay un indicador «I2»"):
        indicator_for(drafting.reporter, "cali", "I2")


def test_those_of_others_drafts_are_not_found(drafting: Drafting):
    indicator = define(drafting, "I1")
    for ask in (
        lambda: indicators_of(drafting.stranger, drafting.plan),
        lambda: indicator_for(drafting.stranger, "cali", "I1"),
        lambda: targets_of(drafting.stranger, indicator),
    ):
        with pytest.raises(NotFound):
            ask()


def test_an_entity_answers_for_those_it_has_a_part_in(drafting: Drafting):
    define(drafting, "I1")
    define(drafting, "I2", reporter=drafting.control, presenter=drafting.desarrollo)
    define(drafting, "I3", reporter=drafting.control)
    codes = [one.code for one in indicators_answered_by(None, drafting.plan, drafting.desarrollo)]
    assert codes == ["I1", "I2"]


def test_targets_are_in_order_of_year(drafting: Drafting):
    indicator = define(drafting, "I1")
    for year in (2026, 2024):
        set_target(indicator=indicator, year=year, value=Decimal(year), by=None, at=AT)
    assert [target.year for target in targets_of(drafting.reporter, indicator)] == [2024, 2026]
