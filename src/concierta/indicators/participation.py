from typing import Any

from django.db.models import Q, QuerySet

from concierta.indicators.models import Indicator
from concierta.people.participation import Person
from concierta.plans.participation import PLANS


@PLANS.gives
def _answers_for_an_indicator(person: Person) -> QuerySet[Any, Any]:
    """Reports, reviews, verifies or presents it."""
    duties = ("reporter", "reviewer", "verifier", "presenter")
    answered = Q(*((f"{duty}__in", person.entities) for duty in duties), _connector=Q.OR)
    return Indicator.objects.filter(answered).values_list("plan", flat=True)
