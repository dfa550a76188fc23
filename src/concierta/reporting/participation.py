from typing import Any

from django.db.models import QuerySet

from concierta.people.participation import Person
from concierta.plans.participation import PLANS
from concierta.reporting.models import Report


@PLANS.gives
def _has_reported(person: Person) -> QuerySet[Any, Any]:
    """Also who reports no more: what an entity said of itself stays its own to read."""
    return Report.objects.filter(reporter_entity__in=person.entities).values_list("indicator__plan", flat=True)
