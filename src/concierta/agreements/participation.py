"""Who has a part in an agreement, and who reads it besides."""

from typing import Any

from django.db.models import QuerySet

from concierta.agreements.enums import SignatoryState
from concierta.agreements.models import Agreement, Pledge, Signatory
from concierta.people.participation import Participation, Person

#: A part in the agreement itself: it is one in every plan of it.
AGREEMENTS = Participation()
#: Whoever may read it: those with a part, and those whom a plan of it lets in.
READERS = Participation()


@AGREEMENTS.gives
def _signs(person: Person) -> QuerySet[Any, Any]:
    """Also who is invited, who must read it, and who withdrew, who answers for what it did until then."""
    signatories = Signatory.objects.filter(entity__in=person.entities).exclude(state=SignatoryState.DECLINED)
    return signatories.values_list("agreement", flat=True)


@AGREEMENTS.gives
def _promised(person: Person) -> QuerySet[Any, Any]:
    return Pledge.objects.filter(entity__in=person.entities).values_list("clause__agreement", flat=True)


@READERS.gives
def _has_a_part(person: Person) -> QuerySet[Any, Any]:
    return Agreement.objects.filter(pk__in=AGREEMENTS.of(person)).values_list("pk", flat=True)
