"""Whoever watches over a risk of a plan has a part in it."""

from typing import Any

from django.db.models import QuerySet

from concierta.evaluation.enums import RiskState
from concierta.evaluation.models import Risk
from concierta.people.participation import Person
from concierta.plans.participation import PLANS


@PLANS.gives
def _watches(person: Person) -> QuerySet[Any, Any]:
    return Risk.objects.filter(owner__in=person.entities, state=RiskState.OPEN).values_list("plan", flat=True)
