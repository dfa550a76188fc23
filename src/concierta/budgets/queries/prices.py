"""Indexes of prices as people keep them: each with its years, and what replacing one would change."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from concierta.budgets.models import PriceIndex
from concierta.kernel.errors import NotFound, gettext_noop


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A year whose value is added (`before` None), taken away (`after` None), changed, or stays."""

    year: int
    before: Decimal | None
    after: Decimal | None


def price_tables() -> list[PriceIndex]:
    """Every index with its points prefetched, by year. Two queries."""
    return list(PriceIndex.objects.order_by("slug").prefetch_related("points"))


def price_index(slug: str) -> PriceIndex:
    """One index with its points, or NotFound."""
    found = PriceIndex.objects.filter(slug=slug).prefetch_related("points").first()
    if found is None:
        raise NotFound(gettext_noop("No hay un índice de precios «%(slug)s»."), slug=slug)
    return found


def price_changes(index: PriceIndex | None, points: Mapping[int, Decimal]) -> list[PriceChange]:
    """What keeping `points` would do to `index`, year by year; None: to one that there is not yet."""
    before = {point.year: point.value for point in index.points.all()} if index else {}
    return [PriceChange(year, before.get(year), points.get(year)) for year in sorted({*before, *points})]
