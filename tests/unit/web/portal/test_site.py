"""What a rendered site promises. No test here may touch the database: pages come from packages alone."""

import hashlib
import json
import re
import shutil
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from concierta.web.portal import assets
from concierta.web.portal.site import render_site
from factories.packages import invented_tables, write_package

#: Transferred bytes of a page with everything it asks for, not compressed.
HEAVIEST = 60_000


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.attributes.add(name)
            if name in ("href", "src") and value is not None:
                self.hrefs.append(value)
            if name == "id" and value is not None:
                self.ids.append(value)


def parsed(page: Path) -> Links:
    links = Links()
    links.feed(page.read_text(encoding="utf-8"))
    return links


def test_rendering_twice_gives_the_same_bytes(cortes: Path, site: Path, tmp_path: Path):
    render_site(out=tmp_path, cortes=cortes)
    assert bytes_of(tmp_path) == bytes_of(site)


def test_a_site_that_is_up_to_date_is_not_touched(cortes: Path, site: Path):
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    result = render_site(out=site, cortes=cortes)
    assert (result.cortes, result.written, result.removed) == ((), 0, 0)
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_a_new_corte_leaves_the_frozen_ones_alone(tmp_path: Path):
    cortes, site = tmp_path / "cortes", tmp_path / "site"
    write_package(cortes / "empleo" / "2024-12-31", invented_tables(cut_off=date(2024, 12, 31)))
    render_site(out=site, cortes=cortes)
    frozen = bytes_of(site / "cortes" / "2024-12-31")
    write_package(cortes / "empleo" / "2025-03-31", invented_tables())
    result = render_site(out=site, cortes=cortes)
    assert result.cortes == ("2025-03-31",)
    assert bytes_of(site / "cortes" / "2024-12-31") == frozen
    assert "31 de marzo de 2025, el más reciente" in (site / "index.html").read_text()


def test_a_missing_page_is_made_again_and_the_rest_is_kept(cortes: Path, tmp_path: Path):
    render_site(out=tmp_path, cortes=cortes)
    whole = bytes_of(tmp_path)
    (tmp_path / "proyectos" / "index.html").unlink()
    result = render_site(out=tmp_path, cortes=cortes)
    assert result.written == 1
    assert bytes_of(tmp_path) == whole


def test_pages_of_what_is_gone_do_not_stay(tmp_path: Path):
    cortes, site = tmp_path / "cortes", tmp_path / "site"
    write_package(cortes / "empleo" / "2025-03-31", invented_tables(projects=4))
    render_site(out=site, cortes=cortes)
    shutil.rmtree(cortes)
    write_package(cortes / "empleo" / "2025-03-31", invented_tables(projects=3))
    render_site(out=site, cortes=cortes)
    assert not (site / "proyectos" / "bp26000003").exists()
    assert (site / "proyectos" / "bp26000002" / "index.html").exists()


def test_the_frozen_corte_carries_its_package_and_the_hash_of_every_page(cortes: Path, site: Path):
    frozen = site / "cortes" / "2025-03-31"
    package = cortes / "empleo" / "2025-03-31"
    for path, content in bytes_of(package).items():
        assert (frozen / path).read_bytes() == content
    listing = json.loads((frozen / "paginas.json").read_bytes())
    found = bytes_of(frozen)
    del found["paginas.json"]
    assert {path: entry["sha256"] for path, entry in listing["files"].items()} == {
        path: hashlib.sha256(content).hexdigest() for path, content in found.items()
    }


def test_every_page_exists_in_english(site: Path):
    pages = {
        str(path.relative_to(site))
        for path in site.rglob("index.html")
        if path.relative_to(site).parts[0] not in ("en",) and not re.match(r"cortes/\d", str(path.relative_to(site)))
    }
    english = {str(path.relative_to(site / "en")) for path in (site / "en").rglob("index.html")}
    assert english == pages


def test_every_link_is_relative_and_leads_somewhere(site: Path):
    broken = []
    ids: dict[Path, set[str]] = {}
    for page in site.rglob("index.html"):
        for href in parsed(page).hrefs:
            address, _, anchor = href.partition("#")
            if address.startswith(("https://creativecommons.org",)):
                continue
            assert not address.startswith(("/", "http:", "https:", "//")), (page, href)
            target = (page.parent / address).resolve() if address else page
            if target.parent == site.resolve() / "log":
                continue  # written by the ledger, beside the pages of every plan
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file():
                broken.append((str(page.relative_to(site)), href))
            elif "=" in anchor:
                assert target.parent.name == "comprobar", (page, href)  # what is to be proved, not a place in the page
            elif anchor and target.suffix == ".html":
                if target not in ids:
                    ids[target] = set(parsed(target).ids)
                if anchor not in ids[target]:
                    broken.append((str(page.relative_to(site)), href))
    assert broken == []


def test_a_frozen_page_never_leaves_its_folder_but_for_the_plan(site: Path):
    """Moved elsewhere with its folder, a frozen corte still works; only the way to the newest one points outside."""
    frozen = (site / "cortes" / "2024-12-31").resolve()
    outside = set()
    for page in frozen.rglob("index.html"):
        for href in parsed(page).hrefs:
            target = (page.parent / href.partition("#")[0]).resolve()
            if not href.startswith("https:") and not target.is_relative_to(frozen):
                outside.add(str(target.relative_to(site.resolve())))
    assert outside == {".", "en", "cortes", "en/cortes", "log/checkpoint", "log/vkey", "log/witnesses"}


