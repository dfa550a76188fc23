"""Holding the minutes while an act changes them, and their name in the ledger."""

from collections.abc import Mapping
from datetime import datetime

from concierta.kernel.errors import Phrase, TransitionRefused, gettext_noop
from concierta.ledger.locking import locked_by_key
from concierta.mesa.enums import MinutesState
from concierta.mesa.models import Minutes
from concierta.mesa.operations.acts import record
from concierta.people.models import Entity, User


def locked_minutes(minutes_pk: int) -> Minutes:
    """The minutes as they are now, held until the transaction ends."""
    mesa = (f"session__mesa__{name}" for name in ("agreement", "secretariat", "chair"))
    return locked_by_key(Minutes, minutes_pk, *mesa)


def check_still_written(minutes: Minutes) -> None:
    if minutes.state not in (MinutesState.DRAFT, MinutesState.CIRCULATED):
        raise TransitionRefused(
            gettext_noop(
                "El acta está «%(state)s»: su texto ya no cambia. Lo que falte se deja en el acta de otra sesión."
            ),
            state=Phrase(str(minutes.get_state_display())),
        )


def record_minutes(
    minutes: Minutes,
    kind: str,
    body: Mapping[str, object],
    by: User | None,
    at: datetime,
    sealed: Mapping[str, object] | None = None,
    entity: Entity | None = None,
) -> None:
    mesa = minutes.session.mesa
    subject = f"minutes:{mesa.agreement.slug}:{minutes.session.number}"
    record(kind=kind, subject=subject, mesa=mesa, body=body, sealed=sealed, entity=entity, by=by, at=at)
