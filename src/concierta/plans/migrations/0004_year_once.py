"""A year is one period of its plan, said so that SQLite keeps it too: it knows no NULLS NOT DISTINCT."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_entered_and_closed")]
    operations = [
        migrations.RemoveConstraint("reportingperiod", "period_once_per_plan"),
        migrations.AddConstraint(
            "reportingperiod",
            models.UniqueConstraint(
                fields=("plan", "year", "quarter"), condition=Q(quarter__isnull=False), name="period_once_per_plan"
            ),
        ),
        migrations.AddConstraint(
            "reportingperiod",
            models.UniqueConstraint(
                fields=("plan", "year"), condition=Q(quarter__isnull=True), name="year_once_per_plan"
            ),
        ),
    ]
