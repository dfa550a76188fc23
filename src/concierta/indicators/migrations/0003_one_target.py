"""One target a year, said so that SQLite keeps it too: it knows no NULLS NOT DISTINCT."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_pledges")]
    operations = [
        migrations.RemoveConstraint("target", "one_target_per_year_and_quarter"),
        migrations.AddConstraint(
            "target",
            models.UniqueConstraint(
                fields=("indicator", "year", "quarter"),
                condition=Q(quarter__isnull=False),
                name="one_target_per_year_and_quarter",
            ),
        ),
        migrations.AddConstraint(
            "target",
            models.UniqueConstraint(
                fields=("indicator", "year"), condition=Q(quarter__isnull=True), name="one_target_per_year"
            ),
        ),
    ]
