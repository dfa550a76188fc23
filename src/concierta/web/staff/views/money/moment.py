"""Which day and which source a page of money is about, from its address."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from concierta.budgets.enums import MoneySource
from concierta.budgets.queries import cut_offs_of, sources_of
from concierta.kernel.clock import today
from concierta.plans.queries import plan_by_slug
from concierta.web.staff.requests import SignedInRequest


@dataclass(frozen=True, slots=True)
class Moment:
    """`settled`: some source closed its figures on that very day, so that a pace can be read."""

    plan: Any
    on: date
    cut_offs: list[date]
    sources: list[MoneySource]
    source: MoneySource

    @property
    def settled(self) -> bool:
        return self.on in self.cut_offs


def moment_of(request: SignedInRequest, slug: str) -> Moment:
    """The day asked for with `?corte=`, else the latest cut-off; before the first, today."""
    plan = plan_by_slug(request.user, slug)
    cut_offs = cut_offs_of(request.user, plan, today())
    on = _day(request.GET.get("corte", "")) or (cut_offs[0] if cut_offs else today())
    sources = sources_of(request.user, plan, on)
    asked = request.GET.get("fuente", "")
    source = next((one for one in sources if one.value == asked), sources[0] if sources else MoneySource.BUDGET)
    return Moment(plan, on, cut_offs, sources, source)


def _day(text: str) -> date | None:
    """Never one that has not come."""
    try:
        return min(date.fromisoformat(text), today())
    except ValueError:
        return None
