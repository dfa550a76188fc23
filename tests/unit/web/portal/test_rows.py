"""What stands beside a percentage in a list, and places that are not a comuna."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from concierta.publishing.queries import read_package
from concierta.web.kit import marks
from concierta.web.portal.addresses import Address
from concierta.web.portal.corte import Corte
from concierta.web.portal.figures import figure
from concierta.web.portal.plans import territory
from concierta.web.portal.portal import Portal
from factories.packages import invented_tables, row, write_package


def corte_of(folder: Path, tables: dict[str, list[Any]]) -> Corte:
    write_package(folder, tables)
    return Corte(read_package(folder))


def test_a_zero_that_nobody_checked_is_not_called_verified(tmp_path: Path):
    tables = invented_tables(projects=1)
    counts = dict.fromkeys(("verified", "adjusted", "rejected", "not_verifiable", "no_data"), 0) | {"reported": 2}
    zero = dict.fromkeys(("verified_year", "reported_year", "possible_year", "verified_share"), Decimal(0))
    tables["achievement"] = [
        found._replace(**counts, **zero) if found.level == "project" else found for found in tables["achievement"]
    ]
    corte = corte_of(tmp_path, tables)
    assert corte.state("project", "BP26000000") == marks.REPORTED
    assert figure(corte, "project", "BP26000000") == ("0\xa0%", "espera verificación")


def test_the_rural_zone_is_shown_apart_from_the_whole_city(tmp_path: Path):
    tables = invented_tables(projects=1)
    tables["territories"].append(row("territories", territory="RURAL", name="Zona rural", kind="rural"))
    tables["activities"] = [
        activity._replace(territory="RURAL") if number == 0 else activity
        for number, activity in enumerate(tables["activities"])
    ]
    corte = corte_of(tmp_path, tables)
    page = territory._list_page(Portal(corte, Address("es", "territorio/")))
    assert page.content["finding"] == (
        "La fuente ubica 3 de 4 actividades de este corte en una comuna, un corregimiento o la zona rural"
    )
    assert [str(cell) for cell in page.content["table"].rows[-1][1:]] == [
        "Sin corregimiento indicado",
        "1",
        "120.000.000",
        "60.000.000",
    ]
