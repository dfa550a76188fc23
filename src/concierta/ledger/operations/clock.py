"""When an act was dated by a clock that was wrong: said in the log, so that acts go on with the right one."""

from datetime import datetime

from django.db import transaction

from concierta.kernel.errors import Refusal, gettext_noop
from concierta.ledger.operations.record import CLOCK_ACCEPTED, CLOCK_DIFFERENCE, record_event
from concierta.ledger.permissions import check_can_recover_log
from concierta.ledger.queries.events import last_act_at
from concierta.people.models import User


def accept_clock(*, by: User | None, at: datetime) -> datetime:
    """Record that the last acts are dated later than it really was; the time of the last of them.

    Refuses where the clock agrees with the last act: there is nothing to accept.
    """
    check_can_recover_log(by)
    with transaction.atomic():
        last = last_act_at()
        if last is None or at >= last - CLOCK_DIFFERENCE:
            raise Refusal(gettext_noop("El reloj no contradice al último acto: no hay qué aceptar."))
        record_event(
            kind=CLOCK_ACCEPTED, subject="clock", body={"last_act_at": last.isoformat()}, by=by, entity=None, at=at
        )
    return last
