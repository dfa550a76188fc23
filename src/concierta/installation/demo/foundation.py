"""Who exists before there is a plan: entities, people with their roles, territories, the agreement and its pledges."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from concierta.accounts.operations import accept_invitation, confirm_role, make_invitation, register_entity
from concierta.agreements.enums import PledgeKind
from concierta.agreements.models import Agreement, Clause, Pledge
from concierta.agreements.operations import add_clause, add_signatory, register_agreement, register_pledge
from concierta.installation.demo.files import ORIGINS, DemoFiles, day, number, pesos
from concierta.people.enums import EntityKind, Role, TerritoryKind
from concierta.people.models import Entity, Territory, User
from concierta.people.operations import register_territory

KINDS = {
    "alcaldia": EntityKind.MUNICIPAL,
    "secretaria": EntityKind.MUNICIPAL,
    "gobierno departamental": EntityKind.DEPARTMENTAL,
    "gobierno nacional": EntityKind.NATIONAL,
    "formación": EntityKind.NATIONAL,
    "caja de compensación": EntityKind.PRIVATE,
    "gremio": EntityKind.PRIVATE,
    "sindicato": EntityKind.LABOUR,
    "universidad": EntityKind.ACADEMIC,
    "observatorio": EntityKind.ACADEMIC,
    "organización social": EntityKind.CIVIL,
}
#: The invented mail of everybody in the demonstration.
MAIL_DOMAIN = "demo.concierta.example"
TERRITORY_KINDS = {
    "ciudad": TerritoryKind.MUNICIPALITY,
    "comuna": TerritoryKind.COMUNA,
    "corregimiento": TerritoryKind.CORREGIMIENTO,
}


@dataclass(slots=True)
class Foundation:
    """What later steps look up, by the demonstration's own short names."""

    entities: dict[str, Entity] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    territories: dict[str, Territory] = field(default_factory=dict)
    clauses: dict[str, Clause] = field(default_factory=dict)
    pledges: dict[str, Pledge] = field(default_factory=dict)
    agreement: Agreement | None = None


def create_base_data(files: DemoFiles, password: str, since: date, at: datetime) -> Foundation:
    foundation = Foundation()
    joining = datetime.combine(since, time(14), UTC)  # roles begin on the day on which they are confirmed
    for row in files.rows("entities"):
        foundation.entities[row["slug"]] = register_entity(
            code=row["official_code"] or row["slug"],
            name=row["name"],
            acronym=row["short_name"],
            kind=EntityKind.OVERSIGHT if row["slug"] == "control-interno" else KINDS[row["kind"]],
            mail_domain=MAIL_DOMAIN,
            by=None,
            at=joining,
        )
    for row in files.rows("people"):
        foundation.users[row["email"]] = _person(row, foundation, password, joining)
    for row in files.rows("territories"):
        foundation.territories[row["code"]] = register_territory(
            code=row["code"],
            name=row["name"],
            kind=TERRITORY_KINDS[row["kind"]],
            parent=foundation.territories.get(row["parent"]),
            by=None,
            at=at,
        )
    _sign_agreement(files, foundation, at)
    return foundation


def _person(row: dict[str, str], foundation: Foundation, password: str, at: datetime) -> User:
    """As anybody comes: invited, accepted, and confirmed by whoever came before them to the same entity."""
    entity = foundation.entities[row["entity"]]
    first = next((user for user in foundation.users.values() if user.memberships.filter(entity=entity).exists()), None)
    _, token = make_invitation(
        email=row["email"], name=row["name"], entity=entity, roles=[Role(row["role"])], by=None, at=at
    )
    user = accept_invitation(
        token=token, name=row["name"], password=password, independent=row["role"] == Role.VERIFIER, by=None, at=at
    )
    for awaiting in user.memberships.filter(confirmation=""):
        confirm_role(membership=awaiting, by=first, at=at)
    return user


def _sign_agreement(files: DemoFiles, foundation: Foundation, at: datetime) -> None:
    stated = files.toml("agreement")
    head = stated["agreement"]
    foundation.agreement = agreement = register_agreement(
        slug=head["slug"],
        title=head["title"],
        title_en=head["title_en"],
        signed_on=head["signed_on"],
        summary=head["origin_note"],
        source=head["framework"],
        by=None,
        at=at,
    )
    for clause in stated["clauses"]:
        foundation.clauses[clause["code"]] = add_clause(
            agreement=agreement,
            code=clause["code"],
            title=clause["title"],
            title_en=clause["title_en"],
            text=clause["text"],
            text_en=clause["text_en"],
            by=None,
            at=at,
        )
    for signatory in stated["signatories"]:
        add_signatory(agreement=agreement, entity=foundation.entities[signatory["entity"]], by=None, at=at)
    for row in files.rows("pledges"):
        kind = PledgeKind(row["kind"])
        foundation.pledges[row["code"]] = register_pledge(
            clause=foundation.clauses[row["clause"]],
            entity=foundation.entities[row["signatory"]],
            code=row["code"],
            text=row["description"],
            text_en=row["description_en"],
            kind=kind,
            amount=pesos(row["amount_cop"]),
            quantity=None if kind == PledgeKind.CASH else number(row["in_kind_quantity"]),
            unit="" if kind == PledgeKind.CASH else row["in_kind_unit"],
            due_on=day(row["due"]),
            origin=ORIGINS[row["origin"]],
            by=None,
            at=at,
        )
