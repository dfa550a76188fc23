"""An import never guesses what a word of accumulation means."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from concierta.indicators.models import Indicator
from concierta.kernel.errors import Refusal
from concierta.ledger.models import Event
from concierta.plans.matrix.profile import parse_profile
from concierta.reporting.operations import import_matrix
from concierta.workbooks.refusals import ProfileRefused
from factories import AT
from factories.matrices import Line, make_draft

pytestmark = pytest.mark.django_db


def draft(word: str | None, unit: str | None = "cupos", *, version: int = 1, period: str = "2024-T4"):
    made = make_draft(period, Line(programmed="220", executed="180"), version=version)
    (product,) = made.plan.products
    made.plan.products = [replace(product, accumulation=word, unit=unit or "", baseline=Decimal(120))]
    return made


def bring(made, **fields):
    return import_matrix(plan="cali", draft=made, by=None, at=AT, **fields)


def only() -> Indicator:
    return Indicator.objects.get()


def test_a_clear_word_makes_the_indicator_what_it_says():
    bring(draft("Incremento  Acumulado", "personas"))
    assert (only().accumulation, only().measure, only().unit) == ("cumulative", "count", "personas")


def test_a_word_with_two_meanings_is_refused_with_both_results_and_how_to_answer():
    with pytest.raises(Refusal) as refused:
        bring(draft("Capacidad"))
    assert "«Capacidad» (1): stock (81,8 %), capacity (60 %)" in str(refused.value)
    assert not Indicator.objects.exists()


def test_a_rehearsal_tells_the_question_as_data():
    (word,) = bring(draft("Capacidad"), dry_run=True).as_dict()["words"]
    assert (word["word"], word["reading"]) == ("Capacidad", None)
    assert word["options"] == [
        {"code": "stock", "result": "0.818182"},
        {"code": "capacity", "result": "0.600000"},
    ]


def test_an_answer_is_kept_on_record_with_its_baseline():
    bring(draft("Capacidad"), readings={"capacidad": "capacity"})
    assert (only().accumulation, only().baseline) == ("capacity", 120)
    said = json.loads(Event.objects.get(kind="matrix.imported").payload)["body"]["defined"]
    assert said == {
        "BP1-4599019": {
            "measure": "count",
            "accumulation": "capacity",
            "flow_policy": "mean",
            "baseline": "120",
        }
    }


def test_the_profile_answers_once_and_for_all():
    made = draft("Capacidad")
    made.readings = {"Capacidad": "stock"}
    bring(made)
    assert only().accumulation == "stock"


@pytest.mark.parametrize("word", [None, "Acumulado", "Suma"])
def test_a_percentage_is_asked_about(word):
    with pytest.raises(Refusal, match="no todos leen igual"):
        bring(draft(word, "%"))
    label = f"{word} · %" if word else "%"
    bring(draft(word, "%"), readings={label: "flow"})
    assert (only().measure, only().accumulation) == ("rate", "flow")


def test_what_already_has_its_indicator_is_not_asked_again():
    bring(draft("Capacidad"), readings={"Capacidad": "capacity"})
    bring(draft("Capacidad", version=2, period="2025-T1"))
    assert only().accumulation == "capacity"


def test_a_file_that_says_nothing_is_read_as_before():
    bring(make_draft())
    assert (only().accumulation, only().measure, only().unit) == ("flow", "count", "")
    assert "defined" not in json.loads(Event.objects.get(kind="matrix.imported").payload)["body"]


def test_a_profile_that_answers_with_no_reading_is_refused():
    data = {
        "tiers": [{"name": "Eje", "headers": ["Eje"]}],
        "columns": {"project_name": {"type": "name", "headers": ["Proyecto"]}},
        "accumulation": {"Capacidad": "nivel"},
    }
    with pytest.raises(ProfileRefused, match="no existe"):
        parse_profile(data)
    assert parse_profile(data | {"accumulation": {"Capacidad": "stock"}}).readings == {"Capacidad": "stock"}
