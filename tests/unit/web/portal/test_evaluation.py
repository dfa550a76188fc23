"""Risks and reviews on the pages of the portal: what is open, who watches over it, and what the table found."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from concierta.publishing.queries import read_package
from concierta.web.portal.addresses import Address
from concierta.web.portal.corte import Corte
from concierta.web.portal.mesa.links import matter
from concierta.web.portal.portal import Portal
from concierta.web.portal.site import render_site
from factories.packages import invented_tables, row, write_package

PROJECT, PLEDGE = "proyectos/bp26000000", "compromisos/c1/cp-1"


def text(site: Path, path: str) -> str:
    """The words of a page's main part, as they are read."""
    html = (site / path / "index.html").read_text(encoding="utf-8").partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).replace("\xa0", " ")


def rendered(folder: Path, **changed: list[Any]) -> Path:
    tables = invented_tables(projects=2) | changed
    write_package(folder / "cortes" / "empleo" / "2025-03-31", tables)
    render_site(out=folder / "site", cortes=folder / "cortes")
    return folder / "site"


@pytest.fixture(scope="module")
def project(site: Path) -> str:
    return text(site, PROJECT)


def test_an_open_risk_is_told_in_words_with_who_watches_over_it_and_since_when(project: str):
    told = (
        "No hay cupos para todos Probabilidad: probable. Impacto: moderado. Es un riesgo alto. "
        "Qué se hace: Abrir un segundo grupo en la tarde."
    )
    assert told in project
    assert "Registrado desde el 3 de enero de 2025; se vuelve a mirar el 30 de junio de 2025." in project


def test_a_closed_risk_is_not_on_the_page(project: str):
    assert "se inunda" not in project


def test_what_the_table_found_is_on_the_page_of_the_project(project: str):
    assert re.search(r"Lo que la mesa encontró Sesión 2 , [^:]+: Necesita atención \. Faltan cupos", project)


@pytest.mark.parametrize(
    ("subject", "address"),
    [("risk:1", PROJECT), ("empleo/risk:2", PLEDGE), ("risk:9", ""), ("risks:rest", "")],
)
def test_a_risk_on_an_agenda_leads_to_what_is_at_risk(cortes: Path, subject: str, address: str):
    portal = Portal(Corte(read_package(cortes / "empleo" / "2025-03-31")), Address("es", "x/"))
    found = re.findall(r'href="([^"]*)/"', matter(portal, subject))
    assert found == ([f"../{address}"] if address else [])


def test_a_pledge_shows_its_own_risks(site: Path):
    pledge = text(site, PLEDGE)
    assert "El convenio se firma tarde Probabilidad: improbable. Impacto: menor. Es un riesgo bajo." in pledge
    assert "No hay cupos" not in pledge


def test_the_page_of_the_table_says_how_much_it_reviewed(site: Path):
    assert "La mesa ha revisado 1 de 7 proyectos en 2025, el 66,7 % de los pesos." in text(site, "mesa")


def test_without_pesos_only_the_projects_are_told_and_what_is_reserved_is_not(tmp_path: Path):
    coverage = row("review_coverage", year=2025, reviewed=1, projects=2)
    review = row("project_reviews", session=2, project="BP26000000", item=1)
    site = rendered(tmp_path, review_coverage=[coverage], project_reviews=[review])
    assert "La mesa ha revisado 1 de 2 proyectos en 2025." in text(site, "mesa")
    assert "Reservado por ley" in text(site, PROJECT)


def test_an_older_corte_says_nothing_of_them(tmp_path: Path):
    site = rendered(tmp_path, review_coverage=[], project_reviews=[], risks=[])
    assert "ha revisado" not in text(site, "mesa")
    assert "Riesgos" not in text(site, PROJECT)
