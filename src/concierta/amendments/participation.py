from typing import Any

from django.db.models import QuerySet

from concierta.amendments.models import AdjustmentMeasure
from concierta.people.participation import Person
from concierta.plans.participation import PLANS


@PLANS.gives
def _answers_for_a_measure(person: Person) -> QuerySet[Any, Any]:
    return AdjustmentMeasure.objects.filter(entity__in=person.entities).values_list("plan", flat=True)
