"""The signed agreement: its clauses, who signed it and what each signatory pledged."""

from concierta.agreements.enums import PledgeKind
from concierta.agreements.models import Agreement, Clause, Pledge, Signatory
from concierta.agreements.operations import add_clause, add_signatory, register_agreement, register_pledge
from concierta.installation.setup.journal import Journal, check_same, naming
from concierta.installation.setup.reading import Entry, SetupFile, SetupRefused
from concierta.kernel.origin import Origin
from concierta.people.queries import entity_by_code


def sign_agreement(setup: SetupFile, journal: Journal) -> Agreement | None:
    head = setup.one("agreement")
    if head is None:
        return None
    with naming(head):
        agreement = _agreement(head, journal)
    for entry in setup.of("clauses"):
        with naming(entry):
            _clause(entry, agreement, journal)
    for entry in setup.of("signatories"):
        with naming(entry):
            _signatory(entry, agreement, journal)
    for entry in setup.of("pledges"):
        with naming(entry):
            _pledge(entry, agreement, journal)
    return agreement


def _agreement(entry: Entry, journal: Journal) -> Agreement:
    stated = entry.stated("title", "title_en", "signed_on", "summary", "summary_en", "source")
    found = Agreement.objects.filter(slug=entry["slug"]).first()
    if found is not None:
        check_same(entry, found, stated)
        journal.keep()
        return found
    return journal.make(
        "agreement",
        entry["slug"],
        lambda: register_agreement(slug=entry["slug"], **stated, by=None, at=journal.at),
    )


def _clause(entry: Entry, agreement: Agreement, journal: Journal) -> None:
    stated = entry.stated("title", "title_en", "text", "text_en")
    found = Clause.objects.filter(agreement=agreement, code=entry["code"]).first()
    if found is not None:
        check_same(entry, found, stated)
        return journal.keep()
    journal.make(
        "clause",
        entry["code"],
        lambda: add_clause(agreement=agreement, code=entry["code"], **stated, by=None, at=journal.at),
    )


def _signatory(entry: Entry, agreement: Agreement, journal: Journal) -> None:
    entity = entity_by_code(entry["entity"])
    if Signatory.objects.filter(agreement=agreement, entity=entity).exists():
        return journal.keep()
    journal.make(
        "signatory",
        entity.code,
        lambda: add_signatory(agreement=agreement, entity=entity, by=None, at=journal.at),
    )


def _pledge(entry: Entry, agreement: Agreement, journal: Journal) -> None:
    clause = Clause.objects.filter(agreement=agreement, code=entry["clause"]).first()
    if clause is None:
        raise SetupRefused(f"{entry.place}: el acuerdo no tiene un compromiso {entry['clause']}.")
    entity = entity_by_code(entry["entity"])
    stated = entry.stated("text", "text_en", "amount", "quantity", "unit", "due_on", "source")
    kind, origin = PledgeKind(entry["kind"]), Origin(entry.get("origin", Origin.OWN))
    found = Pledge.objects.filter(clause=clause, code=entry["code"]).first()
    if found is not None:
        check_same(entry, found, stated | {"entity": entity, "kind": kind} | entry.stated("origin"))
        return journal.keep()
    journal.make(
        "pledge",
        f"{clause.code} {entry['code']}",
        lambda: register_pledge(
            clause=clause,
            entity=entity,
            code=entry["code"],
            kind=kind,
            origin=origin,
            **stated,
            by=None,
            at=journal.at,
        ),
    )
