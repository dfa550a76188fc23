"""Defining indicators: what is measured, who answers, and which target makes sense."""

import json
from decimal import Decimal

import pytest

from concierta.engines.achievement import Accumulation
from concierta.indicators.enums import IndicatorKind
from concierta.indicators.models import Category, Indicator
from concierta.indicators.operations import (
    assign_responsibles,
    define_category_set,
    define_indicator,
    set_target,
)
from concierta.indicators.permissions import can_define_indicators, can_derive_indicators, can_see_indicator
from concierta.indicators.queries import targets_of
from concierta.kernel.errors import Invalid, PermissionRefused, TransitionRefused
from concierta.kernel.origin import Origin
from concierta.ledger.models import Event
from concierta.plans.enums import PlanState
from factories import AT, make_cast, make_entity
from factories.plans import Drafting


def define(drafting: Drafting, **fields) -> Indicator:
    defaults = {
        "plan": drafting.plan,
        "code": "R1",
        "name": "Tasa de desempleo",
        "accumulation": Accumulation.FLOW,
        "reporter": drafting.desarrollo,
        "by": drafting.secretary,
        "at": AT,
    }
    return define_indicator(**(defaults | fields))


def test_an_indicator_with_a_product_is_an_output_and_without_an_outcome(drafting: Drafting):
    assert define(drafting, product=drafting.product).kind == IndicatorKind.OUTPUT
    assert define(drafting, code="R2", node=drafting.node).kind == IndicatorKind.OUTCOME


def test_its_definition_is_on_record(drafting: Drafting):
    define(drafting, baseline=Decimal("12.80"), accumulation=Accumulation.REDUCTION)
    event = Event.objects.last()
    body = json.loads(event.payload)["body"]
    assert (event.kind, event.subject) == ("indicator.defined", "cali/R1")
    assert (body["baseline"], body["reporter"], body["verifier"]) == ("12.8", "desarrollo", None)


def test_it_may_be_broken_down(drafting: Drafting):
    sex = define_category_set(
        code="sexo",
        name="Sexo",
        exhaustive=True,
        categories=[("M", "Mujeres", "Women"), ("H", "Hombres", "Men")],
        by=drafting.secretary,
        at=AT,
    )
    indicator = define(drafting, category_sets=[sex])
    assert list(indicator.category_sets.all()) == [sex]
    assert list(Category.objects.values_list("code", "ordinal")) == [("M", 1), ("H", 2)]


@pytest.mark.parametrize(
    "categories", [[], [("M", "Mujeres", "Women")], [("M", "Mujeres", "Women"), ("M", "Otra vez", "Again")]]
)
def test_a_breakdown_has_at_least_two_different_parts(db: None, categories: list[tuple[str, str, str]]):
    with pytest.raises(Invalid, match="al menos dos categorías"):
        define_category_set(code="sexo", name="Sexo", exhaustive=True, categories=categories, by=None, at=AT)


def test_a_breakdown_is_defined_once_and_by_the_secretariat(drafting: Drafting):
    fields = {
        "code": "s",
        "name": "Sexo",
        "exhaustive": True,
        "categories": [("M", "M", "W"), ("H", "H", "M")],
        "at": AT,
    }
    with pytest.raises(PermissionRefused):
        define_category_set(**fields, by=drafting.reporter)
    define_category_set(**fields, by=None)
    with pytest.raises(Invalid, match="Ya hay una desagregación"):
        define_category_set(**fields, by=None)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"weight": Decimal(40)}, "fracción entre 0 y 1"),
        ({"accumulation": Accumulation.REDUCTION}, "se mide contra su línea base"),
        ({"accumulation": Accumulation.CAPACITY}, "se mide contra su línea base"),
        ({"origin": Origin.OFFICIAL}, "su fuente"),
    ],
)
def test_what_cannot_be_measured_is_refused(drafting: Drafting, fields: dict, said: str):
    with pytest.raises(Invalid, match=said):
        define(drafting, **fields)


def test_a_code_is_used_once_and_a_product_measured_once(drafting: Drafting):
    define(drafting, product=drafting.product)
    with pytest.raises(Invalid, match="Ya hay un indicador con el código «R1»"):
        define(drafting)
    with pytest.raises(Invalid, match="El producto «P1» ya tiene su indicador"):
        define(drafting, code="R2", product=drafting.product)


def test_it_measures_something_of_its_own_plan(drafting: Drafting):
    other = drafting.node
    other.plan_id = -1
    with pytest.raises(Invalid, match="mide algo que no es de este plan"):
        define(drafting, node=other)


