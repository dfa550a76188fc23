"""A role holds before an instant; until now it held through a day, which ends where the next one begins."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations, models
from django.db.models import F, Q

_BOGOTA = ZoneInfo("America/Bogota")
_UNIQUE = "one_open_membership_per_role"
_ORDER = "membership_ends_after_it_begins"


def through_the_day(apps, schema_editor):
    for membership in apps.get_model("people", "Membership").objects.exclude(until=None):
        membership.ends = datetime.combine(membership.until + timedelta(days=1), time.min, _BOGOTA)
        membership.save(update_fields=["ends"])


def on_the_day(apps, schema_editor):
    for membership in apps.get_model("people", "Membership").objects.exclude(ends=None):
        last = membership.ends.astimezone(_BOGOTA) - timedelta(microseconds=1)
        membership.until = max(last.date(), membership.since)
        membership.save(update_fields=["until"])


class Migration(migrations.Migration):
    dependencies = [("people", "0004_language")]

    operations = [
        migrations.AddField("user", "sessions_ended_at", models.DateTimeField(blank=True, null=True)),
        migrations.RemoveConstraint("membership", _UNIQUE),
        migrations.RemoveConstraint("membership", _ORDER),
        migrations.AddField("membership", "ends", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(through_the_day, on_the_day),
        migrations.RemoveField("membership", "until"),
        migrations.RenameField("membership", "ends", "until"),
        migrations.AddConstraint(
            "membership",
            models.UniqueConstraint(
                fields=("user", "entity", "role"), condition=Q(until__isnull=True), name=_UNIQUE
            ),
        ),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name=_ORDER),
        ),
    ]
