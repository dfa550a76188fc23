"""Shutting an account, whatever roles it has, and opening it again."""

from datetime import datetime

from django.db import transaction

from concierta.accounts.blocking import check_can_block, check_can_unblock, entity_that_blocks
from concierta.accounts.models import Block
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.ledger.models import Event
from concierta.ledger.operations import record_event
from concierta.people.models import Entity, User

_REASON = 500


@transaction.atomic
def block_account(*, person: User, reason: str, by: User | None, at: datetime) -> Block:
    """From now on the account of `person` opens nothing: sessions end, letters and calendars stop, roles do not hold.

    What the person signed stays. The act in the log names nobody: person and reason are sealed in it.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    check_can_block(by, person)
    reason = _reason(reason)
    entity = entity_that_blocks(by, person)
    block = Block.objects.create(
        person=person,
        reason=reason,
        blocked_at=at,
        blocked_by=by,
        blocked_for=entity,
        blocking=_record("account.blocked", person, reason, entity, by, at),
    )
    person.is_active = False
    person.save(update_fields=["is_active"])
    person.end_sessions(at)
    return block


@transaction.atomic
def unblock_account(*, person: User, reason: str, by: User | None, at: datetime) -> Block:
    """The account opens again what its roles open. Sessions from before stay ended."""
    person = User.objects.select_for_update().get(pk=person.pk)
    check_can_unblock(by, person)
    reason = _reason(reason)
    block = Block.objects.get(person=person, lifted_at__isnull=True)
    block.lifted_at, block.lifted_by, block.lift_reason = at, by, reason
    block.lifting = _record("account.unblocked", person, reason, entity_that_blocks(by, person), by, at)
    block.save(update_fields=["lifted_at", "lifted_by", "lift_reason", "lifting"])
    person.is_active = True
    person.save(update_fields=["is_active"])
    return block


def _reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Invalid(gettext_noop("Diga por qué: lo leerá quien tenga que responder por ello."), field="reason")
    if len(reason) > _REASON:
        raise Invalid(
            gettext_noop("El motivo tiene %(length)s caracteres: escríbalo en %(most)s o menos."),
            field="reason",
            length=len(reason),
            most=_REASON,
        )
    return reason


def _record(kind: str, person: User, reason: str, entity: Entity | None, by: User | None, at: datetime) -> Event:
    return record_event(
        kind=kind,
        subject="account",
        body={},
        sealed={"account": str(person.pk), "address": person.email, "reason": reason},
        by=by,
        entity=entity,
        at=at,
    )
