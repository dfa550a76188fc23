"""One opening and one section per item, said so that SQLite keeps it too: it knows no NULLS NOT DISTINCT.

There the old constraint was never made, so there is nothing to take away; rebuilding the table would cost it its guards.
"""

from django.db import migrations, models
from django.db.models import Q


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        section = apps.get_model("table", "minutessection")
        schema_editor.remove_constraint(section, _constraint())


def make(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        section = apps.get_model("table", "minutessection")
        schema_editor.add_constraint(section, _constraint())


def _constraint():
    return models.UniqueConstraint(fields=("minutes", "item"), nulls_distinct=False, name="one_section_per_item")


class Migration(migrations.Migration):
    dependencies = [("table", "0003_unamendable")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop, make)],
            state_operations=[migrations.RemoveConstraint("minutessection", "one_section_per_item")],
        ),
        migrations.AddConstraint(
            "minutessection",
            models.UniqueConstraint(
                fields=("minutes", "item"), condition=Q(item__isnull=False), name="one_section_per_item"
            ),
        ),
        migrations.AddConstraint(
            "minutessection",
            models.UniqueConstraint(
                fields=("minutes",), condition=Q(item__isnull=True), name="one_opening_per_minutes"
            ),
        ),
    ]
