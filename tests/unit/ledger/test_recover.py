"""An older backup of the database, and the newer log that was published: the log goes on from where it was."""

from pathlib import Path

import pytest
from django.db import connection

from concierta.engines.sitelog import Kept, check_site
from concierta.installation.log.sources import FolderSite
from concierta.kernel.errors import PermissionRefused, Refusal
from concierta.ledger.models import Event, Opening
from concierta.ledger.operations import publish_log, recover_log
from concierta.ledger.queries import ledger_problems, published_log_problems
from factories import AT, Cast
from unit.ledger.acts import record, record_many


def restore_backup_of(size: int) -> None:
    """The database as it was when it had so many acts."""
    Opening.objects.filter(event__index__gte=size).delete()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER ledger_event_no_delete")
        else:
            cursor.execute("DROP TRIGGER ledger_event_append_only ON ledger_event")
        cursor.execute('DELETE FROM ledger_event WHERE "index" >= %s', [size])


def test_the_lost_acts_come_back_and_the_log_continues(cast: Cast, settings) -> None:
    record_many(280)
    record(by=cast.reporter, entity=cast.desarrollo)
    payloads = list(Event.objects.values_list("payload", flat=True))
    publish_log(site=settings.SITE, by=None, at=AT)
    kept = check_site(FolderSite(settings.SITE)).kept
    restore_backup_of(100)
    with pytest.raises(Refusal, match="concierta log recover"):
        publish_log(site=settings.SITE, by=None, at=AT)
    assert recover_log(site=settings.SITE, by=None, at=AT) == 181
    assert list(Event.objects.values_list("payload", flat=True))[:-1] == payloads
    assert (Event.objects.last().kind, Event.objects.last().index) == ("log.recovered", 281)
    publish_log(site=settings.SITE, by=None, at=AT)
    assert check_site(FolderSite(settings.SITE), kept=Kept.from_json(kept.to_json())).holds
    assert ledger_problems() + published_log_problems(settings.SITE) == []


@pytest.mark.django_db
def test_acts_done_since_the_backup_are_another_history_and_nothing_is_recovered(settings) -> None:
    record_many(5)
    publish_log(site=settings.SITE, by=None, at=AT)
    restore_backup_of(3)
    record(body={"value": "otro"})
    with pytest.raises(Refusal, match="no es la continuación"):
        recover_log(site=settings.SITE, by=None, at=AT)
    assert Event.objects.count() == 4


@pytest.mark.django_db
def test_a_log_signed_by_somebody_else_is_not_taken(settings, home: Path) -> None:
    record_many(5)
    publish_log(site=settings.SITE, by=None, at=AT)
    restore_backup_of(3)
    settings.LOG_KEY = str(home / "another.key")
    with pytest.raises(Refusal, match="no se puede usar"):
        recover_log(site=settings.SITE, by=None, at=AT)


@pytest.mark.django_db
def test_where_nothing_is_missing_nothing_is_done(settings) -> None:
    record()
    publish_log(site=settings.SITE, by=None, at=AT)
    with pytest.raises(Refusal, match="no le falta"):
        recover_log(site=settings.SITE, by=None, at=AT)


def test_only_who_operates_the_machine_recovers(cast: Cast, settings) -> None:
    with pytest.raises(PermissionRefused):
        recover_log(site=settings.SITE, by=cast.secretary, at=AT)
