"""The log changes hands: one act closes it where it was, the next opens it where it goes on.

While `handover.packed` is the last act, `record_event` takes no other than the two that follow it. Both at once, here
and there, would be two leaves of one index: two signatures of the log's own key that convict whoever did it.
"""

from datetime import datetime

from django.db import transaction

from concierta.kernel.errors import TransitionRefused, gettext_noop
from concierta.ledger.models import Event
from concierta.ledger.operations.record import RECEIVED, UNDONE, record_event
from concierta.ledger.permissions import check_can_hand_over
from concierta.ledger.queries.events import PACKED, packed_act
from concierta.people.models import User

_SUBJECT = "handover"


@transaction.atomic
def record_packed(*, receiver: str, by: User | None, at: datetime) -> Event:
    """Close the log: the installation is packed for the holder of `receiver`, a fingerprint in hex. No person is named.

    Refuses, as for any other act, where it is closed already.
    """
    check_can_hand_over(by)
    return record_event(kind=PACKED, subject=_SUBJECT, body={"receiver": receiver}, by=by, entity=None, at=at)


@transaction.atomic
def record_received(*, manifest_sha256: str, by: User | None, at: datetime) -> Event:
    """Open the log where it was received, from the package with this manifest (hex). Refuses one that is not closed."""
    check_can_hand_over(by)
    receiver = _receiver()
    body = {"receiver": receiver, "manifest_sha256": manifest_sha256}
    return record_event(kind=RECEIVED, subject=_SUBJECT, body=body, by=by, entity=None, at=at)


@transaction.atomic
def record_undone(*, by: User | None, at: datetime) -> Event:
    """Open the log again where it was packed: it was not handed over. Refuses one that is not closed."""
    check_can_hand_over(by)
    return record_event(kind=UNDONE, subject=_SUBJECT, body={"receiver": _receiver()}, by=by, entity=None, at=at)


def _receiver() -> str:
    act = packed_act()
    if act is None:
        raise TransitionRefused(
            gettext_noop("Esta instalación no está empacada para entregarla: empiece por «concierta handover pack».")
        )
    return str(act.body["receiver"])
