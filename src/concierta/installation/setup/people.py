"""Who exists before there is a plan: entities, territories, and people invited to act for entities."""

from concierta.accounts.addresses import domain_of, is_free_mail
from concierta.accounts.models import Invitation
from concierta.accounts.operations import make_invitation, propose_role, register_entity, set_mail_domain
from concierta.accounts.queries import is_invited
from concierta.installation.setup.journal import Journal, check_same, naming
from concierta.installation.setup.reading import Entry, SetupFile
from concierta.kernel.clock import local_date
from concierta.people.enums import Role
from concierta.people.models import Entity, Membership, Territory, User
from concierta.people.operations import register_territory
from concierta.people.queries import entity_by_code


def lay_people(setup: SetupFile, journal: Journal) -> None:
    domains = _domains(setup)
    for entry in setup.of("entities"):
        with naming(entry):
            _entity(entry, domains.get(entry["code"], ""), journal)
    for entry in setup.of("territories"):
        with naming(entry):
            _territory(entry, journal)
    for entry in setup.of("people"):
        with naming(entry):
            _person(entry, journal)


def _domains(setup: SetupFile) -> dict[str, str]:
    """Entity code → its institutional domain: what the file states, or else where the first of its people has mail."""
    found: dict[str, str] = {}
    for entry in setup.of("people"):
        domain = domain_of(entry["email"])
        if not is_free_mail(domain):
            found.setdefault(entry["entity"], domain)
    return found | {entry["code"]: entry["mail_domain"] for entry in setup.of("entities") if entry.get("mail_domain")}


def _entity(entry: Entry, domain: str, journal: Journal) -> None:
    insist = entry.get("accept_free_mail", False)

    def move(found: Entity) -> bool:
        if domain == found.mail_domain or ("mail_domain" not in entry.values and found.mail_domain):
            return False
        set_mail_domain(entity=found, mail_domain=domain, insist=insist, by=None, at=journal.at)
        journal.update("entity", entry["code"])
        return True

    found = Entity.objects.filter(code=entry["code"]).first()
    said = {"mail_domain": domain, "insist": insist}
    journal.settle("entity", entry, found, register_entity, changeable=tuple(said), change=move, given=said)


def _territory(entry: Entry, journal: Journal) -> None:
    found = Territory.objects.filter(code=entry["code"]).first()
    journal.settle("territory", entry, found, register_territory)


def _person(entry: Entry, journal: Journal) -> None:
    """Somebody unknown is invited; to somebody with an account, or on the way by another entity, roles are proposed."""
    entity = entity_by_code(entry["entity"])
    user = User.objects.filter(email__iexact=entry["email"]).first()
    if user is not None:
        check_same(entry, user, entry.stated("name"))
        journal.keep()
    roles = [Role(role) for role in entry["roles"]]
    missing = [role for role in roles if user is None or not _held(entry, user, entity, role, journal)]
    if not missing:
        return
    since = entry.get("since", local_date(journal.at))
    if user is None or (is_invited(user) and not _on_the_way_elsewhere(user, entity)):
        made = make_invitation(
            email=entry["email"],
            name=entry["name"],
            entity=entity,
            roles=roles,
            since=since,
            by=None,
            at=journal.at,
        )
        journal.invitations.append(made)
        if user is None:
            journal.made.append(("account", made[0].user.email))
        journal.made += [("role", f"{made[0].user.email} · {role} · {entity.code}") for role in missing]
        return
    for role in missing:
        propose_role(user=user, entity=entity, role=role, since=since, by=None, at=journal.at)
        journal.made.append(("role", f"{user.email} · {role} · {entity.code}"))


def _on_the_way_elsewhere(user: User, entity: Entity) -> bool:
    open_now = Invitation.objects.filter(user=user, used_at=None, ended_at=None)
    return open_now.exclude(entity=entity).exists()


def _held(entry: Entry, user: User, entity: Entity, role: Role, journal: Journal) -> bool:
    """True if the person has the role there, confirmed or awaiting. It may have begun later than the file says: not
    before it was confirmed."""
    held = Membership.objects.filter(user=user, entity=entity, role=role, until__isnull=True).first()
    if held is None:
        return False
    if not held.confirmation or held.since < entry.get("since", held.since):
        check_same(entry, held, entry.stated("since"))
    journal.keep()
    return True
