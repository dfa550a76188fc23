"""Writing many rows at once. Every text fits its column or is refused by name: none is cut."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from concierta.kernel.errors import Invalid, gettext_noop

#: Enough of a long text to find it in the file.
_SHOWN = 80


def fitting(text: str, model: type[Model], column: str) -> str:
    """`text` as it is; Invalid, saying which, where it is longer than what `column` of `model` holds."""
    longest = _longest(model, column)
    if longest and len(text) > longest:
        raise _too_long(text, longest)
    return text


def check_all_fit(model: type[Model], columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Refuse rows, in the order of `columns`, of which a text would not fit. SQLite would keep it, PostgreSQL would
    stop without saying which it was."""
    limits = [(at, longest) for at, column in enumerate(columns) if (longest := _longest(model, column))]
    for row in rows if limits else ():
        for at, longest in limits:
            if row[at] and len(row[at]) > longest:
                raise _too_long(row[at], longest)


def _too_long(text: str, longest: int) -> Invalid:
    return Invalid(
        gettext_noop("«%(text)s» tiene más de %(longest)d caracteres: abrévielo en el archivo."),
        text=text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…",
        longest=longest,
    )


def _longest(model: type[Model], column: str) -> int | None:
    field: Any = model._meta.get_field(column)
    longest: int | None = field.max_length
    return longest


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
