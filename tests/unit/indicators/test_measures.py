"""An indicator knows what it measures: by its unit where nobody says it, and never against sense."""

from decimal import Decimal

import pytest

from concierta.engines.achievement import Accumulation, FlowPolicy, Measure, Reading
from concierta.indicators.models import Indicator
from concierta.indicators.operations import define_indicator, set_target
from concierta.indicators.operations.measures import Defined, Stated, read_stated
from concierta.kernel.errors import Invalid
from factories import AT
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


@pytest.mark.parametrize(
    ("unit", "measure"),
    [("%", "rate"), ("personas", "count"), ("Pesos", "money"), ("Índice", "index"), ("Fecha", "date")],
)
def test_its_unit_says_what_it_measures_where_nobody_does(drafting: Drafting, unit: str, measure: str):
    assert define(drafting, unit=unit).measure == measure


@pytest.mark.parametrize("measure", [None, Measure.RATE, Measure.RATIO])
def test_a_cumulative_percentage_is_refused_with_what_to_do(drafting: Drafting, measure: Measure | None):
    with pytest.raises(Invalid, match="no se suma de un periodo a otro") as refused:
        define(drafting, unit="%", accumulation=Accumulation.CUMULATIVE, measure=measure)
    assert refused.value.field == "accumulation"


def test_a_percentage_is_not_counted(drafting: Drafting):
    with pytest.raises(Invalid, match="es de una tasa"):
        define(drafting, unit="%", measure=Measure.COUNT)


def test_a_ratio_says_over_how_many_it_is_told(drafting: Drafting):
    with pytest.raises(Invalid, match="no dice sobre cuántos"):
        define(drafting, unit="tasa", measure=Measure.RATIO)
    assert define(drafting, unit="por cada 100.000 habitantes", measure=Measure.RATIO).measure == "ratio"


def test_a_date_has_no_path_and_its_targets_are_days(drafting: Drafting):
    with pytest.raises(Invalid, match="es una fecha"):
        define(drafting, measure=Measure.DATE, accumulation=Accumulation.CUMULATIVE)
    indicator = define(drafting, measure=Measure.DATE)
    with pytest.raises(Invalid, match="AAAAMMDD"):
        set_target(indicator=indicator, year=2026, value=Decimal(12), by=drafting.secretary, at=AT)
    set_target(indicator=indicator, year=2026, value=Decimal(20260630), by=drafting.secretary, at=AT)


def test_pesos_have_no_cents(drafting: Drafting):
    assert define(drafting, unit="pesos", decimals=2).decimals == 0
    assert define(drafting, code="R2", unit="millones de pesos", decimals=2).decimals == 2


def test_years_may_weigh_otherwise_than_alike(drafting: Drafting):
    assert define(drafting, year_weights="15/35/35/15").year_weights == "2024:15 2025:35 2026:35 2027:15"
    assert define(drafting, code="R2", year_weights="2027=15 2024=15; 2025=35 2026=35").year_weights == (
        "2024:15 2025:35 2026:35 2027:15"
    )


@pytest.mark.parametrize("written", ["15/35/35", "15/35/35/14", "15/35/35/-15", "2024:50 2030:50", "a/b/c/d"])
def test_weights_of_years_are_one_for_each_and_add_to_100(drafting: Drafting, written: str):
    with pytest.raises(Invalid, match="sumar 100"):
        define(drafting, year_weights=written)


ROW = {"baseline": Decimal(120), "target": Decimal(220), "actual": Decimal(180)}


def test_capacity_is_asked_with_the_figures_of_its_own_row():
    defined, (word,) = read_stated({("P", "1"): Stated("cupos", "Capacidad", **ROW)}, {})
    assert (defined, word.label, word.is_question) == ({}, "Capacidad", True)
    assert {option.reading.code: round(float(option.result), 3) for option in word.options} == {
        "stock": 0.818,
        "capacity": 0.6,
    }


@pytest.mark.parametrize("label", ["Capacidad", "CAPACIDAD", " capacidad "])
def test_one_answer_serves_every_product_with_that_word_however_it_is_spelt(label: str):
    stated = {("P", "1"): Stated("cupos", "Capacidad", **ROW), ("P", "2"): Stated("cupos", "capacidad")}
    defined, (word,) = read_stated(stated, {label: "capacity"})
    assert {one.reading for one in defined.values()} == {Reading(Accumulation.CAPACITY)}
    assert (word.products, word.is_question) == (2, False)


def test_a_clear_word_is_taken_and_nothing_said_is_a_flow():
    stated = {("P", "1"): Stated("personas", "Incremento acumulado"), ("P", "2"): Stated("personas")}
    defined, words = read_stated(stated, {})
    assert defined == {("P", "1"): Defined(reading=Reading(Accumulation.CUMULATIVE)), ("P", "2"): Defined()}
    assert [word.is_question for word in words] == [False]


@pytest.mark.parametrize(("word", "label"), [("", "%"), ("Acumulado", "Acumulado · %")])
def test_a_percentage_is_always_asked_unless_its_word_is_of_a_rate(word: str, label: str):
    defined, (asked,) = read_stated({("P", "1"): Stated("%", word)}, {})
    assert (defined, asked.label, asked.is_question) == ({}, label, True)
    assert Accumulation.CUMULATIVE not in {option.reading.accumulation for option in asked.options}
    answered, _ = read_stated({("P", "1"): Stated("%", word)}, {label: "maintenance"})
    assert answered == {("P", "1"): Defined(Measure.RATE, Reading(Accumulation.MAINTENANCE))}


def test_a_rate_kept_as_flow_needs_no_question():
    defined, _ = read_stated({("P", "1"): Stated("%", "Flujo")}, {})
    assert defined == {("P", "1"): Defined(Measure.RATE, Reading(Accumulation.FLOW))}


def test_an_answer_that_is_no_reading_or_that_a_rate_has_not_is_refused():
    with pytest.raises(Invalid, match="no es una forma de acumular"):
        read_stated({("P", "1"): Stated("%", "Flujo")}, {"Capacidad": "nivel"})
    with pytest.raises(Invalid, match="no se suma"):
        read_stated({("P", "1"): Stated("%", "")}, {"%": "cumulative"})


def test_the_last_year_is_a_flow_read_by_its_end():
    defined, _ = read_stated({("P", "1"): Stated("personas", "Año final")}, {})
    assert defined[("P", "1")].reading == Reading(Accumulation.FLOW, FlowPolicy.FINAL_YEAR)
