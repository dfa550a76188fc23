"""Checks that texts fit their columns; each raises Invalid, naming the text, where one does not. Nothing is cut."""

from collections.abc import Iterable, Sequence
from typing import Any

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
