"""People who come as people come: invited, accepted, confirmed."""

from collections.abc import Iterable
from datetime import datetime

from concierta.accounts.operations import accept_invitation, make_invitation
from concierta.accounts.queries import invitation_behind
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from factories.cast import AT, make_entity

PASSWORD = "mango biche con sal"
DOMAIN = "entidad.gov.co"


def make_institution(code: str, domain: str = "") -> Entity:
    """An entity whose mail is at `code`.gov.co, and for which nobody answers yet."""
    entity = make_entity(code)
    entity.mail_domain = domain or f"{code}.gov.co"
    entity.save()
    return entity


def invitation_to(entity: Entity, name: str, *roles: Role, by: User | None = None, at: datetime = AT) -> str:
    """The secret of the link that went to `name`@ the domain of `entity`."""
    email = f"{name}@{entity.mail_domain}"
    return make_invitation(
        email=email, name=name.capitalize(), entity=entity, roles=roles or (Role.MEMBER,), by=by, at=at
    )[1]


def come(token: str, *, at: datetime = AT, independent: bool = False) -> User:
    name = invitation_behind(token, at).user.name
    user = accept_invitation(token=token, name=name, password=PASSWORD, independent=independent, by=None, at=at)
    user.refresh_from_db()
    return user


def come_by(links: Iterable[str], *, at: datetime = AT) -> list[User]:
    """Everybody to whom one of these links went accepts, in that order."""
    return [come(link.rstrip("/").rpartition("/")[2], at=at) for link in links]


def come_to(entity: Entity, name: str, *roles: Role, by: User | None = None) -> User:
    return come(invitation_to(entity, name, *roles, by=by))