@pytest.mark.parametrize("twice", [("reporter", "reviewer"), ("reporter", "verifier"), ("reviewer", "verifier")])
def test_whoever_reports_reviews_or_verifies_does_only_that(drafting: Drafting, twice: tuple[str, str]):
    roles = {"reporter": drafting.desarrollo, "reviewer": drafting.planeacion, "verifier": drafting.control}
    roles[twice[1]] = roles[twice[0]]
    with pytest.raises(Invalid, match="deben ser tres entidades"):
        define(drafting, **roles)


def test_responsibles_change_while_a_draft_and_both_states_are_on_record(drafting: Drafting):
    indicator = define(drafting)
    sena = make_entity("mintrabajo")
    roles = {"reporter": sena, "reviewer": drafting.planeacion, "verifier": drafting.control, "presenter": sena}
    assign_responsibles(indicator=indicator, **roles, by=drafting.secretary, at=AT)
    body = json.loads(Event.objects.last().payload)["body"]
    assert (body["before"]["reporter"], body["after"]["reporter"]) == ("desarrollo", "mintrabajo")
    with pytest.raises(Invalid, match="MINTRABAJO aparece más de una vez"):
        assign_responsibles(indicator=indicator, **(roles | {"verifier": sena}), by=None, at=AT)


def test_a_target_may_be_a_figure_or_np_and_replaces_the_one_before(drafting: Drafting):
    indicator = define(drafting)
    set_target(indicator=indicator, year=2024, value=Decimal(100), by=None, at=AT)
    set_target(indicator=indicator, year=2024, value=None, by=None, at=AT)
    set_target(indicator=indicator, year=2024, quarter=1, value=Decimal(25), by=None, at=AT)
    assert list(targets_of(None, indicator).values_list("year", "quarter", "value")) == [
        (2024, None, None),
        (2024, 1, 25),
    ]
    body = json.loads(Event.objects.filter(kind="indicator.target_set").order_by("index")[1].payload)["body"]
    assert (body["before"], body["after"]) == ("100", None)


@pytest.mark.parametrize(
    ("year", "quarter", "said"), [(2023, None, "de 2024 a 2027"), (2028, None, "de 2024 a 2027"), (2024, 5, "cuatro")]
)
def test_a_target_lies_inside_the_plan(drafting: Drafting, year: int, quarter: int | None, said: str):
    with pytest.raises(Invalid, match=said):
        set_target(indicator=define(drafting), year=year, quarter=quarter, value=Decimal(1), by=None, at=AT)


@pytest.mark.parametrize(
    ("accumulation", "baseline", "target"),
    [
        (Accumulation.REDUCTION, Decimal(12), Decimal(13)),
        (Accumulation.CAPACITY, Decimal(120), Decimal(110)),
        (Accumulation.FLOW, None, Decimal(-1)),
    ],
)
def test_a_target_against_its_direction_is_refused(drafting: Drafting, accumulation, baseline, target):
    indicator = define(drafting, accumulation=accumulation, baseline=baseline)
    with pytest.raises(Invalid, match="va en contra del indicador"):
        set_target(indicator=indicator, year=2024, value=target, by=None, at=AT)


def test_once_in_force_targets_and_responsibles_stay(db: None):
    cast = make_cast()
    with pytest.raises(TransitionRefused, match="solo cambian por decisión de la mesa técnica"):
        set_target(indicator=cast.indicator, year=2024, value=Decimal(1), by=cast.secretary, at=AT)
    with pytest.raises(TransitionRefused):
        assign_responsibles(
            indicator=cast.indicator,
            reporter=cast.sena,
            reviewer=None,
            verifier=None,
            presenter=None,
            by=cast.secretary,
            at=AT,
        )


@pytest.mark.parametrize(
    ("can", "who", "states"),
    [
        (can_define_indicators, None, {"draft"}),
        (can_define_indicators, "secretary", {"draft"}),
        (can_define_indicators, "reporter", set()),
        (can_define_indicators, "stranger", set()),
        (can_derive_indicators, None, {"draft", "in_force"}),
        (can_derive_indicators, "secretary", {"draft", "in_force"}),
        (can_derive_indicators, "reporter", set()),
        (can_derive_indicators, "stranger", set()),
    ],
)
def test_who_may_define_and_when(drafting: Drafting, can, who: str | None, states: set[str]):
    allowed = set()
    for state in PlanState:
        drafting.plan.state = state
        if can(who and getattr(drafting, who), drafting.plan):
            allowed.add(str(state))
    assert allowed == states


@pytest.mark.parametrize(("who", "sees"), [(None, True), ("secretary", True), ("reporter", True), ("stranger", False)])
def test_an_indicator_is_seen_with_its_plan(drafting: Drafting, who: str | None, sees: bool):
    assert bool(can_see_indicator(who and getattr(drafting, who), define(drafting))) is sees
