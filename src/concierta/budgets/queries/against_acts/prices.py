"""The price indexes that pesos of different years are compared by."""

from collections import defaultdict

from concierta.budgets.models import PriceIndex, PricePoint
from concierta.kernel.decimals import as_kept, plain
from concierta.ledger.queries import Comparison, last_recorded, missing


def compare_prices(comparison: Comparison) -> None:
    recorded_acts = last_recorded({"budget.prices_kept": None})
    points: dict[int, dict[str, str | None]] = defaultdict(dict)
    for index, year, value in PricePoint.objects.order_by("year").values_list("index_id", "year", "value"):
        points[index][str(year)] = plain(value)
    for row in PriceIndex.objects.order_by("pk"):
        found = {"base": row.base, "points": points[row.pk], "source": row.source}
        comparison.rows += len(points[row.pk])
        recorded = recorded_acts.pop(("", f"prices/{row.slug}"), None)
        if recorded:
            told, act = recorded["points"]
            recorded["points"] = ({year: as_kept(value) for year, value in told.items()}, act)
        comparison.hold(f"El índice {row.slug}", found, recorded)
    comparison.differences += [missing(subject, recorded.last) for (_, subject), recorded in recorded_acts.items()]
