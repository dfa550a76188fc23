"""The people of the installation, for the secretariat; and those of an entity, for whoever answers for it."""

from datetime import datetime
from enum import Enum

from django.db.models import Count, Prefetch, Q, QuerySet

from concierta.accounts.models import AddressChange, Alert, Invitation
from concierta.accounts.permissions import can_bring, vouches_for
from concierta.kernel.canonical import sha256_of
from concierta.kernel.errors import NotFound, TransitionRefused, gettext_noop
from concierta.people.enums import Confirmation, Role
from concierta.people.models import Entity, Membership, User
from concierta.people.queries import in_force, memberships_on


def is_invited(person: User) -> bool:
    """True of an account that was invited and has not come yet: nobody has ever had a password to it."""
    return not person.is_active and not person.has_usable_password() and person.invitations.exists()


def somebody_answers(entity: Entity) -> bool:
    """True if somebody with an open account acts for `entity` today, confirmed."""
    return Membership.objects.filter(in_force(), entity=entity, user__is_active=True).exists()


def has_had_people(entity: Entity) -> bool:
    """True if anybody has ever acted for `entity`, confirmed: whoever comes first again begins nothing."""
    return entity.memberships.exclude(confirmation="").exists()


def entities_of(person: User) -> list[Entity]:
    """Those for which `person` acts today, confirmed, by code."""
    held = memberships_on(person).order_by().values("entity")
    return list(Entity.objects.filter(pk__in=held).order_by("code"))


def entities_answered_for(user: User) -> list[Entity]:
    """Those whose people `user` confirms, by name."""
    if not user.is_active:
        return []
    return list(Entity.objects.filter(pk__in=memberships_on(user).order_by().values("entity")).order_by("name"))


def account_by_address(address: str) -> User:
    """The account of an address, whatever its capitals, or NotFound. For the operator."""
    person = User.objects.filter(email__iexact=address.strip()).first()
    if person is None:
        raise NotFound(gettext_noop("No hay una cuenta con el correo %(email)s."), email=address)
    return person


def awaited_role(person: User, code: str, role: str) -> Membership:
    """The role of `person` in an entity that awaits confirmation, or NotFound. For the operator."""
    awaited = Membership.objects.filter(user=person, entity__code=code, role=role, until__isnull=True, confirmation="")
    membership = awaited.select_related("user", "entity").first()
    if membership is None:
        raise NotFound(gettext_noop("Esa persona no tiene allí un papel que espere confirmación."))
    return membership


def accounts_for(user: User) -> QuerySet[User]:
    """Every account with its memberships and invitations, for the secretariat; nobody for anybody else."""
    if not memberships_on(user).filter(role=Role.SECRETARIAT).exists():
        return User.objects.none()
    return _with_what_they_hold(User.objects.all())


def person_for(user: User, pk: int) -> User:
    """One account with its memberships: for the secretariat, and for whoever answers for an entity that it acts, or
    would act, for. NotFound for anybody else."""
    person = accounts_for(user).filter(pk=pk).first()
    if person is None:
        near = User.objects.filter(memberships__entity__in=entities_answered_for(user)).order_by().values("pk")
        person = _with_what_they_hold(User.objects.filter(pk__in=near)).filter(pk=pk).first()
    if person is None:
        raise NotFound(gettext_noop("No hay tal persona, o usted no administra las cuentas."))
    return person


def people_of(entity: Entity) -> QuerySet[Membership]:
    """Every role of an entity, proposed, in force or ended, with its person and who confirmed it; those that await
    first. The caller has checked that the reader answers for the entity."""
    return (
        Membership.objects.filter(entity=entity)
        .select_related("user", "entity", "confirmed_by")
        .order_by("until", "confirmed_at", "user__name", "role")
    )


def membership_for(user: User, pk: int) -> Membership:
    """One role: for the secretariat, its holder and whoever answers for its entity; NotFound for anybody else."""
    membership = Membership.objects.select_related("user", "entity").filter(pk=pk).first()
    if membership is None or not (
        membership.user_id == user.pk
        or memberships_on(user).filter(role=Role.SECRETARIAT).exists()
        or membership.entity in entities_answered_for(user)
    ):
        raise NotFound(gettext_noop("No hay tal papel, o usted no administra las cuentas."))
    return membership


def own_membership(user: User, pk: int) -> Membership:
    """One role of `user`, or NotFound."""
    membership = Membership.objects.select_related("user", "entity").filter(pk=pk, user=user).first()
    if membership is None:
        raise NotFound(gettext_noop("No hay tal papel, o es de otra persona."))
    return membership


def changes_to_confirm(user: User, at: datetime) -> list[AddressChange]:
    """The new addresses that people of the entities of `user` asked for, and that `user` may confirm."""
    near = Membership.objects.filter(entity__in=entities_answered_for(user)).order_by().values("user")
    open_now = AddressChange.objects.filter(user__in=near, ended_at=None, expires_at__gt=at).select_related("user")
    return [change for change in open_now.order_by("made_at", "pk") if vouches_for(user, change.user)]


def change_for(user: User, pk: int, at: datetime) -> AddressChange:
    """One of those, or NotFound."""
    for change in changes_to_confirm(user, at):
        if change.pk == pk:
            return change
    raise NotFound(gettext_noop("No hay tal cambio de correo, o no le corresponde confirmarlo."))


def _with_what_they_hold(people: QuerySet[User]) -> QuerySet[User]:
    invitations = Invitation.objects.select_related("entity").order_by("-made_at", "-pk")
    return people.prefetch_related(
        "memberships__entity", "memberships__confirmed_by", Prefetch("invitations", invitations)
    ).order_by("name", "email")


def open_alerts() -> QuerySet[Alert]:
    """Every sign that nobody has settled, oldest first: for the operator."""
    return Alert.objects.filter(settled_at=None).select_related("entity", "one", "other").order_by("raised_at", "pk")


def alerts_for(user: User) -> QuerySet[Alert]:
    """The open signs told to the entities of `user`, except those about themself."""
    return open_alerts().filter(entity__in=entities_answered_for(user)).exclude(Q(one=user) | Q(other=user))


def alert_for(user: User, pk: int) -> Alert:
    """One of those, or NotFound."""
    alert = alerts_for(user).filter(pk=pk).first()
    if alert is None:
        raise NotFound(gettext_noop("No hay tal aviso, o no es de su entidad."))
    return alert


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
    found = Invitation.objects.select_related("user", "entity", "by").filter(token_sha256=sha256_of(token))
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


#: The act that counts them, once.
PRIOR = "roles.prior"


def prior_roles() -> dict[tuple[str, str], int]:
    """(entity code, role) → how many roles from before confirmations there are, ended ones too."""
    found = Membership.objects.filter(confirmation=Confirmation.PRIOR).order_by()
    rows = found.values_list("entity__code", "role").annotate(many=Count("pk"))
    return {(entity, str(role)): many for entity, role, many in rows}
