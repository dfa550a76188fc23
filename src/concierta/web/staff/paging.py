"""Long lists in pages, with links that keep the filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from concierta.web.staff.whole_numbers import whole

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
    return Slice(
        rows=rows[(current - 1) * size : current * size],
        current=current,
        total=total,
        previous_href=_href(request, current - 1) if current > 1 else "",
        next_href=_href(request, current + 1) if current < total else "",
        count=len(rows),
    )


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
