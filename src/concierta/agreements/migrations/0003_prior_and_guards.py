"""Marks existing signatories as active and existing pledges as documented; then adds the triggers that keep opened texts
unchanged and refuse a signature, mandate or pledge by an account that is not of the entity."""

from django.db import migrations

from concierta.ledger.guards import Guard, guarding

BY_CODE = {
    "C1": "means",
    "C2": "table",
    "C3": "standing",
    "C4": "capabilities",
    "C5": "equality",
    "C6": "information",
    "C7": "resources",
    "C8": "institutions",
    "C9": "verification",
    "C10": "norms",
    "C11": "trust",
}


def mark_prior(apps, schema_editor):
    apps.get_model("agreements", "Signatory").objects.update(state="active")
    apps.get_model("agreements", "Pledge").objects.update(state="documented")
    clauses = apps.get_model("agreements", "Clause").objects
    for code, measured in BY_CODE.items():
        clauses.filter(code=code).update(measured=measured)


#: True if the person named in `column` has no confirmed role in the entity that `entity` gives.
def _not_of(column: str, entity: str) -> str:
    return (
        f"NEW.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM people_membership m WHERE m.user_id = NEW.{column} "
        f"AND m.confirmation <> '' AND m.entity_id = {entity})"
    )


_SIGNATORY = "(SELECT s.entity_id FROM agreements_signatory s WHERE s.id = NEW.signatory_id)"
_TEXT = "(SELECT t.sha256 FROM agreements_textversion t WHERE t.id = NEW.version_id)"
_FIXED = "(SELECT t.content FROM agreements_textversion t WHERE t.id = {row}.version_id) <> ''"

GUARDS = (
    Guard(
        "agreements_signature",
        "INSERT",
        f"NEW.sha256 <> {_TEXT} OR ({_not_of('person_id', _SIGNATORY)}) "
        f"OR NEW.checked_for_id = {_SIGNATORY}",
        "an entity signs by its own account, under the words that were opened",
    ),
    Guard(
        "agreements_signature",
        "UPDATE",
        "OLD.kind <> 'paper' OR OLD.checked_at IS NOT NULL OR NEW.kind <> OLD.kind OR NEW.sha256 <> OLD.sha256 "
        "OR NEW.signatory_id <> OLD.signatory_id OR NEW.version_id <> OLD.version_id "
        f"OR NEW.document_id <> OLD.document_id OR NEW.checked_for_id = {_SIGNATORY}",
        "a signature is unamendable; a paper is checked once, by another entity",
    ),
    Guard("agreements_signature", "DELETE", "1 = 1", "signatures stay"),
    Guard(
        "agreements_mandate",
        "INSERT",
        f"({_not_of('signer_id', _SIGNATORY)}) OR ({_not_of('recorded_by_id', _SIGNATORY)})",
        "a mandate is of the entity and names one of its people",
    ),
    Guard(
        "agreements_mandate",
        "UPDATE",
        "NEW.signer_id <> OLD.signer_id OR NEW.signatory_id <> OLD.signatory_id OR OLD.ended_at IS NOT NULL",
        "a mandate is replaced, not changed",
    ),
    Guard(
        "agreements_pledge",
        "INSERT",
        _not_of("confirmed_by_id", "NEW.entity_id"),
        "a promise is confirmed by an account of whoever makes it",
    ),
    Guard(
        "agreements_pledge",
        "UPDATE",
        f"({_not_of('confirmed_by_id', 'NEW.entity_id')}) OR NEW.entity_id <> OLD.entity_id "
        "OR (OLD.confirmed_by_id IS NOT NULL AND "
        "(NEW.confirmed_by_id IS NULL OR NEW.confirmed_by_id <> OLD.confirmed_by_id))",
        "a promise is confirmed by an account of whoever makes it",
    ),
    Guard(
        "agreements_textversion",
        "UPDATE",
        "OLD.content <> '' AND (NEW.content <> OLD.content OR NEW.sha256 <> OLD.sha256)",
        "the words of a text are fixed once it is opened",
    ),
    Guard("agreements_textversion", "DELETE", "OLD.content <> ''", "a text that was opened stays"),
    Guard("agreements_article", "UPDATE", _FIXED.format(row="OLD"), "the words of a text are fixed once it is opened"),
    Guard("agreements_article", "INSERT", _FIXED.format(row="NEW"), "the words of a text are fixed once it is opened"),
    Guard("agreements_article", "DELETE", _FIXED.format(row="OLD"), "the words of a text are fixed once it is opened"),
    *(
        Guard(table, event, "1 = 1", "history is unamendable")
        for table in ("agreements_signatorystep", "agreements_pledgestep")
        for event in ("UPDATE",)
    ),
)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_living_agreement"), ("people", "0001_initial")]
    operations = [migrations.RunPython(mark_prior, migrations.RunPython.noop), guarding(*GUARDS)]
