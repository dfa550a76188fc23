"""The agreement: its norms and commitments, who signed it on paper or is invited to, and what each would promise."""

from datetime import date

from concierta.agreements.models import Agreement, Clause, Norm, Pledge, Signatory
from concierta.agreements.operations import (
    add_clause,
    add_signatory,
    document_version,
    invite_signatory,
    record_norm,
    register_agreement,
    register_pledge,
)
from concierta.installation.setup.journal import Journal, naming
from concierta.installation.setup.reading import Entry, SetupFile, SetupRefused
from concierta.people.queries import entity_by_code


def sign_agreement(setup: SetupFile, journal: Journal) -> Agreement | None:
    head = setup.one("agreement")
    if head is None:
        return None
    with naming(head):
        found = Agreement.objects.filter(slug=head["slug"]).first()
        before = {"succeeds": _succeeded(head)} if head.get("succeeds") else {}
        agreement = journal.settle("agreement", head, found, register_agreement, which=head["slug"], given=before)
    for entry in setup.of("norms"):
        with naming(entry):
            norm = Norm.objects.filter(agreement=agreement, code=entry["code"]).first()
            journal.settle("norm", entry, norm, record_norm, given={"agreement": agreement})
    for entry in setup.of("clauses"):
        with naming(entry):
            clause = Clause.objects.filter(agreement=agreement, code=entry["code"]).first()
            journal.settle("clause", entry, clause, add_clause, given={"agreement": agreement})
    for entry in setup.of("signatories"):
        with naming(entry):
            entity = entity_by_code(entry["entity"])
            signed = Signatory.objects.filter(agreement=agreement, entity=entity).first()
            joins = invite_signatory if entry.get("invited") else add_signatory
            journal.settle("signatory", entry, signed, joins, which=entity.code, given={"agreement": agreement})
    with naming(head):
        _text(head, agreement, journal)
    for entry in setup.of("pledges"):
        with naming(entry):
            _pledge(entry, agreement, journal)
    return agreement


def _succeeded(head: Entry) -> Agreement:
    before = Agreement.objects.filter(slug=head.get("succeeds")).first()
    if before is None:
        raise SetupRefused(f"{head.place}: no hay un acuerdo «{head['succeeds']}» al que este continúe.")
    return before


def _text(head: Entry, agreement: Agreement, journal: Journal) -> None:
    """What was signed on paper, once: its commitments and the days that it says."""
    since: date | None = head.get("since")
    if since is None:
        return
    if agreement.versions.exists():
        journal.keep()
        return
    stated = {"agreement": agreement, "since": since, "until": head.get("until")}
    journal.make("text", agreement.slug, document_version, stated)


def _pledge(entry: Entry, agreement: Agreement, journal: Journal) -> None:
    clause = Clause.objects.filter(agreement=agreement, code=entry["clause"]).first()
    if clause is None:
        raise SetupRefused(f"{entry.place}: el acuerdo no tiene un compromiso {entry['clause']}.")
    found = Pledge.objects.filter(clause=clause, code=entry["code"]).first()
    which = f"{clause.code} {entry['code']}"
    given: dict[str, object] = {"clause": clause}
    if entry.get("depends_on"):
        waited_for = Pledge.objects.filter(clause__agreement=agreement, code=entry["depends_on"]).first()
        if waited_for is None:
            raise SetupRefused(f"{entry.place}: no hay una promesa {entry['depends_on']} que esperar; escríbala antes.")
        given["depends_on"] = waited_for
    journal.settle("pledge", entry, found, register_pledge, which=which, changeable=("documented",), given=given)
