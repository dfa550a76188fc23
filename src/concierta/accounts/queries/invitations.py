"""Finding an invitation by the secret of its link, and what became of it."""

from datetime import datetime
from enum import Enum

from concierta.accounts.models import Invitation
from concierta.accounts.permissions import can_bring
from concierta.accounts.tokens import token_sha256
from concierta.kernel.errors import NotFound, TransitionRefused, gettext_noop
from concierta.people.models import User


class InvitationState(Enum):
    OPEN = "open"
    EXPIRED = "expired"
    USED = "used"
    ENDED = "ended"


def state_of(invitation: Invitation, at: datetime) -> InvitationState:
    if invitation.used_at is not None:
        return InvitationState.USED
    if invitation.ended_at is not None:
        return InvitationState.ENDED
    return InvitationState.OPEN if at < invitation.expires_at else InvitationState.EXPIRED


def invitation_behind(token: str, at: datetime, *, lock: bool = False) -> Invitation:
    """The open invitation whose link has this secret, with its person and entity.

    NotFound for a secret that never was; TransitionRefused, saying what to do, for one that no longer opens.
    """
    found = Invitation.objects.select_related("user", "entity", "by").filter(token_sha256=token_sha256(token))
    invitation = (found.select_for_update(of=("self",)) if lock else found).first()
    if invitation is None:
        raise NotFound(
            gettext_noop("Este enlace no es de ninguna invitación: copie entero el que le llegó por correo.")
        )
    state = state_of(invitation, at)
    if state == InvitationState.OPEN:
        return invitation
    raise TransitionRefused(_CLOSED[state])


_CLOSED = {
    InvitationState.USED: gettext_noop(
        "Esta invitación ya se aceptó. Ingrese con su correo y su contraseña; si la olvidó, pida otra en la puerta."
    ),
    InvitationState.EXPIRED: gettext_noop(
        "Esta invitación venció: pida que le envíen otra. Por seguridad, cada enlace sirve pocos días."
    ),
    InvitationState.ENDED: gettext_noop(
        "Esta invitación se reemplazó o se retiró: use el enlace más reciente que le haya llegado, o pida otro."
    ),
}


def invitation_for(user: User, pk: int) -> Invitation:
    """One invitation, for whoever may invite for its entity; NotFound for anybody else."""
    invitation = Invitation.objects.select_related("user", "entity").filter(pk=pk).first()
    if invitation is None or not can_bring(user, invitation.entity):
        raise NotFound(gettext_noop("No hay tal invitación, o usted no invita por esa entidad."))
    return invitation
