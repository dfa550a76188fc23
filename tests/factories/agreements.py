"""An agreement that its entities sign in the program, each from its own account."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from concierta.agreements.enums import Ambition, MandateOrgan, PledgeKind, PledgeState
from concierta.agreements.models import Agreement, Clause, Pledge, Signatory, Signature, TextVersion
from concierta.agreements.operations import (
    add_clause,
    adopt_version,
    assess_pledge,
    bring_signed_paper,
    confirm_pledge,
    draft_version,
    invite_signatory,
    open_version,
    record_mandate,
    register_agreement,
    register_pledge,
    sign_text,
)
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from factories.cast import AT, Cast, make_cast, make_entity, make_person
from factories.reports import evidence_of


@dataclass
class Living(Cast):
    """The plan's agreement, its text open to signature. `spokespeople` speak for the entity of their code."""

    agreement: Agreement
    clause: Clause
    version: TextVersion
    spokespeople: dict[str, User] = field(default_factory=dict)

    def signatory(self, code: str) -> Signatory:
        return Signatory.objects.select_related("entity", "agreement").get(agreement=self.agreement, entity__code=code)


def make_living(*codes: str, cast: Cast | None = None) -> Living:
    """Invited: `sena` and an entity of each other code, each with one person who reports for it."""
    cast = cast or make_cast()
    agreement = register_agreement(slug="acuerdo", title="Acuerdo", signed_on=date(2024, 1, 15), by=None, at=AT)
    clause = add_clause(agreement=agreement, code="C1", title="Medios", text="Poner los medios.", by=None, at=AT)
    cast.plan.agreement = agreement
    cast.plan.save(update_fields=["agreement"])
    people: dict[str, User] = {"sena": make_person("Sonia Sena", (Role.REPORTER, cast.sena))}
    for code in codes:
        entity = make_entity(code)
        people[code] = make_person(f"Voz {code}", (Role.REPORTER, entity))
    for code in people:
        invite_signatory(agreement=agreement, entity=Entity.objects.get(code=code), by=cast.secretary, at=AT)
    version = draft_version(agreement=agreement, by=cast.secretary, at=AT)
    version = open_version(version=version, since=date(2025, 1, 1), until=date(2027, 12, 31), by=cast.secretary, at=AT)
    return Living(**vars(cast), agreement=agreement, clause=clause, version=version, spokespeople=people)


def mandated(living: Living, code: str, at: datetime = AT) -> Signatory:
    signatory, person = living.signatory(code), living.spokespeople[code]
    record_mandate(
        signatory=signatory,
        organ=MandateOrgan.BOARD,
        act_name="Resolución",
        act_number="12",
        act_date=date(2024, 12, 1),
        signer=person,
        by=person,
        at=at,
    )
    return living.signatory(code)


def signed(living: Living, code: str, at: datetime = AT) -> Signatory:
    sign_text(
        signatory=mandated(living, code, at),
        version=living.version,
        sha256=living.version.sha256,
        by=living.spokespeople[code],
        at=at,
    )
    return living.signatory(code)


def in_force(*codes: str, cast: Cast | None = None) -> Living:
    """Signed by all, and adopted."""
    living = make_living(*codes, cast=cast)
    for code in living.spokespeople:
        signed(living, code)
    living.version = adopt_version(version=living.version, by=living.secretary, at=AT)
    return living


def promised(
    living: Living, code: str = "P-1", of: str = "sena", state: PledgeState = PledgeState.STANDING, **changes: object
) -> Pledge:
    """A promise of 40 groups by the last day of 2025, in the state asked for."""
    fields: dict[str, object] = {
        "text": "Formar", "kind": PledgeKind.IN_KIND, "quantity": Decimal(40), "unit": "grupos",
        "due_on": date(2025, 12, 31),
    }  # fmt: skip
    entity = Entity.objects.get(code=of)
    pledge = register_pledge(
        clause=living.clause, entity=entity, code=code, **(fields | changes), by=living.secretary, at=AT
    )
    if state == PledgeState.PROPOSED:
        return pledge
    pledge = confirm_pledge(pledge=pledge, by=living.spokespeople[of], at=AT)
    if state == PledgeState.CONFIRMED:
        return pledge
    return assess_pledge(
        pledge=pledge, verifiable=True, ambition=Ambition.MODEST, reason="Se cuenta.", by=living.verifier, at=AT
    )


def brought_paper(living: Living, code: str) -> Signature:
    """The scan that the entity's own person brings of what it signed on paper."""
    person, signatory = living.spokespeople[code], living.signatory(code)
    document = evidence_of(signatory.entity, person)
    return bring_signed_paper(
        signatory=signatory, version=living.version, document=document, signed_on=AT.date(), by=person, at=AT
    )


def later(days: int) -> datetime:
    return AT + timedelta(days=days)
