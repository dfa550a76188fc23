"""The plan's schema is the one declaration of what its parts say of themselves: nothing that uses it says otherwise."""

import pytest
from django.db import models

from concierta.indicators.models import Indicator
from concierta.indicators.schema import INDICATOR_CODE, IndicatorDescription
from concierta.installation.setup.sections import SECTIONS
from concierta.kernel.errors import Invalid
from concierta.plans.matrix.profile import FIELDS
from concierta.plans.models import Activity, Node, Product, Project, Tier
from concierta.plans.schema import (
    CODE,
    ActivityDescription,
    Attribute,
    Description,
    Kind,
    NodeDescription,
    ProductDescription,
    ProjectDescription,
    TierDescription,
    attributes,
    in_matrix,
)

PARTS: list[tuple[type[Description], type[models.Model]]] = [
    (TierDescription, Tier),
    (NodeDescription, Node),
    (ProjectDescription, Project),
    (ProductDescription, Product),
    (ActivityDescription, Activity),
    (IndicatorDescription, Indicator),
]
ATTRIBUTES = [
    pytest.param(model, attribute, id=f"{model.__name__}.{name}")
    for described, model in PARTS
    for name, attribute in attributes(described).items()
]
COLUMNS: dict[Kind, tuple[type[models.Field], ...]] = {
    Kind.TEXT: (models.CharField, models.TextField),
    Kind.WORD: (models.CharField,),
    Kind.QUANTITY: (models.DecimalField,),
    Kind.FRACTION: (models.DecimalField,),
    Kind.WHOLE: (models.PositiveSmallIntegerField,),
    Kind.DAY: (models.DateField,),
}


@pytest.mark.parametrize(("model", "attribute"), ATTRIBUTES)
def test_a_column_holds_what_the_schema_says(model: type[models.Model], attribute: Attribute) -> None:
    column = model._meta.get_field(attribute.name)
    assert isinstance(column, COLUMNS[attribute.kind])
    if attribute.kind is Kind.TEXT:
        assert (column.max_length or 0) == attribute.longest
        assert column.blank is not attribute.required
    elif attribute.kind is Kind.WORD:
        assert [word for word, _ in column.choices] == list(attribute.words)
    elif attribute.kind in (Kind.QUANTITY, Kind.FRACTION, Kind.DAY):
        assert column.null is not attribute.required


@pytest.mark.parametrize(("described", "model"), PARTS[1:])
def test_a_code_is_as_long_as_its_column(described: type[Description], model: type[models.Model]) -> None:
    code = INDICATOR_CODE if described is IndicatorDescription else CODE
    assert model._meta.get_field("code").max_length == code.longest


@pytest.mark.parametrize("described", [described for described, _ in PARTS])
def test_what_a_matrix_says_is_a_field_that_a_profile_may_name(described: type[Description]) -> None:
    assert set(in_matrix(described).values()) <= FIELDS


@pytest.mark.parametrize(
    ("section", "described"),
    [("tiers", TierDescription), ("nodes", NodeDescription), ("outcome_indicators", IndicatorDescription)],
)
def test_a_setup_file_may_say_as_much_as_the_store_keeps(section: str, described: type[Description]) -> None:
    keys = SECTIONS[section].keys
    assert {name: keys[name].longest for name in attributes(described)} == {
        name: attribute.longest for name, attribute in attributes(described).items()
    }


@pytest.mark.parametrize(
    ("kind", "given", "written"),
    [
        (Kind.TEXT, "Bolsa de empleo", "Bolsa de empleo"),
        (Kind.QUANTITY, "1440.500000", "1440.5"),
        (Kind.FRACTION, "0.25", "0.25"),
        (Kind.WHOLE, 2, "2"),
        (Kind.DAY, "2026-07-13", "2026-07-13"),
        (Kind.WORD, "flow", "flow"),
        (Kind.QUANTITY, "", None),
        (Kind.DAY, None, None),
    ],
)
def test_a_value_is_written_in_one_way_and_read_back(kind: Kind, given: object, written: str | None) -> None:
    attribute = Attribute(kind, words={"flow": "Flujo"})
    assert attribute.written(given) == written
    assert attribute.written(attribute.read(written)) == written


@pytest.mark.parametrize(
    ("kind", "given"),
    [(Kind.QUANTITY, "mucho"), (Kind.FRACTION, "1.2"), (Kind.DAY, "ayer"), (Kind.WORD, "raro"), (Kind.TEXT, "x" * 6)],
)
def test_what_is_not_of_its_kind_is_refused(kind: Kind, given: str) -> None:
    with pytest.raises(Invalid):
        Attribute(kind, words={"flow": "Flujo"}, longest=5).written(given)
