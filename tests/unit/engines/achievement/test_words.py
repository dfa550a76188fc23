from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.achievement import (
    WORDS,
    Accumulation,
    FlowPolicy,
    Measure,
    Reading,
    plain_word,
    reading_of_code,
    readings_of,
    worked,
)


@pytest.mark.parametrize(
    ("word", "accumulation"),
    [
        ("Incremento acumulado", Accumulation.CUMULATIVE),
        ("Acumulada", Accumulation.CUMULATIVE),
        ("ACUMULATIVO", Accumulation.CUMULATIVE),
        ("Suma", Accumulation.CUMULATIVE),
        ("Flujo", Accumulation.FLOW),
        ("No acumulado", Accumulation.FLOW),
        ("No  Acumulativa", Accumulation.FLOW),
        ("Promedio", Accumulation.FLOW),
        ("Stock", Accumulation.STOCK),
        ("Último valor", Accumulation.STOCK),
        ("Mantenimiento stock", Accumulation.MAINTENANCE),
        ("Mantenimiento (Stock)", Accumulation.MAINTENANCE),
        ("Constante", Accumulation.MAINTENANCE),
        ("Reducción", Accumulation.REDUCTION),
        ("REDUCCION  ANUAL", Accumulation.ANNUAL_REDUCTION),
        ("reduccio\u0301n-anual", Accumulation.ANNUAL_REDUCTION),
        ("cumulative", Accumulation.CUMULATIVE),
    ],
)
def test_a_word_with_one_meaning_is_taken_as_it(word, accumulation):
    assert readings_of(word) == (Reading(accumulation),)


def test_capacity_is_a_question_with_81_8_and_60_percent():
    figures = {"target": 220, "actual": 180, "baseline": 120}
    answers = {reading.accumulation: worked(reading, **figures) for reading in readings_of("Capacidad")}
    assert answers == {Accumulation.STOCK: Fraction(9, 11), Accumulation.CAPACITY: Fraction(3, 5)}


@pytest.mark.parametrize("word", ["Incremento", "Creciente", "Incremento anual", "Capacidad instalada"])
def test_a_word_that_offices_use_in_two_ways_is_never_decided_alone(word):
    assert len(readings_of(word)) == 2


@pytest.mark.parametrize("word", ["", "Otro", "Meta de producto"])
def test_a_word_nobody_knows_has_every_reading(word):
    assert {reading.accumulation for reading in readings_of(word)} == set(Accumulation)


@given(st.text())
def test_a_rate_has_no_reading_that_accumulates_whatever_its_word(word):
    found = readings_of(word, Measure.RATE)
    assert found
    assert all(reading.accumulation is not Accumulation.CUMULATIVE for reading in found)


def test_a_cumulative_rate_is_asked_about():
    assert len(readings_of("Acumulado", Measure.RATE)) > 1
    assert readings_of("Flujo", Measure.RATE) == (Reading(Accumulation.FLOW),)


@pytest.mark.parametrize("word", sorted(WORDS))
def test_the_table_is_written_as_words_are_looked_up(word):
    assert plain_word(word) == word
    assert readings_of(f"  {word.upper()} ") == WORDS[word]


def test_an_answer_names_its_reading():
    assert reading_of_code("flow/final_year") == Reading(Accumulation.FLOW, FlowPolicy.FINAL_YEAR)
    assert reading_of_code(" Stock ") == Reading(Accumulation.STOCK)
    assert reading_of_code("capacidad") is None


def test_figures_that_contradict_a_reading_have_no_result_under_it():
    assert worked(Reading(Accumulation.REDUCTION), target=15, actual=10, baseline=12) is None
