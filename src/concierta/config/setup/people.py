"""Who exists before there is a plan: entities, territories, and people with an account and their roles."""

import secrets

from concierta.config.setup.journal import Journal, check_same, naming
from concierta.config.setup.reading import Entry, SetupFile
from concierta.kernel.clock import local_date
from concierta.people.enums import EntityKind, Role, TerritoryKind
from concierta.people.models import Entity, Membership, Territory, User
from concierta.people.operations import create_user, grant_role, register_entity, register_territory
from concierta.people.queries import entity_by_code, territory_by_code

#: Letters and digits that nobody confuses when a password is read aloud or copied by hand: 5 bits each.
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_GROUPS = 4


def lay_people(setup: SetupFile, journal: Journal) -> None:
    for entry in setup.of("entities"):
        with naming(entry):
            _entity(entry, journal)
    for entry in setup.of("territories"):
        with naming(entry):
            _territory(entry, journal)
    for entry in setup.of("people"):
        with naming(entry):
            _person(entry, journal)


def _entity(entry: Entry, journal: Journal) -> None:
    found = Entity.objects.filter(code=entry["code"]).first()
    if found is not None:
        check_same(entry, found, entry.stated("name", "acronym", "kind"))
        return journal.keep()
    journal.make(
        "entity",
        entry["code"],
        lambda: register_entity(
            code=entry["code"],
            name=entry["name"],
            acronym=entry.get("acronym", ""),
            kind=EntityKind(entry.get("kind", EntityKind.MUNICIPAL)),
            by=None,
            at=journal.at,
        ),
    )


def _territory(entry: Entry, journal: Journal) -> None:
    parent = territory_by_code(entry["parent"]) if "parent" in entry.values else None
    found = Territory.objects.filter(code=entry["code"]).first()
    if found is not None:
        check_same(entry, found, entry.stated("name", "kind") | ({"parent": parent} if parent else {}))
        return journal.keep()
    journal.make(
        "territory",
        entry["code"],
        lambda: register_territory(
            code=entry["code"],
            name=entry["name"],
            kind=TerritoryKind(entry["kind"]),
            parent=parent,
            by=None,
            at=journal.at,
        ),
    )


def _person(entry: Entry, journal: Journal) -> None:
    entity = entity_by_code(entry["entity"])
    user = User.objects.filter(email__iexact=entry["email"]).first()
    if user is None:
        user = _account(entry, journal)
    else:
        check_same(entry, user, entry.stated("name"))
        journal.keep()
    for role in map(Role, entry["roles"]):
        _role(entry, user, entity, role, journal)


def _account(entry: Entry, journal: Journal) -> User:
    password = new_password()
    user = journal.make(
        "account",
        entry["email"],
        lambda: create_user(email=entry["email"], name=entry["name"], password=password, by=None, at=journal.at),
    )
    journal.passwords.append((user.email, password))
    return user


def _role(entry: Entry, user: User, entity: Entity, role: Role, journal: Journal) -> None:
    held = Membership.objects.filter(user=user, entity=entity, role=role, until__isnull=True).first()
    if held is not None:
        check_same(entry, held, entry.stated("since"))
        return journal.keep()
    since = entry.get("since", local_date(journal.at))
    journal.make(
        "role",
        f"{user.email} · {role} · {entity.code}",
        lambda: grant_role(user=user, entity=entity, role=role, since=since, by=None, at=journal.at),
    )


def new_password() -> str:
    """Eighty bits, in four groups."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(_GROUPS))
