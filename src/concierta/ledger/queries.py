"""Reading the ledger and checking that it is whole."""

from django.db.models import QuerySet

from concierta.ledger.models import Event
from concierta.ledger.operations import leaf_hash


def events_of_plan(slug: str, *, after: int = -1) -> QuerySet[Event]:
    """The public events of a plan with an index greater than `after`, oldest first."""
    return Event.objects.filter(plan=slug, index__gt=after).select_related("entity").order_by("index")


def ledger_problems() -> list[str]:
    """What is wrong with the ledger: a gap in its indexes or a payload that no longer gives its hash. Empty: nothing."""
    problems = []
    expected = 0
    for index, payload, stored in (
        Event.objects.order_by("index").values_list("index", "payload", "leaf_hash").iterator(chunk_size=5000)
    ):
        if index != expected:
            problems.append(f"faltan los actos {expected} a {index - 1}")
        if leaf_hash(payload.encode()) != stored:
            problems.append(f"el acto {index} fue alterado")
        expected = index + 1
    return problems
