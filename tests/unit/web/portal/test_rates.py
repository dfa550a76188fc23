"""A rate is told as itself first, and its achieved share after; what is counted is told as it was."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from concierta.publishing.queries import read_package
from concierta.web.portal import figures
from concierta.web.portal.addresses import Address
from concierta.web.portal.corte import Corte
from concierta.web.portal.indicators.values import value, verified_value
from concierta.web.portal.portal import Portal
from concierta.web.portal.site import render_site
from factories.packages import invented_tables, write_package

REPORTED = "PR-BP26000001-3502000"


def tables(**changes: Any) -> dict[str, list[Any]]:
    made = invented_tables()
    for table, values in changes.items():
        made[table] = [
            row._replace(**values)
            if REPORTED in (getattr(row, "indicator", ""), getattr(row, "subject", ""))
            and getattr(row, "period", "2025-T1") == "2025-T1"
            else row
            for row in made[table]
        ]
    return made


RATE: dict[str, Any] = {
    "indicators": {"unit": "%", "measure": "rate", "decimals": 1},
    "measurements": {
        "target": Decimal(40),
        "expected_value": Decimal(40),
        "reported_value": Decimal(30),
        "verified_value": Decimal(30),
        "verified_year": Decimal("0.75"),
        "expected_year": Decimal(1),
        "status": "verified",
    },
    "achievement": {"verified_year": Decimal("0.75"), "reported_year": Decimal("0.75"), "expected_year": Decimal(1),
                    "verified": 1, "reported": 0},
}  # fmt: skip


def corte(folder: Path, **changes: Any) -> Corte:
    write_package(folder, tables(**changes))
    return Corte(read_package(folder))


def page_of(folder: Path, **changes: Any) -> str:
    found = corte(folder / "cortes" / "empleo" / "2025-03-31", **changes)
    render_site(out=folder / "site", cortes=folder / "cortes")
    path = folder / "site" / "es" / "cortes" / "2025-03-31" / found.indicator_folder(REPORTED) / "index.html"
    if not path.exists():
        path = next(folder.glob(f"site/**/{found.indicator_folder(REPORTED)}index.html"))
    return path.read_text().replace("\N{NO-BREAK SPACE}", " ")


def test_we_should_be_at_40_percent_and_not_at_a_share_of_it(tmp_path: Path):
    page = page_of(tmp_path, **RATE)
    assert "Deberíamos ir en 40 %" in page
    assert "Deberíamos ir en 100 %" not in page
    assert "75 % de la meta" in page


def test_what_is_counted_is_told_by_its_share_as_ever(tmp_path: Path):
    counted = {**RATE, "indicators": {"unit": "personas", "measure": "count", "decimals": 0}}
    page = page_of(tmp_path, **counted)
    assert "Deberíamos ir en 100 %" in page
    assert "de la meta)" not in page


@pytest.mark.parametrize("measure", ["", "count", "money"])
def test_the_row_of_a_count_does_not_change(tmp_path: Path, measure: str):
    found = corte(tmp_path / "c", **{**RATE, "indicators": {"unit": "%", "measure": measure}})
    row = figures.indicator_row(Portal(found, Address("es", "")), found.indicators[REPORTED], id="i")
    assert row.figure.replace("\N{NO-BREAK SPACE}", " ") == "75 %"


def test_the_row_of_a_rate_says_it_its_target_and_its_share(tmp_path: Path):
    found = corte(tmp_path / "c", **RATE)
    row = figures.indicator_row(Portal(found, Address("es", "")), found.indicators[REPORTED], id="i")
    assert (row.figure.replace("\N{NO-BREAK SPACE}", " "), row.note.replace("\N{NO-BREAK SPACE}", " ")) == (
        "30 %",
        "meta 40 % · 75 % de la meta · verificado",
    )


def test_a_ratio_is_told_by_its_year_and_a_date_by_its_day(tmp_path: Path):
    given = {**RATE, "measurements": {**RATE["measurements"], "verified_to_date": Decimal(35)}}
    found = corte(tmp_path / "c", **given)
    assert verified_value(found.latest(REPORTED), found.indicators[REPORTED]).startswith("35")
    dated = found.indicators[REPORTED]._replace(measure="date")
    assert value(Decimal(20260630), dated) == "30 de junio de 2026"
    assert value(Decimal(0), dated) == "sin cumplir"
