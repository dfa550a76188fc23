"""Accounts and roles as the lists show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from concierta.accounts.permissions import can_confirm, can_end_role
from concierta.accounts.queries import InvitationState, is_invited, state_of
from concierta.kernel.clock import local_date, now
from concierta.people.enums import Confirmation
from concierta.web.kit.formats import short_date

if TYPE_CHECKING:
    from concierta.accounts.models import Invitation
    from concierta.people.models import Membership, User


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role that somebody holds, held or would hold, and what the reader may do about it."""

    membership: "Membership"
    dates: str
    note: str
    open: bool
    awaiting: bool
    can_confirm: bool
    can_end: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """`invitation` is the one that waits for its answer; `late` says that the account waits for somebody to act."""

    person: "User"
    state: str
    late: bool
    roles: list[RoleRow]
    invitation: "Invitation | None"

    @property
    def open_roles(self) -> list[RoleRow]:
        return [role for role in self.roles if role.open]


def person_row(person: "User", reader: "User", at: datetime) -> PersonRow:
    """`person` as `reader` sees them: what each of their roles awaits, and what the reader may do about it."""
    invitation = next(iter(person.invitations.all()), None)
    state, late = _state(person, invitation, at)
    roles = [role_row(membership, reader) for membership in person.memberships.all()]
    return PersonRow(person, state, late, roles, invitation if is_invited(person) else None)


def _state(person: "User", invitation: "Invitation | None", at: datetime) -> tuple[str, bool]:
    if person.is_active:
        return gettext("Activa"), False
    if invitation is None or not is_invited(person):
        return gettext("Inactiva"), False
    date = {"date": short_date(invitation.expires_at)}
    match state_of(invitation, at):
        case InvitationState.OPEN if invitation.sent_at is None:
            return gettext("La invitación no salió: envíela otra vez"), True
        case InvitationState.OPEN:
            return gettext("Invitada: puede aceptar hasta el %(date)s") % date, False
        case InvitationState.EXPIRED:
            return gettext("La invitación venció el %(date)s") % date, True
        case _:
            return gettext("La invitación se retiró"), True


def role_row(membership: "Membership", reader: "User") -> RoleRow:
    is_open = membership.until is None or membership.until > now()
    awaiting, invited = is_open and not membership.confirmation, is_invited(membership.user)
    return RoleRow(
        membership=membership,
        dates=_dates(membership),
        note=_note(membership, awaiting, invited),
        open=is_open,
        awaiting=awaiting,
        can_confirm=awaiting and not invited and bool(can_confirm(reader, membership)),
        can_end=membership.until is None and bool(can_end_role(reader, membership)),
    )


def _dates(membership: "Membership") -> str:
    if membership.until is None:
        return gettext("desde el %(since)s") % {"since": short_date(membership.since)}
    return gettext("del %(since)s al %(until)s") % {
        "since": short_date(membership.since),
        "until": short_date(local_date(membership.until)),
    }


def _note(membership: "Membership", awaiting: bool, invited: bool) -> str:
    if awaiting and invited:
        return gettext("espera a que acepte la invitación")
    if awaiting:
        return gettext("espera la confirmación de %(entity)s") % {"entity": membership.entity.short_name}
    if not membership.confirmation:
        return gettext("nunca se confirmó")
    if membership.confirmed_by is not None and membership.confirmation == Confirmation.COLLEAGUE:
        return gettext("lo confirmó %(name)s") % {"name": membership.confirmed_by.name}
    return {
        Confirmation.INVITATION: gettext("aceptó la invitación a su correo institucional"),
        Confirmation.OPERATOR: gettext("lo confirmó quien administra la instalación"),
        Confirmation.PRIOR: gettext("anterior a las confirmaciones"),
    }[Confirmation(membership.confirmation)]
