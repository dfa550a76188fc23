"""Many rows at once, straight to the database driver.

An official matrix makes some thirty thousand rows, and building a model instance for each costs more than reading the
workbook. The rows here are plain tuples in the order of `columns` (names as the table has them), with values the
drivers store as they are: text, integers, Decimal, None, dates as ISO text. Constraints of the database hold as ever.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from concierta.plans.operations.lengths import check_all_fit


def reserve_keys(model: type[Model], count: int) -> Sequence[int]:
    """`count` primary keys that nobody else will be given, in ascending order. Inside a transaction only."""
    if not count:
        return ()
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [key for (key,) in cursor.fetchall()]
        # SQLite: the transaction began with the write lock, so the highest key cannot move under us. The sequence may
        # be ahead of it: keys of deleted rows are not given again.
        cursor.execute(
            f"SELECT max(coalesce((SELECT max(id) FROM {table}), 0), "  # noqa: S608 - a table name of our own models
            "coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0))",
            [table],
        )
        last = cursor.fetchone()[0]
    return range(last + 1, last + 1 + count)


def insert_rows(model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert `rows`: COPY on PostgreSQL, one prepared statement elsewhere. Invalid where a text is too long."""
    check_all_fit(model, columns, rows)
    table = model._meta.db_table
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # COPY is the driver's own: its errors are turned into Django's here, as they are for every other statement.
            with connection.wrap_database_errors, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608 - our own names


def update_rows(model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Set `columns` of existing rows; each tuple ends with its primary key. Invalid where a text is too long."""
    check_all_fit(model, columns, rows)
    table = model._meta.db_table
    marks = ", ".join(f'"{column}" = %s' for column in columns)
    with connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{table}" SET {marks} WHERE id = %s', rows)  # noqa: S608 - our own names
