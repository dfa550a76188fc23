"""Drawing a published campaign again, from its tables alone: no database, no trust in whoever published them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from concierta.engines.sampling import (
    InvalidSample,
    draw_double_checks,
    draw_sample,
    population_hash,
    ticket_of,
    verify_reveal,
)
from concierta.publishing.formats.text_form import read_cell

CAMPAIGNS, POPULATION = "campaigns.csv", "campaign_population.csv"
Rows = list[dict[str, str]]


class Unreadable(Exception):
    """The tables are not there, or not what they should be."""


@dataclass(frozen=True, slots=True)
class Redraw:
    """What came out for the campaign of one period. `problems` says each thing that does not match."""

    period: str
    drawn: bool
    population: int = 0
    sample: int = 0
    by_risk: int = 0
    double_checked: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def matches(self) -> bool:
        return not self.problems

    def as_dict(self) -> dict[str, object]:
        return {
            "period": self.period,
            "drawn": self.drawn,
            "population": self.population,
            "sample": self.sample,
            "by_risk": self.by_risk,
            "double_checked": self.double_checked,
            "matches": self.matches,
            "problems": self.problems,
        }


def redraw_folder(folder: Path, period: str | None = None) -> list[Redraw]:
    """Every campaign of the tables in `folder` (or in its `data/`), or that of one period. Raises Unreadable."""
    campaigns, population = _rows(folder, CAMPAIGNS), _rows(folder, POPULATION)
    wanted = [row for row in campaigns if period is None or row.get("period") == period]
    if not wanted:
        raise Unreadable(f"no hay campaña de {period}" if period else "no hay campañas publicadas")
    try:
        return [redraw(row, [item for item in population if item["period"] == row["period"]]) for row in wanted]
    except KeyError as missing:
        raise Unreadable(f"falta la columna {missing}") from missing
    except InvalidOperation as problem:
        raise Unreadable("un número no se puede leer") from problem


def redraw(campaign: dict[str, str], listed: Rows) -> Redraw:
    """Draw again with the published seed and list, and compare with what was published. Raises KeyError."""
    period = campaign["period"]
    if not campaign["seed"]:
        return Redraw(period, drawn=False, problems=["hay lista antes del sorteo"] if listed else [])
    counts = {name: sum(row[name] == "true" for row in listed) for name in ("drawn", "by_risk", "double_checked")}
    try:
        problems = list(_problems(campaign, listed))
    except InvalidSample as problem:
        problems = [f"el sorteo no se puede repetir: {problem}"]
    return Redraw(period, True, len(listed), counts["drawn"], counts["by_risk"], counts["double_checked"], problems)


def _problems(campaign: dict[str, str], listed: Rows) -> Iterator[str]:
    seed = campaign["seed"]
    if not verify_reveal(campaign["seed_commitment"], seed):
        yield "la semilla no es la que se comprometió"
    population: dict[str, list[str]] = {}
    for row in listed:
        population.setdefault(row["stratum"], []).append(row["report"])
    if population_hash(population) != campaign["population_sha256"]:
        yield "la lista no es la que se cerró: su huella es otra"
    for row in listed:
        if ticket_of(seed, row["stratum"], row["report"]).digest != row["ticket"]:
            yield f"{row['report']}: su boleta no es la que le toca"
    threshold = campaign["risk_threshold"]
    for row in listed:
        risky = bool(threshold) and Decimal(row["risk"] or 0) >= Decimal(threshold)
        if risky != (row["by_risk"] == "true"):
            yield f"{row['report']}: {'debía' if risky else 'no debía'} entrar por riesgo"
    drawn = draw_sample(
        seed, population, margin=Decimal(campaign["margin"]), confidence=Decimal(campaign["confidence"])
    )
    again = {report for reports in drawn.values() for report in reports}
    yield from _differences(again, {row["report"] for row in listed if row["drawn"] == "true"}, "salir en el sorteo")
    looked_at = [row["report"] for row in listed if "true" in (row["drawn"], row["by_risk"])]
    twice = set(draw_double_checks(seed, looked_at, Decimal(campaign["double_share"])))
    said = {row["report"] for row in listed if row["double_checked"] == "true"}
    yield from _differences(twice, said, "verificarse dos veces")


def _differences(again: set[str], published: set[str], what: str) -> Iterator[str]:
    for report in sorted(again - published):
        yield f"{report}: debía {what} y no está"
    for report in sorted(published - again):
        yield f"{report}: no debía {what}"


def _rows(folder: Path, name: str) -> Rows:
    path = next((place for place in (folder / "data" / name, folder / name) if place.is_file()), None)
    if path is None:
        raise Unreadable(f"no está {name} en {folder}")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, restval="")
            return [{name: read_cell(cell) for name, cell in row.items() if name} for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise Unreadable(f"{path} no se puede leer") from problem
