"""The index that pesos of different years are compared by."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from concierta.budgets.models import PriceIndex, PricePoint
from concierta.budgets.permissions import check_can_keep_prices
from concierta.kernel.checked import checked_text
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.origin import Origin
from concierta.ledger.operations import record_event
from concierta.people.models import User

SIX = Decimal("0.000001")
LARGEST = Decimal(10) ** 8
FIRST_YEAR, LAST_YEAR = 1900, 2199


@transaction.atomic
def keep_price_index(
    *,
    slug: str,
    name: str,
    base: str,
    source: str,
    points: Mapping[int, Decimal],
    origin: Origin = Origin.OFFICIAL,
    by: User | None,
    at: datetime,
) -> PriceIndex:
    """Keep a published index of prices, year → value, with its source; it replaces what `slug` was before."""
    check_can_keep_prices(by)
    checked_points(points)
    index, _made = PriceIndex.objects.update_or_create(
        slug=checked_text(slug, "slug", 40),
        defaults={
            "name": checked_text(name, "name", 200),
            "base": checked_text(base, "base", 100),
            "source": checked_text(source, "source", 300),
            "origin": origin,
        },
    )
    index.points.all().delete()
    PricePoint.objects.bulk_create(PricePoint(index=index, year=year, value=value) for year, value in points.items())
    record_event(
        kind="budget.prices_kept",
        subject=f"prices/{index.slug}",
        body={
            "base": index.base,
            "points": {str(year): plain(value) for year, value in sorted(points.items())},
            "source": index.source,
        },
        by=by,
        entity=None,
        at=at,
    )
    return index


def checked_points(points: Mapping[int, Decimal]) -> Mapping[int, Decimal]:
    """What an index may hold: at least a year, and for each an exact value above zero that fits its column."""
    if not points or any(not isinstance(value, Decimal) or value <= 0 for value in points.values()):
        raise Invalid(gettext_noop("Un índice de precios tiene un valor mayor que cero por año."), field="points")
    if any(value >= LARGEST or value != value.quantize(SIX) for value in points.values()):
        raise Invalid(
            gettext_noop("Un valor del índice lleva a lo sumo ocho cifras enteras y seis decimales."), field="points"
        )
    if not all(FIRST_YEAR <= year <= LAST_YEAR for year in points):
        raise Invalid(gettext_noop("Los años de un índice van de 1900 a 2199."), field="points")
    return points
