"""Where dues come from: a list of small functions, one for each kind of thing that has a date."""

from collections.abc import Callable, Iterable

from concierta.steering.queries.dues.due import Obligation, Window

Source = Callable[[Window], Iterable[Obligation]]
_sources: list[Source] = []


def register_dues(source: Source) -> Source:
    """Let `source` add its dues to everybody's. It must ask a number of questions that does not grow with its data."""
    if source not in _sources:
        _sources.append(source)
    return source


def owed_in(window: Window) -> list[Obligation]:
    """Everything the sources find, by date; ties in an order that does not depend on the database."""
    found = [owed for source in _sources for owed in source(window) if owed.due_on <= window.until]
    return sorted(found, key=lambda owed: (owed.due_on, owed.kind, owed.plan, owed.subject))
