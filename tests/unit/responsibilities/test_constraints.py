"""Rows that would lie are refused by the database itself."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from concierta.responsibilities.enums import Duty
from concierta.responsibilities.models import Responsibility
from factories.answering import Answering, make_task

DAY = date(2025, 1, 3)


def refused(name: str, **fields: object) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Responsibility.objects.create(**fields)


def test_it_is_for_one_thing(answering: Answering):
    one = {"duty": Duty.REPORTS, "entity": answering.sena, "since": DAY}
    refused("a_responsibility_is_for_one_thing", **one)
    refused("a_responsibility_is_for_one_thing", **one, project=answering.project, indicator=answering.indicator)
    refused("a_responsibility_is_for_one_thing", **one, pledge=answering.pledge, project=answering.project)


@pytest.mark.parametrize("kind", ["pledge", "project", "indicator", "action_item"])
def test_one_open_holder_per_thing_and_duty(answering: Answering, kind: str):
    thing = make_task(answering) if kind == "action_item" else getattr(answering, kind)
    one = {kind: thing, "duty": Duty.EXECUTES, "entity": answering.sena, "since": DAY}
    Responsibility.objects.create(**one)
    Responsibility.objects.create(**(one | {"until": DAY}))
    Responsibility.objects.create(**(one | {"duty": Duty.VERIFIES}))
    with pytest.raises(IntegrityError), transaction.atomic():
        Responsibility.objects.create(**one)


def test_it_ends_after_it_begins(answering: Answering):
    refused(
        "a_duty_ends_after_it_begins",
        project=answering.project,
        duty=Duty.REPORTS,
        entity=answering.sena,
        since=DAY,
        until=date(2025, 1, 2),
    )


def test_nobody_substitutes_themselves(answering: Answering):
    refused(
        "nobody_substitutes_themselves",
        project=answering.project,
        duty=Duty.REPORTS,
        entity=answering.sena,
        since=DAY,
        person=answering.reporter,
        substitute=answering.reporter,
    )
