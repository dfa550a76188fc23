"""Changing a row behind the program's back, and what the comparison with the acts then says."""

from collections.abc import Callable

from django.db import connection

from concierta.ledger.queries import Comparison
from factories.acts_not_compared import fields_nobody_compares


def said_after(compare: Callable[[], Comparison], change: Callable[[], object]) -> list[str]:
    """What `compare` says after `change` and did not say before it: other rows of a test have no act of their own."""
    unread = fields_nobody_compares()
    assert not unread, unread
    before = compare().differences
    change()
    return [one for one in compare().differences if one not in before]


def in_sql(statement: str, *values: object) -> Callable[[], None]:
    """As whoever administers the database would do it; it must change something."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            assert cursor.rowcount > 0, statement

    return run
