"""A long list a page at a time, and whole numbers read from an address."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

#: Every key and every count has fewer digits; a number with more fits in no column of a database.
_DIGITS = 18


def whole(text: str | None, otherwise: int = 0) -> int:
    """The number that somebody sent; `otherwise` for what is none, or is longer than any of ours."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= _DIGITS else otherwise


PAGE = 50


@dataclass(frozen=True, slots=True)
class Slice:
    rows: Sequence[Any]
    current: int
    total: int
    previous_href: str
    next_href: str
    count: int


def slice_of(request: HttpRequest, rows: Any, *, size: int = PAGE) -> Slice:
    """The page of `rows`, a list or a queryset, that `?pagina=` names; a wrong number is the nearest one."""
    total = max(1, -(-len(rows) // size))
    current = min(max(whole(request.GET.get("pagina"), 1), 1), total)
    shown = rows[(current - 1) * size : current * size]
    return replace(page_links(request, current, total), rows=shown, count=len(rows))


def page_links(request: HttpRequest, current: int, total: int) -> Slice:
    """The links of a list whose query brought one page of its own."""
    return Slice(
        rows=(),
        current=current,
        total=total,
        previous_href=_href(request, current - 1) if current > 1 else "",
        next_href=_href(request, current + 1) if current < total else "",
        count=0,
    )


def _href(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["pagina"] = str(number)
    return f"?{query.urlencode()}"
