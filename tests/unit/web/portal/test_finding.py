"""The sentence that says a figure: it agrees with what is counted, and tells what came back."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from concierta.publishing.queries import read_package
from concierta.web.portal.addresses import Address
from concierta.web.portal.corte import Corte
from concierta.web.portal.indicators.report_card import report_card
from concierta.web.portal.indicators.values import finding
from concierta.web.portal.portal import Portal
from factories.packages import invented_tables, write_package

REPORTED = "PR-BP26000001-3502000"


def corte(folder: Path, **changes: Any) -> Corte:
    """The invented corte with other values in the rows of its reported indicator, by table."""
    tables = invented_tables()
    for table, values in changes.items():
        tables[table] = [
            row._replace(**values)
            if row.indicator == REPORTED and getattr(row, "period", "2025-T1") == "2025-T1"
            else row
            for row in tables[table]
        ]
    write_package(folder, tables)
    return Corte(read_package(folder))


def said(found: Corte) -> str:
    return finding(found, found.indicators[REPORTED]).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("unit", "value", "sentence"),
    [
        ("personas", 450, "Se reportaron 450 personas en el 1.º trimestre de 2025; nadie los ha verificado todavía."),
        ("%", Decimal("79.5"), "Se reportó 79,5 % en el 1.º trimestre de 2025; nadie lo ha verificado todavía."),
        ("documentos", 1, "Se reportó 1 documento en el 1.º trimestre de 2025; nadie lo ha verificado todavía."),
    ],
)
def test_the_verb_agrees_with_what_is_counted(tmp_path, unit, value, sentence):
    found = corte(tmp_path / "c", indicators={"unit": unit}, measurements={"reported_value": Decimal(value)})

    assert said(found) == sentence


def test_what_went_back_to_its_entity_is_told_with_its_date(tmp_path):
    tables = invented_tables()
    tables["history"] = [
        row._replace(act="return") if row.report == f"{REPORTED}/2025-T1/1" and row.act == "review" else row
        for row in tables["history"]
    ]
    write_package(tmp_path / "c", tables)
    found = Corte(read_package(tmp_path / "c"))
    (report,) = [row for row in found.reports_of[REPORTED] if row.period == "2025-T1"]
    card = report_card(Portal(found, Address("es", "")), found.indicators[REPORTED], report, 1)

    assert "el 23 de abril de 2025 se devolvió a la entidad para corregirlo" in said(found)
    assert ("Revisado", "Se devolvió a la entidad para corregir el 23 de abril de 2025") in card.facts
