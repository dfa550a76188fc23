"""An indicator of a pledge makes it measurable, and is defined like any other."""

import json
from decimal import Decimal

import pytest

from concierta.engines.achievement import Accumulation
from concierta.indicators.enums import IndicatorKind
from concierta.indicators.models import Indicator
from concierta.indicators.operations import define_indicator
from concierta.kernel.errors import Invalid
from concierta.ledger.models import Event
from concierta.plans.models import Plan, Product
from factories import AT
from factories.answering import Answering, make_answering


@pytest.fixture
def answering(db: None) -> Answering:
    return make_answering()


def define(answering: Answering, **changes: object) -> Indicator:
    fields = {
        "plan": answering.plan,
        "code": "C-1",
        "name": "Personas certificadas",
        "accumulation": Accumulation.CUMULATIVE,
        "pledge": answering.pledge,
        "reporter": answering.sena,
        "by": answering.secretary,
        "at": AT,
    }
    return define_indicator(**(fields | changes))


def test_it_is_of_its_own_kind_and_on_record(answering: Answering):
    indicator = define(answering)
    assert (indicator.kind, indicator.pledge, indicator.product, indicator.node) == (
        IndicatorKind.PLEDGE,
        answering.pledge,
        None,
        None,
    )
    assert json.loads(Event.objects.last().payload)["body"]["pledge"] == "CP-1"


def test_the_record_of_other_indicators_names_no_pledge(answering: Answering):
    define(answering, pledge=None)
    assert "pledge" not in json.loads(Event.objects.last().payload)["body"]


@pytest.mark.parametrize("beside", ["product", "node"])
def test_it_measures_one_thing(answering: Answering, beside: str):
    thing = (
        Product.objects.create(project=answering.project, code="P9") if beside == "product" else answering.project.node
    )
    with pytest.raises(Invalid, match="no las dos cosas"):
        define(answering, **{beside: thing})


def test_the_pledge_is_of_the_agreement_of_the_plan(answering: Answering):
    Plan.objects.update(agreement=None)
    answering.plan.refresh_from_db()
    with pytest.raises(Invalid, match="La promesa CP-1 no es del acuerdo de este plan"):
        define(answering)


def test_it_carries_no_weight(answering: Answering):
    with pytest.raises(Invalid, match="no lleva peso") as refusal:
        define(answering, weight=Decimal("0.5"))
    assert refusal.value.field == "weight"


def test_a_pledge_may_have_several(answering: Answering):
    define(answering)
    define(answering, code="C-2")
    assert answering.pledge.indicators.count() == 2
