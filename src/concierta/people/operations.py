"""Registering territories, and what each person decides for their own account.

How people come to act for entities is in `accounts`, above the ledger: each step of it is an act of the log.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.people.enums import Role, TerritoryKind
from concierta.people.models import Territory, User
from concierta.people.permissions import check_has_role, check_is_own_account

_NAME = 120


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
