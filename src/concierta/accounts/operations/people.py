"""Roles and blocks: who may act for an entity, from when, and who no longer may."""

from datetime import UTC, date, datetime

from django.db import transaction

from concierta.accounts.blocking import check_can_block, check_can_unblock, entity_that_blocks
from concierta.accounts.models import Block
from concierta.accounts.permissions import answers_for, check_can_bring, check_can_confirm, check_can_end_role
from concierta.accounts.queries.people import PRIOR, prior_roles
from concierta.kernel.clock import local_date, start_of
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused, gettext_noop
from concierta.ledger.locking import locked
from concierta.ledger.models import Event
from concierta.ledger.operations import record_event
from concierta.people.enums import Confirmation, Role
from concierta.people.models import Entity, Membership, User
from concierta.people.queries import memberships_on


def sealed(person: User) -> dict[str, str]:
    """The person of an act as its leaf keeps them: commitments to the address of then and to the account, whatever its
    address will be. Whoever holds the salts shows that it was so; without them the leaf names nobody."""
    return {"account": str(person.pk), "address": person.email}


def record_role(kind: str, membership: Membership, *, by: User | None, at: datetime, **body: object) -> None:
    record_event(
        kind=kind,
        subject=f"role:{membership.pk}",
        body={"role": str(membership.role), **body},
        sealed=sealed(membership.user),
        by=by,
        entity=membership.entity,
        at=at,
    )


def locked_role(membership: Membership) -> Membership:
    """The row of now, nobody else's until this transaction ends; refuses one that has ended."""
    row = locked(membership, "user", "entity")
    if row.until is not None:
        raise TransitionRefused(
            gettext_noop("Ese papel ya había terminado el %(date)s."), date=local_date(row.until).isoformat()
        )
    return row


@transaction.atomic
def propose_role(*, user: User, entity: Entity, role: Role, since: date, by: User | None, at: datetime) -> Membership:
    """Propose that `user`, who has an account, act as `role` for `entity` from `since`.

    It opens nothing until the entity confirms it; the proposal of somebody who answers for the entity, about somebody
    else, is that confirmation. Refuses a role that the person already holds there, or that already awaits.
    """
    check_can_bring(by, entity, [role])
    membership = propose(user, entity, role, since, by, at)
    if by is not None and by.pk != user.pk and user.has_usable_password() and answers_for(by, entity):
        confirm(membership, Confirmation.COLLEAGUE, by, at)
    return membership


@transaction.atomic
def confirm_role(*, membership: Membership, by: User | None, at: datetime) -> Membership:
    """The entity's word that this person has that role: from today it may be used, and not for days before.

    The operator may insist where nobody of the entity can; the act says that it was the operator.
    """
    membership = locked_role(membership)
    check_can_confirm(by, membership)
    if membership.confirmation:
        raise TransitionRefused(gettext_noop("Ese papel ya estaba confirmado."))
    if not membership.user.has_usable_password():
        raise TransitionRefused(
            gettext_noop("%(user)s todavía no ha aceptado su invitación: confirme su papel cuando lo haga."),
            user=membership.user.name,
        )
    return confirm(membership, Confirmation.OPERATOR if by is None else Confirmation.COLLEAGUE, by, at)


@transaction.atomic
def reject_role(*, membership: Membership, by: User | None, at: datetime) -> Membership:
    """The entity's word that this person is not theirs, or not for that: the proposal ends unused."""
    membership = locked_role(membership)
    check_can_confirm(by, membership)
    if membership.confirmation:
        raise TransitionRefused(gettext_noop("Ese papel ya estaba confirmado: termínelo."))
    return _close(membership, "role.rejected", at, by, at)


@transaction.atomic
def end_role(*, membership: Membership, until: datetime, by: User | None, at: datetime) -> Membership:
    """End a membership at the instant `until`, and with the last one every session of the person.

    It stays on record: what was signed under it must remain explainable. Refuses to leave the installation without a
    secretariat, which only the operator could undo.
    """
    membership = locked_role(membership)
    check_can_end_role(by, membership)
    if local_date(until) < membership.since and membership.confirmation:
        raise Invalid(gettext_noop("El papel no puede terminar antes de empezar."), field="until")
    if by is not None and _is_last_secretary(membership):
        raise Refusal(
            gettext_noop(
                "%(user)s es la única persona con la secretaría técnica: dele antes ese papel a otra. "
                "Sin nadie, nadie podría dar papeles ni publicar."
            ),
            user=membership.user.name,
        )
    return _close(membership, "role.ended", until, by, at)


