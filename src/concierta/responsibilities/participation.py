"""An entity that the register of responsibles names, today or later, has a part in what it answers for."""

from typing import Any

from django.db.models import Q, QuerySet

from concierta.agreements.participation import AGREEMENTS
from concierta.kernel.clock import today
from concierta.people.participation import Person
from concierta.plans.participation import PLANS
from concierta.responsibilities.models import Responsibility


def _held_by(person: Person) -> QuerySet[Responsibility]:
    not_over = Q(until__isnull=True) | Q(until__gt=today())
    return Responsibility.objects.filter(not_over, entity__in=person.entities)


@PLANS.gives
def _answers_for_an_indicator(person: Person) -> QuerySet[Any, Any]:
    return _held_by(person).filter(indicator__isnull=False).values_list("indicator__plan", flat=True)


@PLANS.gives
def _answers_for_a_project(person: Person) -> QuerySet[Any, Any]:
    return _held_by(person).filter(project__isnull=False).values_list("project__plan", flat=True)


@AGREEMENTS.gives
def _answers_for_a_pledge(person: Person) -> QuerySet[Any, Any]:
    return _held_by(person).filter(pledge__isnull=False).values_list("pledge__clause__agreement", flat=True)


@AGREEMENTS.gives
def _answers_for_a_task(person: Person) -> QuerySet[Any, Any]:
    return _held_by(person).filter(action_item__isnull=False).values_list("action_item__mesa__agreement", flat=True)
