"""A figure proved in the reader's browser, and every way in which it can turn out not to hold."""

import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from concierta.engines.translog import (
    Algorithm,
    Checkpoint,
    GrowingTiles,
    SignerKey,
    Tile,
    TileReader,
    hash_entries,
    leaf_hash,
    pack_entries,
)
from concierta.kernel.canonical import canonical_json
from concierta.kernel.decimals import plain
from concierta.ledger.operations import seal_site
from concierta.publishing.operations import freeze_corte
from concierta.reporting.operations.steps import text_hash
from concierta.web.public import assets
from concierta.web.public.site import render_site
from factories.packages import invented_tables, write_package
from factories.plan_to_publish import CUT_OFF, PUBLISHED_AT, plan_to_publish

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEY = SignerKey("registro.ejemplo/plan", b"k" * 32)
WITNESS = SignerKey("testigo.ejemplo", b"w" * 32, Algorithm.COSIGNATURE_V1)
SEEN_AT = 1_745_000_000
#: More than one full tile before the figures, so that proofs cross levels.
EARLIER = 700
FIGURE = "indicadores/pr-bp26000000-3502001/"  # adjusted: 450 reported, 432 verified


def act(report: Any) -> bytes:
    body = {"value": plain(report.reported_value), "indicator": report.indicator, "version": report.version}
    if report.outcome:
        found = plain(report.verified_value)
        body |= {"outcome": report.outcome, "verified_value": found, "note_sha256": text_hash(report.reason)}
    return canonical_json(
        {
            "at": "2025-04-15T15:00:00+00:00",
            "body": body,
            "by": None,
            "entity": "e2",
            "kind": f"report.{report.outcome or 'submitted'}",
            "plan": "empleo",
            "subject": f"report/{report.report}",
        }
    )


