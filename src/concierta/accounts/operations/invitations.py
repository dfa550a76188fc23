"""Inviting a person, and accepting the invitation."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from concierta.accounts.addresses import check_institutional, domain_of, mailbox_of
from concierta.accounts.letters import send_letter
from concierta.accounts.models import Block, Invitation
from concierta.accounts.operations.people import confirm, declare, propose, sealed
from concierta.accounts.operations.signs import raise_same_address
from concierta.accounts.passwords import new_token
from concierta.accounts.permissions import answers_for, check_can_bring
from concierta.accounts.queries.people import has_had_people, invitation_behind, is_invited, somebody_answers
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused, gettext_noop
from concierta.ledger.locking import locked, locked_by_key
from concierta.ledger.operations import record_event
from concierta.people.enums import Confirmation, Role
from concierta.people.models import Entity, Membership, User

#: How long a link opens the door [D].
VALID = timedelta(days=7)


def invite_person(
    *,
    email: str,
    name: str,
    entity: Entity,
    roles: Collection[Role],
    since: date | None = None,
    by: User | None,
    at: datetime,
) -> Invitation:
    """Invite somebody to act for `entity` in `roles`: a link goes by mail to their address, and to nobody else.

    Whoever accepts it chooses the password. Inviting the same person again ends the earlier link.
    """
    with transaction.atomic():
        invitation, token = make_invitation(
            email=email, name=name, entity=entity, roles=roles, since=since, by=by, at=at
        )
        transaction.on_commit(lambda: send_invitation(invitation=invitation, token=token, by=by, at=at))
    return invitation


@transaction.atomic
def make_invitation(
    *,
    email: str,
    name: str,
    entity: Entity,
    roles: Collection[Role],
    since: date | None = None,
    by: User | None,
    at: datetime,
) -> tuple[Invitation, str]:
    """The invitation and the secret of its link, unsent: for the operator's own commands, and for nobody's screen.

    While nobody answers for the entity, the address must be at its institutional domain; and where somebody once did,
    only the operator begins again. Refuses one's own address, a
    role of the secretariat by anybody but the secretariat, and an address that has an account: propose the role to it.
    """
    if not roles:
        raise Invalid(gettext_noop("Diga al menos un papel."), field="roles")
    check_can_bring(by, entity, roles)
    address = _address(email)
    if by is not None and mailbox_of(by.email) == mailbox_of(address):
        raise Invalid(gettext_noop("Ese es su propio correo: nadie se invita a sí mismo."), field="email")
    entity = locked(entity)
    first = not somebody_answers(entity)
    if first:
        _check_may_begin(entity, by)
        check_institutional(address, entity)
    user = _invited(address, name, entity, at)
    for role in roles:
        if not Membership.objects.filter(user=user, entity=entity, role=role, until__isnull=True).exists():
            propose(user, entity, role, since or local_date(at), by, at)
    Invitation.objects.filter(user=user, entity=entity, used_at=None, ended_at=None).update(ended_at=at)
    token, token_sha256 = new_token()
    invitation = Invitation.objects.create(
        user=user,
        entity=entity,
        roles=sorted(str(role) for role in roles),
        token_sha256=token_sha256,
        first=first,
        by=by,
        made_at=at,
        expires_at=at + VALID,
    )
    _record("account.invited", invitation, by, at, mail_domain=domain_of(address))
    return invitation, token


def send_invitation(*, invitation: Invitation, token: str, by: User | None, at: datetime) -> bool:
    """The letter with the link. True if it went out."""
    sent = send_letter(
        "invitation",
        invitation.user.email,
        invitation.user.reads,
        token=token,
        name=invitation.user.name,
        entity=invitation.entity.name,
        roles=[Role(role) for role in invitation.roles],
        expires_at=invitation.expires_at,
        by=invitation.by.name if invitation.by else "",
    )
    if sent:
        Invitation.objects.filter(pk=invitation.pk).update(sent_at=at)
    return sent


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User | None, at: datetime) -> Invitation:
    """Its link opens nothing any more; the roles it carried are ended one by one, or wait for another invitation."""
    invitation = locked(invitation, "entity", "user")
    check_can_bring(by, invitation.entity, ())
    if invitation.used_at or invitation.ended_at:
        raise TransitionRefused(gettext_noop("Esa invitación ya no está abierta."))
    invitation.ended_at = at
    invitation.save(update_fields=["ended_at"])
    _record("account.invitation_withdrawn", invitation, by, at)
    return invitation


def _check_may_begin(entity: Entity, by: User | None) -> None:
    """Where people have acted before and none is left, the operator begins again: else whoever may end roles could
    make room for people of their own."""
    if by is not None and has_had_people(entity):
        raise PermissionRefused(
            gettext_noop("En %(entity)s ya no queda nadie que confirme: invita de nuevo quien administra."),
            entity=entity.short_name,
        )


def _record(kind: str, invitation: Invitation, by: User | None, at: datetime, **body: str) -> None:
    record_event(
        kind=kind,
        subject=f"invitation:{invitation.pk}",
        body={"first": invitation.first, "roles": invitation.roles, **body},
        sealed=sealed(invitation.user),
        by=by,
        entity=invitation.entity,
        at=at,
    )


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Invalid(gettext_noop("Escriba un correo como nombre@entidad.gov.co."), field="email") from error
    return address


def _invited(address: str, name: str, entity: Entity, at: datetime) -> User:
    """The account of the address, closed until it accepts."""
    user = User.objects.filter(email__iexact=address).first()
    if user is None:
        if not name.strip():
            raise Invalid(gettext_noop("Escriba el nombre de la persona."), field="name")
        user = User(email=address, name=name.strip(), is_active=False, date_joined=at)
        user.set_unusable_password()
        user.save()
        return user
    if not is_invited(user):
        raise Invalid(
            gettext_noop("Ya hay una cuenta con el correo %(email)s: propóngale el papel a esa cuenta."),
            field="email",
            email=address,
        )
    if Invitation.objects.filter(user=user, used_at=None, ended_at=None).exclude(entity=entity).exists():
        raise Refusal(
            gettext_noop("%(email)s ya está en camino por otra entidad: propóngale el papel a esa cuenta."),
            email=address,
        )
    return user


@transaction.atomic
def accept_invitation(
    *,
    token: str,
    name: str,
    password: str,
    independent: bool = False,
    by: User | None,
    at: datetime,
) -> User:
    """Open the account of the address to which the link with `token` went, with a password that its owner chooses.

    Its roles begin now where the invitation is the entity's word: the entity's first, accepted from its institutional
    domain, or one made by somebody who still answers for it. Otherwise they await a colleague. `by` is nobody: whoever
    is signed in as somebody else leaves first. `independent`: as a verifier, they declare to have no stake.
    """
    if by is not None:
        raise PermissionRefused(
            gettext_noop("Usted está dentro con otra cuenta: salga primero y abra otra vez el enlace.")
        )
    invitation = invitation_behind(token, at, lock=True)
    user = invitation.user
    if Block.objects.filter(person=user, lifted_at=None).exists():
        raise TransitionRefused(gettext_noop("Esta cuenta está bloqueada: hable con su entidad."))
    if not name.strip():
        raise Invalid(gettext_noop("Escriba su nombre."), field="name")
    user.name, user.is_active, user.date_joined = name.strip(), True, at
    choose_password(user, password)
    user.save(update_fields=["name", "is_active", "date_joined", "password"])
    invitation.used_at = at
    invitation.save(update_fields=["used_at"])
    record_event(
        kind="account.accepted",
        subject=f"invitation:{invitation.pk}",
        body={"first": invitation.first, "roles": invitation.roles},
        sealed=sealed(user),
        by=user,
        entity=invitation.entity,
        at=at,
    )
    how, who = _word_of_the_entity(invitation)
    roles = Membership.objects.filter(
        user=user, entity=invitation.entity, role__in=invitation.roles, until__isnull=True, confirmation=""
    )
    for membership in roles.select_related("user", "entity").order_by("pk"):
        if how is not None:
            confirm(membership, how, who or user, at)
        if independent and membership.role == Role.VERIFIER:
            declare(membership, user, at)
    raise_same_address(user, at)
    return user


def choose_password(user: User, password: str) -> None:
    """Refuses a weak one, in words. The caller saves."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid("%(problems)s", field="password", problems=" ".join(error.messages)) from error
    user.set_password(password)


def _word_of_the_entity(invitation: Invitation) -> tuple[Confirmation | None, User | None]:
    """How the invitation itself confirms its roles, and who of the entity did; `(None, None)` where it does not.

    Asked now: the entity may have gained its people, or another domain, since it was made.
    """
    entity = locked_by_key(Entity, invitation.entity_id)
    if not somebody_answers(entity):
        begins = invitation.first and (invitation.by is None or not has_had_people(entity))
        institutional = domain_of(invitation.user.email) == entity.mail_domain
        return (Confirmation.INVITATION, None) if begins and institutional else (None, None)
    if answers_for(invitation.by, entity):
        return Confirmation.COLLEAGUE, invitation.by
    return None, None
