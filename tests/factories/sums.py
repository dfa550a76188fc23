"""A corte whose sums are what a test says they are."""

from decimal import Decimal
from pathlib import Path

from concierta.publishing.queries import read_package
from concierta.web.portal.corte import Corte
from factories.packages import invented_tables, write_package

COUNTS = ("verified", "adjusted", "reported", "rejected", "not_verifiable", "no_data")


def corte_with(
    folder: Path,
    level: str,
    *,
    year: str = "0",
    reported_year: str = "0",
    possible: str | None = "0",
    **counts: int,
) -> Corte:
    """`counts` are indicators by state; every row of `level` gets them."""
    tables = invented_tables(projects=1)
    told = dict.fromkeys(COUNTS, 0) | counts
    values = {
        "verified_year": Decimal(year),
        "reported_year": Decimal(reported_year),
        "possible_year": None if possible is None else Decimal(possible),
        "verified_share": Decimal(bool(told["verified"] + told["adjusted"])),
        "programmed": sum(told.values()),
        "indicators": sum(told.values()),
    }
    tables["achievement"] = [
        row._replace(**told, **values) if row.level == level else row for row in tables["achievement"]
    ]
    write_package(folder, tables)
    return Corte(read_package(folder))
