"""The signed agreement: its clauses, who signed it and what each signatory pledged."""

from concierta.agreements.models import Agreement, Clause, Pledge, Signatory
from concierta.agreements.operations import add_clause, add_signatory, register_agreement, register_pledge
from concierta.installation.setup.journal import Journal, naming
from concierta.installation.setup.reading import Entry, SetupFile, SetupRefused
from concierta.people.queries import entity_by_code


def sign_agreement(setup: SetupFile, journal: Journal) -> Agreement | None:
    head = setup.one("agreement")
    if head is None:
        return None
    with naming(head):
        found = Agreement.objects.filter(slug=head["slug"]).first()
        agreement = journal.settle("agreement", head, found, register_agreement, which=head["slug"])
    for entry in setup.of("clauses"):
        with naming(entry):
            clause = Clause.objects.filter(agreement=agreement, code=entry["code"]).first()
            journal.settle("clause", entry, clause, add_clause, given={"agreement": agreement})
    for entry in setup.of("signatories"):
        with naming(entry):
            entity = entity_by_code(entry["entity"])
            signed = Signatory.objects.filter(agreement=agreement, entity=entity).first()
            journal.settle("signatory", entry, signed, add_signatory, which=entity.code, given={"agreement": agreement})
    for entry in setup.of("pledges"):
        with naming(entry):
            _pledge(entry, agreement, journal)
    return agreement


def _pledge(entry: Entry, agreement: Agreement, journal: Journal) -> None:
    clause = Clause.objects.filter(agreement=agreement, code=entry["clause"]).first()
    if clause is None:
        raise SetupRefused(f"{entry.place}: el acuerdo no tiene un compromiso {entry['clause']}.")
    found = Pledge.objects.filter(clause=clause, code=entry["code"]).first()
    which = f"{clause.code} {entry['code']}"
    journal.settle("pledge", entry, found, register_pledge, which=which, given={"clause": clause})
