"""Reading the row of a unique key."""

from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def only_row(rows: QuerySet[Row]) -> Row | None:
    """The one row that a unique key leaves, None if there is none.

    `first` would put it in order, and Django hashes every column of a wide row before it does.
    """
    return next(iter(rows.order_by()[:1]), None)
