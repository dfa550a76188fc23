"""What acts put on record of one kind of thing, declared once, and the engine that holds its rows against it.

    _NEEDS = Recorded(
        kinds={"budget.need_stated": None},
        named_by=("fiscal_year", "project"),
        rows=ProjectNeed.objects.order_by("pk").select_related("project__plan"),
        key=lambda need: (need.project.plan.slug, need.fiscal_year, need.project.code),
        name=lambda plan, year, project: f"Lo que costaría {project} en {year}",
        columns={"amount": lambda need: pesos(need.amount), "source": lambda need: need.source},
    )

All the acts of its kinds are read once and all the rows once. What is particular to a thing is a loop of its own over
`Recorded.pairs`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

from concierta.engines.sitelog import Act
from concierta.kernel.decimals import plain
from concierta.ledger.queries.compare import (
    Comparison,
    Key,
    RecordedValues,
    apply_with_state,
    last_recorded,
    missing,
)

Row = TypeVar("Row", bound=Model)


@dataclass(slots=True)
class Pair(Generic[Row]):
    """One row, what it is called in a sentence, what the database has of it, and what its acts said; None: nothing."""

    row: Row
    name: str
    found: dict[str, Any]
    recorded: RecordedValues | None


@dataclass(frozen=True, kw_only=True)
class Recorded(Generic[Row]):
    """`kinds`: kind of act → the state in which it leaves the thing, if any. `columns`: field of a body → what the row
    has of it, decimals and dates as the log writes them.

    An act names its thing by its plan and, in `named_by`, its subject or fields of its body; `key` is the same of a
    row. `name` says a key in a sentence, and `row_name` a row, where that takes more than its key.
    """

    kinds: Mapping[str, str | None]
    rows: QuerySet[Row]
    key: Callable[[Row], Key]
    columns: Mapping[str, Callable[[Row], Any]]
    named_by: tuple[str, ...] = ("subject",)
    name: Callable[..., str] = lambda _plan, subject: str(subject)
    row_name: Callable[[Row], str] | None = None
    #: After an act of these kinds there is no such thing any more.
    ended_by: Collection[str] = ()
    #: Fields of a body that `apply` reads, beside the columns.
    also: Collection[str] = ()
    #: What an act says: its body and its state, unless it takes more to tell.
    apply: Callable[[RecordedValues, Act, str | None], None] = apply_with_state
    #: True for a row that is not to be held, told if any act spoke of it.
    passed_over: Callable[[Row, bool], bool] = lambda _row, _told: False
    #: True for a thing that must be in the database after what was said of it.
    must_be: Callable[[RecordedValues], bool] = lambda _recorded: True
    #: How many rows there are in all where a thing is more than its own.
    count: Callable[[Row], int] = field(default=lambda _row: 1)

    def compare(self, comparison: Comparison) -> None:
        for pair in self.pairs(comparison):
            comparison.hold(pair.name, pair.found, pair.recorded)

    def pairs(self, comparison: Comparison) -> Iterator[Pair[Row]]:
        """Each row that is to be held, for the caller to do it; then what was recorded and has no row is told."""
        comparison.covers((*self.kinds, *self.ended_by), {*self.named_by, *self.columns, *self.also})
        recorded_acts = last_recorded(self.kinds, named_by=self.named_by, ended_by=self.ended_by, apply=self.apply)
        for row in self.rows.all():
            key = self.key(row)
            recorded = recorded_acts.pop(key, None)
            if self.passed_over(row, recorded is not None):
                continue
            comparison.rows += self.count(row)
            found = {column: _written(value(row)) for column, value in self.columns.items()}
            yield Pair(row, self.row_name(row) if self.row_name else self.name(*key), found, recorded)
        comparison.differences += [
            missing(self.name(*key), recorded.last) for key, recorded in recorded_acts.items() if self.must_be(recorded)
        ]


def compared(*comparisons: Callable[[Comparison], None]) -> Comparison:
    """All of them, one after another."""
    comparison = Comparison()
    for compare in comparisons:
        compare(comparison)
    return comparison


def pesos(amount: int | None) -> str | None:
    """Whole pesos as the log writes them: as text, which has no largest number."""
    return None if amount is None else str(amount)


def _written(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value
