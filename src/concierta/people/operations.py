"""Registering entities, territories and people, and giving roles.

None of it is an act that changes what the public is told, so nothing here writes to the ledger: memberships keep their
own history in `since` and `until`.
"""

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from concierta.kernel.clock import date_in_bogota
from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, Refusal, gettext_noop
from concierta.people.enums import EntityKind, Role, TerritoryKind
from concierta.people.models import Entity, Membership, Territory, User
from concierta.people.permissions import check_has_role, check_is_own_account
from concierta.people.queries import memberships_on

_NAME = 120


@transaction.atomic
def register_entity(
    *, code: str, name: str, acronym: str = "", kind: EntityKind = EntityKind.MUNICIPAL, by: User | None, at: datetime
) -> Entity:
    """Make the entity `code`. Refuses a code in use; only the secretariat, or the operator, registers entities."""
    check_has_role(by, Role.SECRETARIAT)
    if not code.strip() or not name.strip():
        raise Invalid(gettext_noop("Una entidad necesita código y nombre."), field="code")
    if Entity.objects.filter(code=code).exists():
        raise Refusal(gettext_noop("Ya hay una entidad con el código «%(code)s»."), code=code)
    entity = Entity.objects.create(code=code, name=name, acronym=acronym, kind=kind)
    return entity


@transaction.atomic
def register_territory(
    *, code: str, name: str, kind: TerritoryKind, parent: Territory | None = None, by: User | None, at: datetime
) -> Territory:
    """Make the territory `code`. Refuses a code in use."""
    check_has_role(by, Role.SECRETARIAT)
    if Territory.objects.filter(code=code).exists():
        raise Refusal(gettext_noop("Ya hay un territorio con el código «%(code)s»."), code=code)
    territory = Territory.objects.create(code=code, name=name, kind=kind, parent=parent)
    return territory


@transaction.atomic
def create_user(*, email: str, name: str, password: str, temporary: bool = True, by: User | None, at: datetime) -> User:
    """Give a person an account. Refuses an address in use and a weak password.

    A `temporary` password, known to whoever made the account, opens nothing until its owner has chosen another.
    """
    check_has_role(by, Role.SECRETARIAT)
    if User.objects.filter(email__iexact=email).exists():
        raise Invalid(gettext_noop("Ya hay una cuenta con el correo %(email)s."), field="email", email=email)
    user = User(email=email.lower(), name=name, must_change_password=temporary, date_joined=at)
    _set_password(user, password)
    user.save()
    return user


@transaction.atomic
def replace_password(*, email: str, password: str, by: User | None, at: datetime) -> User:
    """Give an account another password, which ends its sessions and must be changed when it is first used.

    Only the operator does: a secretariat that could would be able to enter as any verifier.
    """
    if by is not None:
        raise PermissionRefused(
            gettext_noop("Solo quien administra la instalación cambia la contraseña de otra persona.")
        )
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        raise NotFound(gettext_noop("No hay una cuenta con el correo %(email)s."), email=email)
    _set_password(user, password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    return user


@transaction.atomic
def choose_language(*, user: User, language: str, by: User | None, at: datetime) -> User:
    """From now on letters to `user` are in `language`, one of the installation's. Each person chooses their own."""
    check_is_own_account(by, user)
    if language not in dict(settings.LANGUAGES):
        raise Invalid(gettext_noop("Elija uno de los idiomas de la lista."), field="language")
    user.language = language
    user.save(update_fields=["language"])
    return user


@transaction.atomic
def rename_account(*, user: User, name: str, by: User | None, at: datetime) -> User:
    """The owner's right to have their name corrected. Acts carry no name, so none changes."""
    check_is_own_account(by, user)
    name = " ".join(name.split())
    if not name:
        raise Invalid(gettext_noop("Escriba su nombre."), field="name")
    if len(name) > _NAME:
        raise Invalid(
            gettext_noop("El nombre tiene %(length)s caracteres: escríbalo en %(most)s o menos."),
            field="name",
            length=len(name),
            most=_NAME,
        )
    user.name = name
    user.save(update_fields=["name"])
    return user


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid("%(problems)s", field="password", problems=" ".join(error.messages)) from error
    user.set_password(password)


@transaction.atomic
def grant_role(*, user: User, entity: Entity, role: Role, since: date, by: User | None, at: datetime) -> Membership:
    """Let `user` act as `role` for `entity` from `since`. Refuses a role that the person already holds there."""
    check_has_role(by, Role.SECRETARIAT)
    if Membership.objects.filter(user=user, entity=entity, role=role, until__isnull=True).exists():
        raise Refusal(
            gettext_noop("%(user)s ya tiene el papel «%(role)s» en %(entity)s."),
            user=user.name,
            role=Role(role).label,
            entity=entity.short_name,
        )
    membership = Membership.objects.create(user=user, entity=entity, role=role, since=since)
    return membership


def _is_last_secretary(membership: Membership) -> bool:
    others = Membership.objects.filter(role=Role.SECRETARIAT, until__isnull=True, user__is_active=True)
    return membership.role == Role.SECRETARIAT and not others.exclude(user=membership.user_id).exists()


@transaction.atomic
def end_role(*, membership: Membership, until: datetime, by: User | None, at: datetime) -> Membership:
    """End a membership at the instant `until`, and with the last one every session of the person.

    It stays on record: what was signed under it must remain explainable. Refuses to leave the installation without a
    secretariat, which only the operator could undo.
    """
    check_has_role(by, Role.SECRETARIAT)
    if membership.until is not None:
        ended_on = date_in_bogota(membership.until).isoformat()
        raise Refusal(gettext_noop("Ese papel ya había terminado el %(date)s."), date=ended_on)
    if date_in_bogota(until) < membership.since:
        raise Invalid(gettext_noop("El papel no puede terminar antes de empezar."), field="until")
    if by is not None and _is_last_secretary(membership):
        raise Refusal(
            gettext_noop(
                "%(user)s es la única persona con la secretaría técnica: dele antes ese papel a otra. "
                "Sin nadie, nadie podría dar papeles ni publicar."
            ),
            user=membership.user.name,
        )
    membership.until = until
    membership.save(update_fields=["until"])
    if not memberships_on(membership.user, at).exists():
        membership.user.end_sessions(at)
    return membership