def publish_log(folder: Path, entries: list[bytes], *, time: int | None = SEEN_AT) -> None:
    """As an installation does, but with keys that are always the same."""
    growing = GrowingTiles()
    for number in range(0, len(entries), 256):
        bundle = entries[number : number + 256]
        tiles = growing.append(hash_entries(bundle))
        files = [(Tile(0, number // 256, len(bundle)).entries_path, pack_entries(bundle))]
        for path, data in files + [(tile.path, data) for tile, data in tiles]:
            write(folder / path, data)
    for tile, data in growing.partials():
        write(folder / tile.path, data)
    note = Checkpoint(KEY.name, growing.size, growing.root()).sign(KEY)
    if time is not None:
        note = note.signed(WITNESS, timestamp=time)
    write(folder / "checkpoint", note.to_bytes())
    write(folder / "vkey", f"{KEY.verifier}\n".encode())
    write(folder / "witnesses", f"{WITNESS.verifier}\n".encode())


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.fixture(scope="module")
def entries() -> list[bytes]:
    return [canonical_json({"kind": "plan.weight_set", "number": number}) for number in range(EARLIER)]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, entries: list[bytes]) -> Path:
    folder, tables = tmp_path_factory.mktemp("published"), invented_tables()
    for place, report in enumerate(tables["reports"]):
        report = report._replace(report=f"{report.indicator}/{report.period}/v{report.version}")
        entry = act(report)
        tables["reports"][place] = report._replace(event_index=len(entries), event_leaf_hash=leaf_hash(entry).hex())
        entries.append(entry)
    keys = {report.report.replace("/v1", "/1"): report.report for report in tables["reports"]}
    tables["measurements"] = [row._replace(report=keys.get(row.report, "")) for row in tables["measurements"]]
    write_package(folder / "cortes" / "empleo" / "2025-03-31", tables)
    render_site(out=folder / "site", cortes=folder / "cortes")
    publish_log(folder / "site" / "log", entries)
    return folder / "site"


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    return shutil.copytree(published, tmp_path / "site")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="es-CO", timezone_id="America/Bogota")
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def prove(context: BrowserContext, address: str) -> Callable[..., Page]:
    """Open a figure and follow its «Comprobar esta cifra» to the verdict."""

    def go(page: Page | None = None, *, figure: str = FIGURE) -> Page:
        page = page or context.new_page()
        page.goto(address + figure)
        page.get_by_role("link", name="Comprobar esta cifra").or_(
            page.get_by_role("link", name="Check this figure")
        ).first.click()
        page.locator("[data-verdict][data-state]").wait_for()
        return page

    return go


def states(page: Page) -> dict[str, str]:
    steps = page.locator("[data-step]:not([hidden])").all()
    return {str(step.get_attribute("data-step")): str(step.get_attribute("data-state")) for step in steps}


def found(page: Page, step: str) -> str:
    return page.locator(f'[data-step="{step}"] > [data-found]').inner_text().replace("\xa0", " ")


def compared(page: Page) -> list[tuple[str, ...]]:
    """Each row: what, whether it agrees, what the page says, what the log says."""
    rows = page.locator("[data-comparison] tbody tr").all()
    return [
        (row.locator("th").evaluate("th => th.firstChild.data"), *row.locator("th span, td").all_inner_texts())
        for row in rows
    ]


GOOD = dict.fromkeys(("checkpoint", "signature", "leaf", "inclusion", "figure", "witnesses"), "good")


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


def changed(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


def claimed(site: Path, old: str, new: str) -> None:
    page = site / FIGURE / "index.html"
    text = page.read_text()
    assert old in text
    page.write_text(text.replace(old, new))


def test_another_value_on_the_page_is_named(prove, site: Path):
    claimed(site, "verificado=432", "verificado=450")
    page = prove()
    assert states(page) == GOOD | {"memory": "unknown", "figure": "bad"}
    assert found(page, "figure") == "La página no dice lo que dice el registro. Difiere: Valor verificado."
    assert ("Valor verificado", "✕ no coincide", "450", "432") in compared(page)
    expect(page.locator("[data-verdict]")).to_contain_text("Algo no coincide")


def test_another_reason_is_not_passed_off_as_the_one_that_was_written(prove, site: Path):
    claimed(site, "texto=", "texto=00")
    assert compared(prove())[5][:2] == ("Huella del texto", "? no se sabe")


def test_a_changed_act_is_named(prove, site: Path, entries: list[bytes]):
    bundle = site / "log" / f"tile/entries/002.p/{len(entries) - 512}"
    text = bundle.read_bytes()
    assert b'"verified_value":"432"' in text
    bundle.write_bytes(text.replace(b'"verified_value":"432"', b'"verified_value":"999"'))
    page = prove()
    assert states(page) == GOOD | {"memory": "unknown", "leaf": "bad", "inclusion": "bad", "figure": "unknown"}
    assert "y la página anuncia la huella" in found(page, "leaf")
    piece = f"002.p/{len(entries) - 512}"
    assert found(page, "inclusion") == (
        f"El acto fue cambiado: log/tile/entries/{piece} ya no da la huella que está en log/tile/0/{piece}, "
        "que sí lleva a la raíz firmada."
    )


def test_a_changed_tile_of_the_figure_does_not_lead_to_the_signed_root(prove, site: Path, entries: list[bytes]):
    changed(site / "log" / f"tile/0/002.p/{len(entries) - 512}", 5)
    page = prove()
    assert states(page)["inclusion"] == "bad"
    assert "cambió una pieza o cambió el punto de control" in found(page, "inclusion")


def test_a_changed_full_tile_is_named(context: BrowserContext, site: Path, address: str):
    changed(site / "log" / "tile/0/001", 100)
    page = context.new_page()
    page.goto(f"{address}comprobar/#acto=300")
    page.locator("[data-verdict][data-state]").wait_for()
    assert found(page, "inclusion") == (
        "La pieza log/tile/0/001 fue cambiada o lo fue la de arriba: no da la huella que está en log/tile/1/000.p/2."
    )


def test_a_missing_piece_is_named(prove, site: Path, entries: list[bytes]):
    (site / "log" / f"tile/0/002.p/{len(entries) - 512}").unlink()
    assert found(prove(), "inclusion").startswith(f"Falta log/tile/0/002.p/{len(entries) - 512}:")


def test_a_changed_checkpoint_is_named(prove, site: Path, entries: list[bytes]):
    path = site / "log" / "checkpoint"
    path.write_text(path.read_text().replace(f"\n{len(entries)}\n", f"\n{len(entries) - 1}\n", 1))
    page = prove()
    assert states(page)["signature"] == "bad"
    assert found(page, "signature").startswith("La firma de log/checkpoint es falsa")


def test_another_key_is_named(prove, site: Path):
    write(site / "log" / "vkey", f"{SignerKey('registro.ejemplo/plan', b'x' * 32).verifier}".encode())
    assert found(prove(), "signature").startswith("log/checkpoint no lleva ninguna firma de la clave")


def test_a_false_witness_is_named(prove, site: Path):
    path = site / "log" / "checkpoint"
    note = path.read_text().splitlines(keepends=True)
    other = Checkpoint(KEY.name, 1, b"r" * 32).sign(WITNESS, timestamp=SEEN_AT)
    path.write_text("".join([*note[:-1], str(other.signatures[0])]))
    page = prove()
    assert states(page) == GOOD | {"memory": "unknown", "witnesses": "bad"}
    assert "«testigo.ejemplo» en log/checkpoint es falsa" in found(page, "witnesses")


def test_a_rewritten_log_is_noticed_by_who_was_there(prove, site: Path, entries: list[bytes]):
    page = prove()
    publish_log(site / "log", [b'{"another":"past"}', *entries[1:]])
    page = prove(page)
    assert states(page) == GOOD | {"memory": "bad"}
    assert "El registro fue reescrito" in found(page, "memory")


def test_a_shorter_log_is_noticed_by_who_was_there(prove, site: Path, entries: list[bytes]):
    page = prove()
    shutil.rmtree(site / "log")
    publish_log(site / "log", entries[:-1])
    assert "El registro se acortó" in found(prove(page), "memory")


def test_an_act_still_to_be_published_is_told_as_such(context: BrowserContext, address: str):
    page = context.new_page()
    page.goto(f"{address}comprobar/#acto=99999")
    page.locator("[data-verdict][data-state]").wait_for()
    assert "todavía no está en el registro publicado" in found(page, "leaf")


def test_no_witness_is_said_and_not_hidden(prove, site: Path, entries: list[bytes]):
    publish_log(site / "log", entries, time=None)
    page = prove()
    assert states(page) == GOOD | {"memory": "unknown", "witnesses": "unknown"}
    assert found(page, "witnesses").startswith("Ningún testigo ha firmado")


def test_the_log_page_shows_the_live_checkpoint(context: BrowserContext, address: str, entries: list[bytes]):
    page = context.new_page()
    page.goto(f"{address}registro/")
    page.locator("[data-verdict][data-state='good']").wait_for()
    alive = dict.fromkeys(("checkpoint", "signature", "last", "witnesses"), "good")
    assert states(page) == alive | {"memory": "unknown"}
    assert f"{KEY.name}»: {len(entries)} actos" in found(page, "checkpoint")
    assert re.match(rf"Acto {len(entries) - 1}, «(Se|Un reporte) [^.»]+», del ", found(page, "last"))


def test_without_javascript_the_pages_say_what_to_do(browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}comprobar/")
    expect(page.get_by_text("Subir hasta la raíz")).to_be_visible()
    page.get_by_role("link", name="aquí están los comandos").click()
    expect(page.get_by_text("concierta log verify DIRECCIÓN")).to_be_visible()
    assert page.request.get(f"{address}log/checkpoint").text().startswith(KEY.name)
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_sticks_out(
    browser: Browser, address: str, site: Path, troubles: Callable[[Page], list[str]], width: int
):
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 800})
    page, problems = context.new_page(), []
    link = json.dumps((site / FIGURE / "index.html").read_text()).partition("comprobar/#")[2].partition('\\"')[0]
    for path in ("registro/", "comprobar/", f"comprobar/#{link.replace('&amp;', '&')}", "en/registro/"):
        page.goto("about:blank")
        page.goto(address + path)
        page.locator("[data-verdict][data-state]").wait_for()
        problems += [(path, trouble) for trouble in troubles(page)]
    context.close()
    assert problems == []


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
