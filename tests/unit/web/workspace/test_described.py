"""The form field of an attribute of the schema."""

from django.utils import translation

from concierta.indicators.schema import IndicatorDescription
from concierta.plans.schema import ProjectDescription, attributes
from concierta.web.workspace.described import field_of


def test_its_words_are_told_in_the_readers_language() -> None:
    sector = field_of(attributes(ProjectDescription)["sector"])
    accumulation = field_of(attributes(IndicatorDescription)["accumulation"])
    with translation.override("en"):
        assert str(sector.label) == "Economic sector"
        assert str(dict(sector.choices)["F"]) == "Construction"
        assert str(dict(accumulation.choices)["flow"]) == "Flow"
    with translation.override("es"):
        assert str(dict(sector.choices)["F"]) == "Construcción"


def test_what_may_be_left_blank_offers_no_answer_first() -> None:
    assert next(iter(dict(field_of(attributes(ProjectDescription)["sector"]).choices))) == ""
    assert "" not in dict(field_of(attributes(IndicatorDescription)["accumulation"]).choices)
