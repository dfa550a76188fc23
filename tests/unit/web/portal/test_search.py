"""What can be searched is everything that has a page and a name, in each language, and nothing leaves the browser."""

import gzip
import json
import re
from pathlib import Path

from concierta.publishing.queries import read_package
from concierta.web.portal.corte import Corte
from concierta.web.portal.pages.search import index_files
from factories.packages import invented_tables, write_package

SCRIPT = Path(__file__).parents[4] / "src" / "concierta" / "web" / "portal" / "scripts" / "buscar.js"
#: Transferred bytes of the index, as a web server that compresses sends it.
HEAVIEST = 200_000


def index(site: Path, language: str = "") -> list[list]:
    return json.loads((site / language / "buscar" / "indice.json").read_bytes())


def test_everything_with_a_name_and_a_page_is_in_the_index(cortes: Path, site: Path):
    package = read_package(cortes / "empleo" / "2025-03-31")
    tables = {"entity": "entities", "project": "projects", "indicator": "indicators", "clause": "clauses"}
    expected = {kind: len(package.table(table)) for kind, table in tables.items()} | {"pledge": len(package.pledges)}

    found = [kind for kind, *_ in index(site)]

    assert {kind: found.count(kind) for kind in set(found)} == expected


def test_every_entry_leads_to_its_page_in_its_language(site: Path):
    for language in ("", "en"):
        assert [row for row in index(site, language) if not (site / language / row[3] / "index.html").is_file()] == []


def test_english_words_are_not_called_spanish_and_spanish_ones_are(site: Path):
    named = {row[1]: row for row in index(site, "en")}
    assert named["C1"][4] == 0
    assert named["BP26000000"][2:] == ["Fortalecimiento de la oferta 0 en Ciudad Ejemplo", "proyectos/bp26000000/", 1]


def test_a_frozen_corte_searches_itself(site: Path):
    assert index(site / "cortes" / "2025-03-31") == index(site)


def test_the_index_of_a_whole_city_is_light(tmp_path: Path):
    write_package(tmp_path, invented_tables(projects=2500))
    for content in index_files(Corte(read_package(tmp_path))).values():
        assert len(gzip.compress(content)) < HEAVIEST


def test_the_script_has_no_words_and_every_sentence_it_asks_for_is_in_the_page(site: Path):
    told = set(re.findall(r'data-text="([^"]+)"', (site / "buscar" / "index.html").read_text()))
    source = SCRIPT.read_text()
    kinds = set(re.search(r"ORDER = \[(.*?)\]", source).group(1).replace('"', "").split(", "))
    assert told == kinds | set(re.findall(r'"(many|some|one|none|unread)"', source))


def test_without_a_script_the_lists_are_there(site: Path):
    page = (site / "buscar" / "index.html").read_text()
    assert re.search(r'role="search"[^>]* hidden>', page)
    assert [f'href="../{name}/"' in page for name in ("entidades", "proyectos", "indicadores", "compromisos")] == [
        True
    ] * 4
