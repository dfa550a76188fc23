"""The price indexes that pesos of different years are compared by."""

from collections import defaultdict

from concierta.budgets.models import PriceIndex, PricePoint
from concierta.kernel.decimals import as_kept, plain
from concierta.ledger.queries import Comparison, last_said, missing


def compare_prices(made: Comparison) -> None:
    said = last_said({"budget.prices_kept": None})
    points: dict[int, dict[str, str | None]] = defaultdict(dict)
    for index, year, value in PricePoint.objects.order_by("year").values_list("index_id", "year", "value"):
        points[index][str(year)] = plain(value)
    for row in PriceIndex.objects.order_by("pk"):
        found = {"base": row.base, "points": points[row.pk], "source": row.source}
        made.rows += len(points[row.pk])
        heard = said.pop(("", f"prices/{row.slug}"), None)
        if heard:
            told, act = heard["points"]
            heard["points"] = ({year: as_kept(value) for year, value in told.items()}, act)
        made.hold(f"El índice {row.slug}", found, heard)
    made.differences += [missing(subject, heard.last) for (_, subject), heard in said.items()]
