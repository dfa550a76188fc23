"""Whatever somebody typed, its bare hash is in no leaf: a short text is found from its hash by trying."""

import hashlib
import json

import pytest
from django.apps import apps
from django.db.models import CharField, TextField

from concierta.budgets.enums import Stage
from concierta.ledger.models import Event
from concierta.ledger.operations import destroy_salts
from concierta.reporting.operations import open_correction
from factories.amendments import adopted_amendment, adopted_measure, amendable_plan
from factories.cast import make_product
from factories.means import declared, sought, walked
from factories.mesa import full_session, make_mesa, signed_minutes
from factories.reports import published_report, returned_report

#: What is meant to be told by its hash: whole records, which nobody guesses, and hashes themselves.
_WHOLE = {("minutes", "content"), ("event", "payload")}


def typed() -> set[str]:
    """Every text in the database."""
    found = set()
    for model in apps.get_models():
        if not model.__module__.startswith("concierta."):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField | TextField) and (model._meta.model_name, field.name) not in _WHOLE:
                found.update(map(str, model._default_manager.order_by().values_list(field.name, flat=True)))
    return found - {""}


def hashes_in_leaves() -> set[str]:
    """Every text of 64 hex characters in a payload."""
    found = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for one in value.values():
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)
        elif isinstance(value, str) and len(value) == 64:
            found.add(value)

    for payload in Event.objects.values_list("payload", flat=True):
        walk(json.loads(payload))
    return found


def test_no_leaf_has_the_bare_hash_of_anything_that_was_typed(cast) -> None:
    report = published_report(cast, narrative="Sí.")
    open_correction(report=report, reason="Faltó.", by=cast.reporter, at=report.verified_at)
    mesa = make_mesa(cast)
    signed_minutes(mesa, full_session(mesa, reserved="Ley 1712 de 2014, artículo 18"))
    destroy_salts(event=Event.objects.filter(salts__name="narrative").first(), names=["narrative"], reason="No.",
                  by=None, at=report.verified_at)  # fmt: skip
    leaves = hashes_in_leaves()
    assert [text for text in typed() if hashlib.sha256(text.encode()).hexdigest() in leaves] == []


@pytest.mark.django_db
def test_nor_of_an_amendment_or_a_measure() -> None:
    scene = amendable_plan()
    adopted_amendment(scene)
    adopted_measure(scene)
    leaves = hashes_in_leaves()
    assert [text for text in typed() if hashlib.sha256(text.encode()).hexdigest() in leaves] == []


def test_nor_of_what_was_given_or_sought(cast) -> None:
    project = make_product(cast, "P-1").project
    assert project
    declared(cast)
    walked(cast, sought(cast), Stage.REPORTED_BACK)
    leaves = hashes_in_leaves()
    assert [text for text in typed() if hashlib.sha256(text.encode()).hexdigest() in leaves] == []


def test_nor_of_a_report_that_went_back(cast) -> None:
    returned_report(cast, reason="Falta.")
    leaves = hashes_in_leaves()
    assert [text for text in typed() if hashlib.sha256(text.encode()).hexdigest() in leaves] == []
