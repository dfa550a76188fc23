"""Coming in: the owner of an address chooses a password, and an account begins."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from concierta.accounts.addresses import domain_of
from concierta.accounts.models import Block, Invitation
from concierta.accounts.operations.acts import sealed
from concierta.accounts.operations.roles import confirm, declare
from concierta.accounts.operations.signs import raise_same_address
from concierta.accounts.permissions import answers_for
from concierta.accounts.queries.invitations import invitation_behind
from concierta.accounts.queries.people import has_had_people, somebody_answers
from concierta.kernel.errors import Invalid, PermissionRefused, TransitionRefused, gettext_noop
from concierta.ledger.operations import record_event
from concierta.people.enums import Confirmation, Role
from concierta.people.models import Entity, Membership, User


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
    entity = Entity.objects.select_for_update().get(pk=invitation.entity_id)
    if not somebody_answers(entity):
        begins = invitation.first and (invitation.by is None or not has_had_people(entity))
        institutional = domain_of(invitation.user.email) == entity.mail_domain
        return (Confirmation.INVITATION, None) if begins and institutional else (None, None)
    if answers_for(invitation.by, entity):
        return Confirmation.COLLEAGUE, invitation.by
    return None, None
