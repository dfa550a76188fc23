"""What the ledger was told, for tests that compare it with what was done."""

import json
from typing import Any

from concierta.ledger.models import Event


def events(*kinds: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Kind, subject and body of the events of these kinds (all, when none is named), in their order."""
    found = Event.objects.order_by("index")
    if kinds:
        found = found.filter(kind__in=kinds)
    return [(event.kind, event.subject, json.loads(event.payload)["body"]) for event in found]


def last_body() -> dict[str, Any]:
    """What the last act said of itself."""
    return json.loads(Event.objects.last().payload)["body"]
