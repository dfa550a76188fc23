"""The stack of modules holds in the data too: a table may name what lies below it, never what lies above."""

import pytest
from django.apps import apps
from django.db.models import Field, ForeignKey, ManyToManyField, Model

#: From the ground up. A part that is not here fails the test: it has to be given its floor.
FLOORS = (
    "people",
    "ledger",
    "evidence",
    "accounts",
    "agreements",
    "mesa",
    "plans",
    "indicators",
    "responsibilities",
    "amendments",
    "reporting",
    "budgets",
    "verification",
    "evaluation",
    "publishing",
    "steering",
    "web",
)


def our_models() -> list[type[Model]]:
    configs = [config for config in apps.get_app_configs() if config.name.startswith("concierta.")]
    return [model for config in configs for model in config.get_models(include_auto_created=True)]


def links(model: type[Model]) -> list[Field]:
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return [field for field in fields if isinstance(field, ForeignKey | ManyToManyField)]


def test_every_part_with_models_has_its_floor() -> None:
    assert {model._meta.app_label for model in our_models()} <= set(FLOORS)


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_its_links_point_down(model: type[Model]) -> None:
    here = FLOORS.index(model._meta.app_label)
    for field in links(model):
        there = FLOORS.index(field.related_model._meta.app_label)
        assert there <= here, f"{model._meta.label}.{field.name} points up to {field.related_model._meta.label}"


def test_there_is_something_to_walk() -> None:
    assert len([field for model in our_models() for field in links(model)]) > 40
