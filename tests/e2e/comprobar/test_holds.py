"""A figure proved in the reader's browser, as whoever published it left it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from concierta.engines.translog import TileReader, leaf_hash
from concierta.ledger.operations import seal_site
from concierta.publishing.operations import freeze_corte
from concierta.web.portal import assets
from concierta.web.portal.site import render_site
from e2e.comprobar.site import FIGURE, GOOD, compared, found, publish_log, states
from factories.plan_to_publish import CUT_OFF, PUBLISHED_AT, plan_to_publish

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_honest_figure_holds_in_every_step(prove: Callable[..., Page]):
    page = prove()
    assert states(page) == GOOD | {"memory": "unknown"}
    expect(page.locator("[data-verdict]")).to_contain_text("la página dice lo mismo que el registro")
    assert "«testigo.ejemplo» lo vio el 18 de abril de 2025" in found(page, "witnesses")
    assert compared(page)[:5] == [
        ("Plan", "✓ coincide", "empleo", "empleo"),
        ("Reporte", "✓ coincide", *["PR-BP26000000-3502001/2025-T1/v1"] * 2),
        ("Valor reportado", "✓ coincide", "450", "450"),
        ("Resultado de la verificación", "✓ coincide", *["Verificado con ajuste"] * 2),
        ("Valor verificado", "✓ coincide", "432", "432"),
    ]


def test_whoever_comes_back_is_told_that_nothing_was_rewritten(prove: Callable[..., Page]):
    page = prove(prove())
    assert states(page) == GOOD | {"memory": "good"}
    assert "siguen siendo los mismos" in found(page, "memory")


def test_the_log_grows_and_what_was_seen_is_still_its_beginning(prove, site: Path, entries: list[bytes]):
    page = prove()
    publish_log(site / "log", [*entries, *(b"{}" for _ in range(900))])
    assert states(prove(page)) == GOOD | {"memory": "good"}


def test_in_english_and_in_the_frozen_corte_too(prove: Callable[..., Page]):
    for figure in (f"en/{FIGURE}", f"cortes/2025-03-31/{FIGURE}"):
        assert states(prove(figure=figure)) | {"memory": "good"} == GOOD | {"memory": "good"}


def test_nothing_is_asked_of_anybody_else_and_nothing_complains(prove, context: BrowserContext, address: str):
    asked: list[str] = []
    complaints: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    prove(page)
    assert [url for url in asked if not url.startswith(address)] == []
    assert complaints == []
    assert not any("acto=" in url for url in asked)


@pytest.mark.parametrize("size", [1, 2, 3, 255, 256, 257, 600, 65_536, 66_000])
def test_the_script_makes_and_verifies_the_same_proofs_as_the_engine(
    context: BrowserContext, address: str, site: Path, size: int
):
    entries = [b"entry %d" % number for number in range(size)]
    shutil.rmtree(site / "log")
    publish_log(site / "log", entries)
    reader = TileReader(lambda path: (site / "log" / path).read_bytes(), size)
    page = context.new_page()
    page.goto(f"{address}registro/")
    for index in sorted({0, 1, size // 3, size // 2, size - 1} & set(range(size))):
        made = page.evaluate(
            """async ([file, index, size]) => {
                const log = await import(file);
                const read = async (path) => {
                    const answer = await fetch(`/log/${path}`);
                    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
                };
                const tiles = new log.Tiles(read, size);
                const checkpoint = log.parseCheckpoint(new TextDecoder().decode(await read("checkpoint")));
                const { leaf, proof } = await log.proveEntry(tiles, checkpoint, index);
                return [log.hex(leaf), proof.map(log.hex), log.hex(await log.rootAt(tiles, index + 1))];
            }""",
            [f"/recursos/{assets.module_name('log')}", index, size],
        )
        proof = [sibling.hex() for sibling in reader.inclusion_proof(index)]
        assert made == [leaf_hash(entries[index]).hex(), proof, reader.root(index + 1).hex()]


@pytest.mark.django_db
def test_every_figure_of_a_plan_published_by_the_installation_itself_holds(
    context: BrowserContext, address: str, site: Path, settings: Any, tmp_path: Path
):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    scene = plan_to_publish()
    freeze_corte(plan=scene.plan, cut_off=CUT_OFF, by=scene.secretary, at=PUBLISHED_AT)
    shutil.rmtree(site)
    render_site(out=site, cortes=settings.HOME / "cortes")
    seal_site(site=site, by=None, at=PUBLISHED_AT)
    page, checked = context.new_page(), set()
    for path in sorted(site.glob("indicadores/*/index.html")):
        if "comprobar/#" in path.read_text():
            page.goto(address + path.relative_to(site).parent.as_posix())
            page.get_by_role("link", name="Comprobar esta cifra").click()
            page.locator("[data-verdict][data-state]").wait_for()
            assert states(page) | {"memory": "good"} == GOOD | {"memory": "good", "witnesses": "unknown"}, path
            assert {verdict for _, verdict, _, _ in compared(page)} == {"✓ coincide"}
            checked.add({name: said for name, _, said, _ in compared(page)}["Resultado de la verificación"])
    assert checked == {"Verificado", "Verificado con ajuste", "Rechazado", "No verificable", "Sin verificar"}
