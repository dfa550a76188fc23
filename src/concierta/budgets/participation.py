"""Whoever gives, seeks or spends has a part in the plan."""

from typing import Any

from django.db.models import QuerySet

from concierta.budgets.models import BudgetLine, Contribution, Opportunity
from concierta.people.participation import Person
from concierta.plans.participation import PLANS


@PLANS.gives
def _gives(person: Person) -> QuerySet[Any, Any]:
    return Contribution.objects.filter(entity__in=person.entities).values_list("plan", flat=True)


@PLANS.gives
def _seeks(person: Person) -> QuerySet[Any, Any]:
    return Opportunity.objects.filter(entity__in=person.entities).values_list("plan", flat=True)


@PLANS.gives
def _spends(person: Person) -> QuerySet[Any, Any]:
    return BudgetLine.objects.filter(entity__in=person.entities).values_list("plan", flat=True)
