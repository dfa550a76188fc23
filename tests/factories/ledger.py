"""What the ledger was told, for tests that compare it with what was done."""

import json
from dataclasses import dataclass
from typing import Any

from concierta.kernel.seals import seal
from concierta.ledger.models import Event, Salt


@dataclass(frozen=True)
class Kept:
    """A sealed value: equal to what its salt opens it to."""

    digest: str
    salt: str

    def __eq__(self, value: object) -> bool:
        return seal(bytes.fromhex(self.salt), value) == self.digest


def events(*kinds: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Kind, subject and body of the events of these kinds (all, when none is named), in their order.

    What a leaf only seals stands in the body under its own name, and equals the value that was sealed.
    """
    found = Event.objects.order_by("index")
    if kinds:
        found = found.filter(kind__in=kinds)
    return [(event.kind, event.subject, body_of(event)) for event in found]


def body_of(event: Event) -> dict[str, Any]:
    body = json.loads(event.payload)["body"]
    salts = dict(Salt.objects.filter(event=event).values_list("name", "salt"))
    return body | {name: Kept(digest, salts[name]) for name, digest in body.pop("sealed", {}).items()}


def last_body() -> dict[str, Any]:
    """What the last act said of itself."""
    return body_of(Event.objects.last())