def test_no_page_weighs_too_much(site: Path):
    scripts = assets.modules()
    files = {f"recursos/{file}" for file, _ in scripts.values()}
    style, content_of_style = assets.clauses_stylesheet()
    files.add(f"recursos/{style}")
    shared = sum(len(content) for path, content in assets.assets().items() if path not in files)
    asked = {name: len(content) for name, (_, content) in scripts.items()}
    asked["comprobar"] += asked.pop("log") + asked.pop("figure")  # which it imports

    def weight(page: Path) -> int:
        text = page.read_text()
        return (
            page.stat().st_size
            + shared
            + (len(content_of_style) if style in text else 0)
            + sum(size for name, size in asked.items() if assets.module_name(name) in text)
        )

    weights = {str(page.relative_to(site)): weight(page) for page in site.rglob("index.html")}
    assert {page: weight for page, weight in weights.items() if weight > HEAVIEST} == {}


def test_nothing_is_left_undefined_or_unsettled(site: Path):
    for page in site.rglob("index.html"):
        text = page.read_text(encoding="utf-8")
        assert "UNDEFINED" not in text, page
        assert not re.search("[\uf8e0-\uf8ff]", text), page


def test_no_page_has_inline_style_or_script_or_a_repeated_id(site: Path):
    for page in site.rglob("index.html"):
        found = parsed(page)
        assert not {name for name in found.attributes if name == "style" or name.startswith("on")}, page
        assert len(found.ids) == len(set(found.ids)), page
        text = page.read_text(encoding="utf-8")
        assert "<style" not in text
        assert re.findall(r"<script(?! src=)", text) == []
        assert "default-src 'none'" in text


def test_every_page_says_its_language_cut_off_and_hash(site: Path, cortes: Path):
    manifest = hashlib.sha256((cortes / "empleo" / "2025-03-31" / "manifest.json").read_bytes()).hexdigest()
    for page in site.rglob("index.html"):
        where = page.relative_to(site)
        if re.match(r"cortes/\d", str(where)):
            continue
        text = page.read_text(encoding="utf-8")
        assert f'<html lang="{"en" if where.parts[0] == "en" else "es-CO"}">' in text
        assert manifest in text
        assert text.count("<h1") == 1


def test_a_demonstration_says_so_on_every_page_and_an_official_plan_does_not(site: Path, tmp_path: Path):
    assert all("p-demo" in page.read_text() for page in site.rglob("index.html"))
    write_package(tmp_path / "cortes" / "empleo" / "2025-03-31", invented_tables(projects=1, demonstrative=False))
    render_site(out=tmp_path / "site", cortes=tmp_path / "cortes")
    assert not any("p-demo" in page.read_text() for page in (tmp_path / "site").rglob("index.html"))


def test_several_plans_have_a_folder_each_and_old_addresses_still_work(tmp_path: Path):
    cortes, site = tmp_path / "cortes", tmp_path / "site"
    write_package(cortes / "empleo" / "2024-12-31", invented_tables(projects=1, cut_off=date(2024, 12, 31)))
    render_site(out=site, cortes=cortes)
    frozen = bytes_of(site / "cortes" / "2024-12-31")
    earlier = invented_tables(projects=1, slug="vivienda", cut_off=date(2024, 12, 31))
    write_package(cortes / "vivienda" / "2024-12-31", earlier)
    write_package(cortes / "vivienda" / "2025-03-31", invented_tables(projects=1, slug="vivienda"))
    render_site(out=site, cortes=cortes)
    assert bytes_of(site / "cortes" / "2024-12-31") == frozen
    assert (site / "empleo" / "index.html").exists()
    assert (site / "vivienda" / "cortes" / "2025-03-31" / "index.html").exists()
    assert not (site / "proyectos").exists()
    root = (site / "index.html").read_text()
    assert 'href="./empleo/"' in root
    assert 'href="./vivienda/"' in root
    test_every_link_is_relative_and_leads_somewhere(site)


def test_on_several_processors_the_bytes_are_the_same(
    cortes: Path, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("concierta.web.portal.parallel.WORTH_IT", 1)
    monkeypatch.setattr("concierta.web.portal.parallel.os.cpu_count", lambda: 2)
    render_site(out=tmp_path, cortes=cortes)
    assert bytes_of(tmp_path) == bytes_of(site)


def test_an_empty_home_has_an_empty_list_of_plans(tmp_path: Path):
    result = render_site(out=tmp_path / "site", cortes=tmp_path / "cortes")
    assert result.cortes == ()


def test_words_of_a_source_never_become_markup(tmp_path: Path):
    tables = invented_tables(projects=1)
    biting = '<script>alert("1")</script>\' & <b>'
    for table, field in (("projects", "name"), ("indicators", "name"), ("entities", "name"), ("activities", "name")):
        tables[table] = [row._replace(**{field: biting}) for row in tables[table]]
    write_package(tmp_path / "cortes" / "empleo" / "2025-03-31", tables)
    render_site(out=tmp_path / "site", cortes=tmp_path / "cortes")
    pages = [page.read_text() for page in (tmp_path / "site").rglob("*.html")]
    assert not any("<script>alert" in page or "<b>&#" in page for page in pages)
    assert any("&lt;script&gt;alert(&quot;1&quot;)" in page for page in pages)
