"""The items of a session in course: taken up and left, noted, and who stands apart from them."""

from datetime import datetime

from django.db import transaction

from concierta.kernel.errors import Refusal, TransitionRefused, gettext_noop
from concierta.ledger.locking import locked
from concierta.mesa.enums import MotionState
from concierta.mesa.models import AgendaItem, ConflictOfInterest, Minutes, Motion, Seat
from concierta.mesa.operations.acts import check_in_session, item_subject, locked_item, record
from concierta.mesa.operations.attendance import withdraw_open_votes
from concierta.mesa.operations.texts import required, text_after
from concierta.mesa.permissions import check_can_run
from concierta.mesa.queries.quorum import present_at
from concierta.people.models import User


@transaction.atomic
def open_item(*, item: AgendaItem, by: User | None, at: datetime) -> AgendaItem:
    """Take up an item; the one under discussion ends. Opening a closed item again goes on with it."""
    item = _item_in_session(item, by)
    if item.dropped_reason:
        raise TransitionRefused(gettext_noop("Este punto se retiró del orden del día: restáurelo para tratarlo."))
    if item.opened_at is not None and item.closed_at is None:
        raise TransitionRefused(gettext_noop("Este punto ya se está tratando."))
    others = item.session.items.filter(opened_at__isnull=False, closed_at__isnull=True)
    if Motion.objects.filter(item__in=others, state=MotionState.OPEN).exists():
        raise TransitionRefused(gettext_noop("Hay una votación abierta en otro punto: ciérrela o retírela primero."))
    others.update(closed_at=at)
    item.opened_at, item.closed_at = item.opened_at or at, None
    item.save(update_fields=["opened_at", "closed_at"])
    _record_item(item, "agenda.item_opened", by, at)
    return item


@transaction.atomic
def close_item(*, item: AgendaItem, by: User | None, at: datetime) -> AgendaItem:
    """End the discussion of an item. Refuses while a motion of it is open."""
    item = _item_in_session(item, by)
    check_under_discussion(item)
    if item.motions.filter(state=MotionState.OPEN).exists():
        raise TransitionRefused(gettext_noop("Hay una votación abierta en este punto: ciérrela o retírela primero."))
    item.closed_at = at
    item.save(update_fields=["closed_at"])
    _record_item(item, "agenda.item_closed", by, at)
    return item


@transaction.atomic
def write_notes(
    *, item: AgendaItem, revision: int, text: str, base: str | None = None, by: User | None, at: datetime
) -> AgendaItem:
    """Save what is noted of an item, from when the session opens until its minutes are drafted.

    `revision` is the one that was read, and `base` its text: edits of different lines are joined; otherwise StaleText
    is raised and carries both texts. Only the item's row is held: notes never wait for a vote.
    """
    item = locked(item, "session__mesa__secretariat")
    check_can_run(by, item.session.mesa)
    yours = text_after(current=item.notes, revision=item.revision, read=revision, yours=text, base=base)
    if item.session.opened_at is None:
        raise TransitionRefused(gettext_noop("La sesión no se ha abierto: todavía no hay qué anotar."))
    if Minutes.objects.filter(session=item.session_id).exists():
        raise TransitionRefused(gettext_noop("El acta ya está en borrador: siga escribiendo en ella."))
    if yours != item.notes:
        item.notes = yours
        item.revision += 1
        item.save(update_fields=["notes", "revision"])
    return item


@transaction.atomic
def declare_conflict(
    *, item: AgendaItem, seat: Seat, statement: str, by: User | None, at: datetime
) -> ConflictOfInterest:
    """Put on record that a seat has an interest in an item: from now on it speaks and does not vote on it.

    A vote it had cast in a motion still open goes. Its conflict does not touch the quorum.
    """
    item = _item_in_session(item, by)
    statement = required(statement, gettext_noop("Diga en qué consiste el conflicto de interés."), "statement")
    if not present_at(item.session, at).filter(seat=seat).exists():
        raise Refusal(gettext_noop("%(entity)s no está presente."), entity=seat.entity.short_name)
    if item.conflicts.filter(seat=seat).exists():
        raise Refusal(gettext_noop("%(entity)s ya declaró su conflicto en este punto."), entity=seat.entity.short_name)
    conflict = ConflictOfInterest.objects.create(item=item, seat=seat, statement=statement, declared_at=at)
    withdraw_open_votes(session=item.session, seat=seat, item_pk=item.pk, by=by, at=at)
    record(
        kind="conflict.declared",
        subject=item_subject(item),
        mesa=item.session.mesa,
        body={"reserved": True} if item.reserved_basis else {"entity": seat.entity.code},
        sealed={"statement": statement, **({"entity": seat.entity.code} if item.reserved_basis else {})},
        by=by,
        at=at,
    )
    return conflict


def check_under_discussion(item: AgendaItem) -> None:
    if item.opened_at is None or item.closed_at is not None:
        raise TransitionRefused(gettext_noop("Este punto no se está tratando: ábralo primero."))


def _item_in_session(item: AgendaItem, by: User | None) -> AgendaItem:
    item = locked_item(item)
    check_can_run(by, item.session.mesa)
    check_in_session(item.session)
    return item


def _record_item(item: AgendaItem, kind: str, by: User | None, at: datetime) -> None:
    record(
        kind=kind,
        subject=item_subject(item),
        mesa=item.session.mesa,
        body={"ordinal": item.ordinal},
        sealed={"source": str(item.source), "subject": item.subject},
        by=by,
        at=at,
    )
