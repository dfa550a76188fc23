"""Every way in which a figure can turn out not to hold, each by its name."""

import base64
import hashlib
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from concierta.engines.translog import Checkpoint, Note, NoteSignature, SignerKey
from concierta.engines.translog.cosignature import cosignature_message
from concierta.engines.translog.ed25519 import sign
from e2e.comprobar.site import FIGURE, GOOD, KEY, SEEN_AT, WITNESS, compared, found, publish_log, states, write

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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


# --- kinds of keys, and the formula itself ----------------------------------------------------------------------------


def test_a_witness_of_an_unknown_kind_is_told_and_hides_nobody(prove, site: Path):
    path = site / "log" / "witnesses"
    path.write_bytes(unknown_kind() + path.read_bytes())
    page = prove()
    assert states(page) == GOOD | {"memory": "unknown"}
    assert found(page, "witnesses").startswith("«testigo.ejemplo» lo vio el 18 de abril de 2025")
    assert "«futuro.ejemplo» también firma, con un tipo de clave (6)" in found(page, "witnesses")


def test_a_cosignature_dated_zero_witnesses_nothing(prove, site: Path, entries: list[bytes]):
    publish_log(site / "log", entries, time=None)
    path = site / "log" / "checkpoint"
    note = Note.parse(path.read_bytes())
    made = bytes(8) + sign(WITNESS.seed, cosignature_message(note.text, 0))
    signature = NoteSignature(WITNESS.name, WITNESS.verifier.key_id, made)
    path.write_bytes(Note(note.text, (*note.signatures, signature)).to_bytes())
    assert states(prove()) == GOOD | {"memory": "unknown", "witnesses": "unknown"}


def test_an_index_outside_the_tree_and_a_key_of_another_kind_are_refused(context: BrowserContext, address: str):
    page = context.new_page()
    page.goto(f"{address}recursos/")
    script = next(line for line in page.content().split('"') if line.startswith("log.") and line.endswith(".js"))
    code = page.evaluate(
        """async ([script, mldsa]) => {
          const { rootOf, parseKey } = await import(script);
          const leaf = new Uint8Array(32), tried = [];
          for (const act of [() => rootOf(leaf, 1, 1, []), () => rootOf(leaf, -1, 1, []), () => rootOf(leaf, 0, 0, []),
                             () => rootOf(leaf, 0.5, 1, []), () => parseKey(mldsa), () => rootOf(leaf, 0, 1, [])]) {
            tried.push(await act().then(() => "taken", (error) => error.code));
          }
          return tried;
        }""",
        [f"{address}recursos/{script}", unknown_kind().decode().strip()],
    )
    assert code == ["proof", "proof", "proof", "proof", "algorithm", "taken"]


def unknown_kind() -> bytes:
    """The line of a witness with an ML-DSA-44 key, which no browser checks here."""
    material = b"\x06" + bytes(1312)
    key_id = hashlib.sha256(b"futuro.ejemplo\n" + material).digest()[:4]
    return f"futuro.ejemplo+{key_id.hex()}+{base64.b64encode(material).decode()}\n".encode()
