"""Who has a part in a plan. Modules above add theirs: who answers for an indicator, who gives, who verifies…"""

from typing import Any

from django.db.models import Exists, Q, QuerySet

from concierta.agreements.models import Agreement
from concierta.agreements.participation import AGREEMENTS, READERS
from concierta.people.enums import Role
from concierta.people.participation import Participation, Person
from concierta.people.queries import entities_where
from concierta.plans.models import Plan, Project

PLANS = Participation()


@PLANS.gives
def _carries(person: Person) -> QuerySet[Any, Any]:
    """Secretariat, reviewer, verifier or presenter of the plan."""
    parts = ("secretariat", "reviewer", "verifier", "presenter")
    carries = Q(*((f"{part}__in", person.entities) for part in parts), _connector=Q.OR)
    return Plan.objects.filter(carries).values_list("pk", flat=True)


@PLANS.gives
def _executes(person: Person) -> QuerySet[Any, Any]:
    return Project.objects.filter(entity__in=person.entities).values_list("plan", flat=True)


@PLANS.gives
def _has_a_part_in_its_agreement(person: Person) -> QuerySet[Any, Any]:
    return Plan.objects.filter(agreement__in=AGREEMENTS.of(person)).values_list("pk", flat=True)


@READERS.gives
def _has_a_part_in_a_plan_of_it(person: Person) -> QuerySet[Any, Any]:
    return Plan.objects.filter(pk__in=PLANS.of(person)).values_list("agreement", flat=True)


@READERS.gives
def _may_give_it_a_plan(person: Person) -> QuerySet[Any, Any]:
    """An agreement that is of no plan yet is any secretariat's to take up."""
    keeps = Exists(entities_where(person.user, Role.SECRETARIAT))
    return Agreement.objects.filter(keeps, plans__isnull=True).values_list("pk", flat=True)
