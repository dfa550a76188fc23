"""The database itself refuses to change a record of entry, and to delete one younger than ninety days."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER accounts_signin_no_update BEFORE UPDATE ON accounts_signin
       BEGIN SELECT RAISE(ABORT, 'records of entry do not change'); END""",
    """CREATE TRIGGER accounts_signin_no_delete BEFORE DELETE ON accounts_signin
       WHEN OLD.at > datetime('now', '-90 days')
       BEGIN SELECT RAISE(ABORT, 'records of entry are kept ninety days'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION accounts_signin_stays() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '90 days' THEN RETURN OLD; END IF;
         RAISE EXCEPTION 'records of entry do not change' USING ERRCODE = 'integrity_constraint_violation';
       END $$""",
    """CREATE TRIGGER accounts_signin_stays BEFORE UPDATE OR DELETE ON accounts_signin
       FOR EACH ROW EXECUTE FUNCTION accounts_signin_stays()""",
]


def guard(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER accounts_signin_no_update")
        schema_editor.execute("DROP TRIGGER accounts_signin_no_delete")
    else:
        schema_editor.execute("DROP TRIGGER accounts_signin_stays ON accounts_signin")
        schema_editor.execute("DROP FUNCTION accounts_signin_stays()")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
