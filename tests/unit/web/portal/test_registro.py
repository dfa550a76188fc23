"""The pages on the public log: what they say, where they point, and that they never copy what changes."""

import hashlib
import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from concierta.web.portal import assets
from concierta.web.portal.addresses import FROZEN, LATEST, Address, settle
from concierta.web.portal.site import render_site
from factories.packages import invented_tables, write_package

SCRIPTS = Path(assets.__file__).parent / "scripts"
FIGURE = "indicadores/pr-bp26000000-3502001/index.html"
LEAF = "ab" * 32


@pytest.fixture
def proved(tmp_path: Path) -> Path:
    """A site whose figures are in a log."""
    tables = invented_tables(projects=1)
    tables["reports"] = [row._replace(event_index=7, event_leaf_hash=LEAF) for row in tables["reports"]]
    write_package(tmp_path / "cortes" / "empleo" / "2025-03-31", tables)
    render_site(out=tmp_path / "site", cortes=tmp_path / "cortes")
    return tmp_path / "site"


@pytest.mark.parametrize(
    ("language", "kind", "up", "there"),
    [
        ("es", LATEST, "", "../log/"),
        ("en", LATEST, "", "../../log/"),
        ("es", FROZEN, "", "../../../log/"),
        ("en", FROZEN, "", "../../../../log/"),
        ("es", LATEST, "../", "../../log/"),
        ("es", FROZEN, "../", "../../../../log/"),
    ],
)
def test_every_page_finds_the_one_log_of_the_site(language: str, kind: int, up: str, there: str):
    assert settle(Address(language, "registro/").log.encode(), kind, up).decode() == there


def test_a_figure_links_to_its_proof_with_what_the_page_claims(proved: Path):
    page = (proved / FIGURE).read_text()
    links = re.findall(r'href="([^"]*comprobar/#[^"]*)"', page)
    claims = [parse_qs(unescape(link).partition("#")[2]) for link in links]
    assert claims[0] == claims[1]  # the headline is the newest report
    assert claims[0] == {
        "acto": ["7"],
        "hoja": [LEAF],
        "plan": ["empleo"],
        "reporte": ["PR-BP26000000-3502001/2025-T1/1"],
        "reportado": ["450"],
        "resultado": ["adjusted"],
        "verificado": ["432"],
        "texto": [hashlib.sha256("Se cruzó el reporte con la lista.".encode()).hexdigest()],
    }
    assert len(links) == 1 + 3


def test_a_corte_older_than_the_log_offers_no_proof(site: Path):
    assert "comprobar/#" not in (site / FIGURE).read_text()


def test_every_act_links_to_its_proof(site: Path):
    page = (site / "cambios" / "index.html").read_text()
    leaf = hashlib.sha256(b"11").hexdigest()
    assert f'href="../comprobar/#acto=11&amp;hoja={leaf}"' in page


@pytest.mark.parametrize("page", ["registro", "comprobar", "en/registro", "en/comprobar"])
def test_the_pages_read_the_log_and_do_not_copy_it(site: Path, page: str):
    text = (site / page / "index.html").read_text()
    up = "../" * (page.count("/") + 1)
    assert f'data-log="{up}log/"' in text
    assert f'<script src="{up}recursos/{assets.module_name("comprobar")}" type="module"></script>' in text
    for name in ("checkpoint", "vkey", "witnesses"):
        assert f'href="{up}log/{name}"' in text


def test_other_pages_carry_no_such_script(site: Path):
    carriers = {page.parent.name for page in site.rglob("index.html") if 'type="module"' in page.read_text()}
    assert carriers == {"registro", "comprobar", "buscar"}


def test_every_page_leads_to_the_log(site: Path):
    for page in site.rglob("index.html"):
        assert 'registro/"' in page.read_text(), page
    assert re.search(r"No nos crea.*registro/", (site / "index.html").read_text(), re.DOTALL)


def test_the_commands_name_this_corte_and_its_figures(proved: Path):
    text = (proved / "registro" / "index.html").read_text()
    manifest = hashlib.sha256((proved / "cortes" / "2025-03-31" / "manifest.json").read_bytes()).hexdigest()
    assert "concierta log verify DIRECCIÓN --vkey CLAVE --keep visto.json" in text
    assert "concierta log prove empleo/PR-BP26000000-3502000/2024-T3 --site DIRECCIÓN" in text
    assert f"<code>{manifest}</code>" in text


def test_the_page_says_what_the_log_does_not_prove(site: Path):
    text = (site / "registro" / "index.html").read_text().partition('id="no-prueba"')[2]
    for limit in ("Que una cifra sea verdad", "Que no falte nada", "Que todos vean lo mismo", "La hora exacta"):
        assert limit in text


def test_the_scripts_have_no_words_and_every_sentence_they_ask_for_is_in_the_page(site: Path):
    page = (site / "comprobar" / "index.html").read_text()
    told = set(re.findall(r'data-text="([^"]+)"', page))
    sources = "\n".join((SCRIPTS / f"{name}.js").read_text() for name in ("log", "figure", "comprobar"))
    asked = set(re.findall(r'(?:say|Failure)\("([^"]+)"', sources))
    assert asked - told == set()
    rows = {f"row.{name}" for name in re.findall(r'row\("(\w+)"', sources)}
    outcomes = {f"outcome.{name}" for name in ("verified", "adjusted", "rejected", "not_verifiable", "—")}
    verdicts = {"verdict.good", "verdict.act", "verdict.log", "unexpected", "old"}
    verdicts |= {f"{kind}.{state}" for kind in ("word", "compared") for state in ("good", "bad", "unknown")}
    assert rows | outcomes | verdicts <= told
    acts = {word for word in told if word.startswith("kind.")}
    assert acts >= {"kind.corte.published", "kind.report.verified"}
    assert told == asked | rows | outcomes | verdicts | acts | {"verdict.unknown", "verdict.bad"}


def test_each_script_is_small_and_names_its_files_by_their_content(site: Path):
    modules = assets.modules()
    for file, content in modules.values():
        assert len(content) < 10_000
        assert file.split(".")[1] == hashlib.sha256(content).hexdigest()[:10]
        assert (site / "recursos" / file).read_bytes() == content
    imports = re.findall(rb'from "\./([^"]+)"', modules["comprobar"][1])
    assert {name.decode() for name in imports} == {modules["log"][0], modules["figure"][0]}
