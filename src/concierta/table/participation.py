"""A place at the table, or a task that it gave, is a part in its agreement."""

from typing import Any

from django.db.models import QuerySet

from concierta.agreements.participation import AGREEMENTS
from concierta.people.participation import Person
from concierta.table.queries.seats import tables_of


@AGREEMENTS.gives
def _sits_at_its_table(person: Person) -> QuerySet[Any, Any]:
    return tables_of(person.user).values_list("agreement", flat=True)
