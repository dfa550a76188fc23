"""Forms that were sent before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from concierta.ledger.models import SentForm


@dataclass(frozen=True, slots=True)
class SentBefore:
    """`answer` is what the first request was told; None while it is on its way, or where the machine stopped in it."""

    holder: str
    content_sha256: str
    sent_at: datetime
    answer: dict[str, Any] | None


def sent_before(key: str) -> SentBefore | None:
    """The first sending of the form with this key; None when it was never sent, or its act was undone."""
    found = SentForm.objects.filter(pk=key).first()
    if found is None:
        return None
    return SentBefore(found.holder, found.content_sha256, found.sent_at, found.answer)
