"""A row that somebody changed behind the triggers, as with a file editor, is found whatever its column."""

import pytest
from django.db import connection, transaction

from concierta.ledger.queries import ledger_problems
from factories import Cast
from unit.ledger.acts import record


def disarmed(statement: str) -> None:
    """Run a statement as somebody who first removed the guards."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS ledger_event_no_update")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS ledger_event_append_only ON ledger_event")
        cursor.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_event SET payload = replace(payload, '\"9\"', '\"8\"')",
        "UPDATE ledger_event SET leaf_hash = '0'",
        "UPDATE ledger_event SET kind = 'report.verified'",
        "UPDATE ledger_event SET subject = 'report/R-02'",
        "UPDATE ledger_event SET plan = 'otro'",
        "UPDATE ledger_event SET recorded_at = '2020-01-01 00:00:00+00:00'",
        "UPDATE ledger_event SET entity_id = NULL",
        "UPDATE ledger_event SET actor_id = NULL",
        "UPDATE ledger_opening SET salt = 'zz'",
        "UPDATE ledger_opening SET identifier = 'otra@example.org'",
    ],
)
def test_a_changed_column_is_found(cast: Cast, change: str) -> None:
    record(by=cast.reporter, entity=cast.desarrollo)
    assert ledger_problems() == []
    disarmed(change)
    assert len(ledger_problems()) == 1


def test_an_act_of_the_installation_cannot_be_given_to_a_person(cast: Cast) -> None:
    record()
    disarmed(f"UPDATE ledger_event SET actor_id = {cast.reporter.pk}")
    assert ledger_problems() == ["el acto 0 no es de quien dice la base de datos"]


def test_an_act_moved_to_another_place_is_found(cast: Cast) -> None:
    record()
    disarmed('UPDATE ledger_event SET "index" = 7')
    assert ledger_problems() == ["faltan los actos 0 a 6"]