@transaction.atomic
def declare_independence(*, membership: Membership, by: User | None, at: datetime) -> Membership:
    """A verifier's word that they have no stake in what they verify for this entity; the public sees that it was given.

    Nobody gives it for another.
    """
    membership = locked_role(membership)
    if by is None or by.pk != membership.user_id:
        raise PermissionRefused(gettext_noop("La independencia la declara cada persona por sí misma."))
    return declare(membership, by, at)


def propose(user: User, entity: Entity, role: Role, since: date, by: User | None, at: datetime) -> Membership:
    held = Membership.objects.filter(user=user, entity=entity, role=role, until__isnull=True).first()
    if held is not None:
        raise Refusal(
            gettext_noop("%(user)s ya tiene el papel «%(role)s» en %(entity)s.")
            if held.confirmation
            else gettext_noop("El papel «%(role)s» de %(user)s ya espera la confirmación de %(entity)s."),
            user=user.name,
            role=Role(role).label,
            entity=entity.short_name,
        )
    membership = Membership.objects.create(user=user, entity=entity, role=role, since=since)
    record_role("role.proposed", membership, by=by, at=at, since=since.isoformat())
    return membership


def confirm(membership: Membership, how: Confirmation, by: User | None, at: datetime) -> Membership:
    """`by` is on record as who confirmed it where `how` is a colleague. A role never begins before its confirmation."""
    membership.confirmation, membership.confirmed_at = how, at
    membership.confirmed_by = by if how == Confirmation.COLLEAGUE else None
    membership.since = max(membership.since, local_date(at))
    membership.save(update_fields=["confirmation", "confirmed_at", "confirmed_by", "since"])
    record_role("role.confirmed", membership, by=by, at=at, how=str(how), since=membership.since.isoformat())
    return membership


def declare(membership: Membership, by: User, at: datetime) -> Membership:
    if membership.role != Role.VERIFIER:
        raise Invalid(gettext_noop("Solo quien verifica declara su independencia."))
    if membership.independent_at is not None:
        raise TransitionRefused(gettext_noop("Usted ya había declarado su independencia."))
    membership.independent_at = at
    membership.save(update_fields=["independent_at"])
    record_role("independence.declared", membership, by=by, at=at)
    return membership


def _close(membership: Membership, kind: str, until: datetime, by: User | None, at: datetime) -> Membership:
    membership.until = max(until, start_of(membership.since))
    membership.save(update_fields=["until"])
    if not memberships_on(membership.user, at).exists():
        membership.user.end_sessions(at)
    record_role(kind, membership, by=by, at=at, until=membership.until.astimezone(UTC).isoformat())
    return membership


def _is_last_secretary(membership: Membership) -> bool:
    if membership.role != Role.SECRETARIAT or not membership.confirmation:
        return False
    others = Membership.objects.filter(role=Role.SECRETARIAT, until__isnull=True, user__is_active=True)
    return not others.exclude(confirmation="").exclude(user=membership.user_id).exists()


_REASON = 500


@transaction.atomic
def block_account(*, person: User, reason: str, by: User | None, at: datetime) -> Block:
    """From now on the account of `person` opens nothing: sessions end, letters and calendars stop, roles do not hold.

    What the person signed stays. The act in the log names nobody: person and reason are sealed in it.
    """
    person = locked(person)
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
    person = locked(person)
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


@transaction.atomic
def record_prior_roles(*, by: User | None, at: datetime) -> bool:
    """Put on record how many roles of each entity were given before confirmations. True if it did so now.

    Once in the life of an installation, and only before any role of it has been proposed: an installation that began
    with confirmations has none.
    """
    if by is not None:
        raise PermissionRefused(gettext_noop("Esto lo hace la instalación al actualizarse."))
    if Event.objects.filter(kind__in=(PRIOR, "role.proposed")).exists():
        return False
    counted = prior_roles()
    if not counted:
        return False
    roles = [{"count": count, "entity": entity, "role": role} for (entity, role), count in sorted(counted.items())]
    record_event(kind=PRIOR, subject="roles", body={"roles": roles}, by=None, entity=None, at=at)
    return True
