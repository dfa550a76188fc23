"""The database itself keeps what the Mesa decided: nothing of it changes, whoever asks.

Each guard refuses one kind of change of one table while its condition holds. Conditions are the same SQL for both
databases; OLD and NEW are the row before and after.
"""

from django.db import migrations

_FIXED = "('approved', 'signed')"
_MOTION = "(SELECT state FROM mesa_motion WHERE id = {row}.motion_id) <> 'open'"
_SECTION = f"(SELECT state FROM mesa_minutes WHERE id = {{row}}.minutes_id) IN {_FIXED}"
_REMARK = (
    "(SELECT m.state FROM mesa_minutes m JOIN mesa_minutessection s ON s.minutes_id = m.id "
    f"WHERE s.id = {{row}}.section_id) IN {_FIXED}"
)
_ALWAYS = "1 = 1"

#: table, event, when it is refused, and the words of the refusal.
GUARDS = [
    (
        "mesa_minutes",
        "UPDATE",
        "OLD.state = 'signed' "
        "OR (OLD.state = 'approved' AND (NEW.content <> OLD.content OR NEW.sha256 <> OLD.sha256 "
        f"OR NEW.session_id <> OLD.session_id OR NEW.state NOT IN {_FIXED})) "
        "OR (NEW.state = 'signed' AND (SELECT COUNT(*) FROM mesa_signature "
        "WHERE minutes_id = NEW.id AND sha256 = NEW.sha256) < 2)",
        "minutes are fixed once approved, and signed by two",
    ),
    ("mesa_minutes", "DELETE", f"OLD.state IN {_FIXED}", "approved minutes stay"),
    (
        "mesa_signature",
        "INSERT",
        "NEW.sha256 <> (SELECT sha256 FROM mesa_minutes WHERE id = NEW.minutes_id)",
        "a signature signs the minutes that were approved",
    ),
    ("mesa_signature", "UPDATE", _ALWAYS, "signatures are unamendable"),
    ("mesa_signature", "DELETE", _ALWAYS, "signatures are unamendable"),
    ("mesa_decision", "UPDATE", _ALWAYS, "decisions are unamendable"),
    ("mesa_decision", "DELETE", _ALWAYS, "decisions are unamendable"),
    ("mesa_motion", "UPDATE", "OLD.state <> 'open'", "a motion that ended is unamendable"),
    ("mesa_motion", "DELETE", "OLD.state <> 'open'", "a motion that ended is unamendable"),
    *(
        (table, event, " OR ".join(condition.format(row=row) for row in rows), words)
        for table, condition, words in (
            ("mesa_vote", _MOTION, "the votes of a motion that ended are unamendable"),
            ("mesa_minutessection", _SECTION, "the text of approved minutes is unamendable"),
            ("mesa_remark", _REMARK, "the remarks on approved minutes are unamendable"),
        )
        for event, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",)))
    ),
]


def _name(table, event):
    return f"{table}_no_{event.lower()}"


def guard(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for table, event, condition, words in GUARDS:
        name = _name(table, event)
        if sqlite:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
        else:
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
                f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                f"RETURN {'OLD' if event == 'DELETE' else 'NEW'}; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )


def unguard(apps, schema_editor):
    for table, event, _condition, _words in GUARDS:
        name = _name(table, event)
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {name}")
        else:
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("mesa", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
