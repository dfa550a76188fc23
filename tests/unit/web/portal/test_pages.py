"""What the pages say, in words that a reader could not misunderstand."""

import re
from html import unescape
from pathlib import Path

import pytest


def text_of(page: Path) -> str:
    """The words of a page's main part, as they are read."""
    main = page.read_text(encoding="utf-8").partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main))).replace("\xa0", " ")


def indicator(site: Path, number: int) -> Path:
    """The nth invented indicator: verified, adjusted, reported, rejected, not verifiable, without data, and again."""
    return site / "indicadores" / f"pr-bp2600000{number // 2}-350200{number % 2}" / "index.html"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (0, "Se verificaron 450 personas en el 1.º trimestre de 2025, lo mismo que se había reportado."),
        (1, "Se verificaron 432 personas en el 1.º trimestre de 2025; lo reportado era 450 personas."),
        (2, "Se reportaron 450 personas en el 1.º trimestre de 2025; nadie los ha verificado todavía."),
        (3, "Se reportaron 1.440 personas en el 1.º trimestre de 2025 y la verificación los rechazó: cuentan cero."),
        (4, "Se reportaron 450 personas en el 1.º trimestre de 2025 y no hay cómo comprobarlos: cuentan cero."),
        (5, "Sin dato: nadie ha reportado un valor para 2025. No es cero."),
    ],
)
def test_each_state_is_told_in_its_own_sentence(site: Path, number: int, sentence: str):
    assert sentence in text_of(indicator(site, number))


@pytest.mark.parametrize(
    ("number", "state"),
    list(enumerate(["verified", "adjusted", "reported", "rejected", "not_verifiable", "no_data"])),
)
def test_each_state_carries_its_own_mark_and_only_no_data_draws_nothing(site: Path, number: int, state: str):
    page = indicator(site, number).read_text()
    assert f"c-state--{state}" in page
    assert (f"mk-{state}" in page) == (state != "no_data")


def test_no_data_is_said_and_never_a_zero(site: Path):
    page = text_of(indicator(site, 5))
    assert not re.search(r"(?<!\d)0 %", page)
    assert "El reporte del 1.º trimestre de 2025 vencía el 7 de abril de 2025" in page


def test_a_rejected_figure_shows_what_was_said_and_counts_zero(site: Path):
    page = text_of(indicator(site, 3))
    assert "1.440 personas" in page
    assert "Ningún valor: rechazado" in page
    assert "Se cruzó el reporte con la lista." in page


def test_what_is_not_programmed_has_no_percentage(site: Path):
    page = text_of(site / "indicadores" / "re-01" / "index.html")
    assert "NP (no programado)" in page
    assert not re.search(r"\d %", page.partition("Qué mide")[0])


def test_a_figure_leads_to_who_reported_who_verified_and_the_evidence(site: Path):
    page = text_of(indicator(site, 1))
    assert "450 personas · Desarrollo Económico de Ejemplo , 3 de abril de 2025" in page
    assert "432 personas · Control Interno de Ejemplo , 15 de abril de 2025" in page
    assert "ef" * 32 in page


def test_the_front_page_answers_first(site: Path):
    page = text_of(site / "index.html")
    assert page.startswith(
        ' id="contenido" class="page p-main" tabindex="-1"> Se verificó el 18,2 % de lo programado para 2025; '
        "a esta fecha se esperaba el 24,7 %"
    )


def test_cash_and_in_kind_are_never_added(site: Path):
    page = text_of(site / "compromisos" / "index.html")
    assert "400.000.000" in page
    assert "2 asesores" in page
    assert "El dinero y la especie no se suman" in page


def test_what_is_for_the_whole_city_is_not_shared_out(site: Path):
    page = text_of(site / "territorio" / "index.html")
    assert "La fuente ubica 14 de 28 actividades de este corte en una comuna o corregimiento" in page
    assert "Otras 14 actividades, con $ 1.680 millones apropiados, son para toda la ciudad" in page


def test_what_the_source_states_stands_beside_what_its_parts_add_up_to(site: Path):
    page = text_of(site / "proyectos" / "bp26000000" / "index.html")
    assert "1 cifra de la fuente no cuadra con sus partes" in page
    assert "Avance 50 % 37,5 % 12,5 %" in page


def test_a_frozen_page_says_that_it_is_frozen(site: Path):
    frozen = (site / "cortes" / "2024-12-31" / "index.html").read_text()
    assert "Corte al 31 de diciembre de 2024, congelado." in frozen
    assert 'href="./../../">Ver el corte más reciente' in frozen


def test_a_worked_example_of_the_method_is_a_figure_of_the_corte(site: Path):
    page = text_of(site / "como-medimos" / "index.html")
    assert (
        "la meta del año es 600. Al 1.º trimestre de 2025 la entidad reportó 450; quien verificó encontró 432." in page
    )
    assert "Meta 220, logro 180: 81,8 %." in page


@pytest.mark.parametrize(
    ("page", "finding"),
    [
        ("proyectos", "Hay avance verificado en 7 de 7 proyectos programados para 2025"),
        ("entidades", "Hay reportes vencidos en 1 de 2 entidades que reportan"),
        ("compromisos", "Hay algo verificado en 2 de 3 promesas concretas"),
        ("datos", "Todo lo que dice este corte sale de 95 tablas que usted puede descargar"),
        ("cambios", "Desde el corte anterior se escribieron 12 actos sobre este plan"),
        ("cortes", "Hay 2 cortes publicados; el más reciente, al 31 de marzo de 2025"),
        ("proyectos/bp26000000/dinero", "En 2025 se obligó el 26,7 % de los $ 1.500 millones que tiene el proyecto"),
        ("indicadores", "Hay una cifra verificada en 6 de 14 indicadores de producto"),
    ],
)
def test_a_list_begins_with_what_it_says(site: Path, page: str, finding: str):
    assert f"<h1>{finding}</h1>" in (site / page / "index.html").read_text().replace("\xa0", " ")
