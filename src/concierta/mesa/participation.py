"""A place at the Mesa, or a task that it gave, is a part in its agreement."""

from typing import Any

from django.db.models import QuerySet

from concierta.agreements.participation import AGREEMENTS
from concierta.mesa.queries.seats import mesas_of
from concierta.people.participation import Person


@AGREEMENTS.gives
def _sits_at_its_mesa(person: Person) -> QuerySet[Any, Any]:
    return mesas_of(person.user).values_list("agreement", flat=True)
