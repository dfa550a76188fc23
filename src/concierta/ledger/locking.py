"""Holding what an act changes until it is done: every operation begins with this, and ends with `record_event`."""

from typing import TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def locked(row: Row, *related: str) -> Row:
    """The row as it is now, held until the transaction ends, with the rows that `related` names (which are not held).

    What was loaded before may have changed since: whoever decides, decides on what comes back.
    """
    return locked_by_key(type(row), row.pk, *related)


def locked_by_key(model: type[Row], pk: int | None, *related: str) -> Row:
    """`locked`, of a row that was not loaded yet."""
    rows = model._default_manager.select_for_update(of=("self",))
    return (rows.select_related(*related) if related else rows).get(pk=pk)
