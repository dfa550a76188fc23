"""What a witness says on its own page: what it saw, and since when nothing new came."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from concierta.engines.translog import (
    AddCheckpoint,
    Checkpoint,
    GrowingTiles,
    SignerKey,
    SplitView,
    Tile,
    consistency_proof,
    decide,
    hash_entries,
    hashes_in_memory,
    pack_entries,
    tree_root,
)
from concierta.installation.cli import concierta
from concierta.installation.witness import WitnessFolder, WitnessPage, WitnessServer
from concierta.kernel.canonical import canonical_json

LOG = SignerKey("example.org/log", b"\x10" * 32)
JANUARY = int(datetime(2026, 1, 10, 12, tzinfo=UTC).timestamp())
DAY = 86_400


def corte(at: str, cut_off: str) -> bytes:
    said = {"at": at, "body": {"cut_off": cut_off, "manifest_sha256": "ab"}, "by": None, "entity": None}
    return canonical_json(said | {"kind": "corte.published", "plan": "cali", "subject": f"corte/{cut_off}"})


OTHER = canonical_json(
    {"at": "2026-01-01", "body": {}, "by": None, "entity": None, "kind": "x.y", "plan": "", "subject": "z"}
)
ENTRIES = [OTHER] * 300
ENTRIES[10] = corte("2025-10-20T12:00:00+00:00", "2025-09-30")
ENTRIES[270] = corte("2026-01-05T12:00:00+00:00", "2025-12-31")


class Watching:
    def __init__(self, tmp_path: Path) -> None:
        self.folder, self.out, self.site = (
            WitnessFolder(tmp_path / "w", name="testigo.example"),
            tmp_path / "page",
            None,
        )
        self.size = 0

    def show(self, size: int, *, at: int, entries: list[bytes] = ENTRIES) -> None:
        """The log shows its first `size` leaves to the witness at a POSIX time."""
        proof = consistency_proof(self.size, size, hashes_in_memory(hash_entries(entries)))
        note = Checkpoint(LOG.name, size, tree_root(entries[:size])).sign(LOG)
        request = AddCheckpoint(self.size, tuple(proof), note).to_bytes()
        logs = {LOG.name: [LOG.verifier]}
        answer = decide(request, logs=logs, state_of=self.folder.seen, cosigner=self.folder.key, at=at)
        self.folder.remember(LOG.name, answer.state)
        self.size = size

    def write(self, *, at: int) -> dict[str, object]:
        """What the page says at a POSIX time."""
        sites = [str(self.site)] if self.site else []
        page = WitnessPage(self.out, folder=self.folder, origins=[LOG.name], sites=sites, days=120, clock=lambda: at)
        page.write()
        (log,) = json.loads((self.out / "testigo.json").read_text())["logs"]
        return log

    def read(self, file: str = "index.html") -> str:
        return (self.out / file).read_text()


@pytest.fixture
def watching(tmp_path: Path) -> Watching:
    return Watching(tmp_path)


@pytest.fixture
def publish(tmp_path: Path) -> Callable[..., Path]:
    def make(size: int, entries: list[bytes] = ENTRIES) -> Path:
        growing, folder = GrowingTiles(), tmp_path / "site" / "log"
        files = list(growing.append(hash_entries(entries[:size]))) + list(growing.partials())
        for start in range(0, size, 256):
            bundle = entries[start : min(start + 256, size)]
            path = folder / Tile(0, start // 256, len(bundle)).entries_path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pack_entries(bundle))
        for tile, data in files:
            (folder / tile.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / tile.path).write_bytes(data)
        return tmp_path / "site"

    return make


def test_what_was_never_seen_is_said(watching: Watching) -> None:
    assert watching.write(at=JANUARY)["says"] == ["Nada visto todavía."]


def test_without_a_site_it_tells_since_when_the_log_does_not_grow(watching: Watching) -> None:
    watching.show(200, at=JANUARY)
    assert watching.write(at=JANUARY + 120 * DAY)["says"] == ["El registro creció el 2026-01-10."]
    watching.show(200, at=JANUARY + 100 * DAY)
    log = watching.write(at=JANUARY + 121 * DAY)
    assert (log["late"], log["says"]) == (True, ["El registro no crece desde el 2026-01-10."])
    assert (log["size"], log["seen_at"][:10], log["grew_at"][:10]) == (200, "2026-04-20", "2026-01-10")
    watching.show(201, at=JANUARY + 121 * DAY)
    assert watching.write(at=JANUARY + 121 * DAY)["late"] is False


def test_with_a_site_it_tells_since_when_there_is_no_new_corte(watching: Watching, publish) -> None:
    watching.show(200, at=JANUARY)
    watching.site = publish(200)
    log = watching.write(at=JANUARY)
    assert (log["corte"], log["says"]) == ("cali 2025-09-30", ["El último corte se publicó el 2025-10-20."])
    log = watching.write(at=JANUARY + 60 * DAY)
    assert (log["late"], log["says"]) == (True, ["Sin corte nuevo desde el 2025-10-20."])
    watching.show(300, at=JANUARY + 60 * DAY)
    publish(300)
    log = watching.write(at=JANUARY + 60 * DAY)
    assert (log["corte"], log["late"]) == ("cali 2025-12-31", False)


def test_what_can_no_longer_be_read_is_remembered_and_said(watching: Watching, publish) -> None:
    watching.show(200, at=JANUARY)
    watching.site = publish(200)
    watching.write(at=JANUARY)
    watching.site = watching.out / "gone"
    watching.show(300, at=JANUARY + DAY)
    assert watching.write(at=JANUARY + DAY)["says"] == [
        "El último corte se publicó el 2025-10-20.",
        "Solo se pudieron leer sus primeros 200 actos: un corte posterior no se vería aquí.",
    ]


def test_leaves_that_are_not_those_of_the_signed_root_are_not_believed(watching: Watching, publish) -> None:
    watching.show(200, at=JANUARY)
    forged = list(ENTRIES)
    forged[20] = corte("2026-01-09T12:00:00+00:00", "2025-12-31")
    watching.site = publish(200, forged)
    log = watching.write(at=JANUARY)
    assert (log["corte"], "primeros 0 actos" in log["says"][1]) == (None, True)


def test_a_corte_that_says_to_be_of_tomorrow_is_as_old_as_when_it_was_seen(watching: Watching, publish) -> None:
    entries = [corte("2099-01-01T00:00:00+00:00", "2025-12-31")]
    watching.show(1, at=JANUARY, entries=entries)
    watching.site = publish(1, entries)
    assert watching.write(at=JANUARY + 121 * DAY)["says"] == ["Sin corte nuevo desde el 2026-01-10."]


def test_a_log_without_cortes_is_told(watching: Watching, publish) -> None:
    watching.show(5, at=JANUARY)
    watching.site = publish(5)
    assert watching.write(at=JANUARY)["says"] == [
        "El registro creció el 2026-01-10.",
        "El registro no tiene ningún corte.",
    ]


def test_it_is_plain_and_needs_nobody_else(watching: Watching) -> None:
    watching.show(5, at=JANUARY)
    watching.write(at=JANUARY)
    assert {path.name for path in watching.out.iterdir()} == {"index.html", "en.html", "testigo.json", "testigo.css"}
    for file, language in (("index.html", "es"), ("en.html", "en")):
        text = watching.read(file)
        assert f'<html lang="{language}">' in text
        assert "default-src 'none'; style-src 'self'" in text
        assert not [word for word in ("<script", "<style", " style=", "http://", "https://") if word in text]
    assert "The log grew on 2026-01-10." in watching.read("en.html")
    assert (watching.out / "testigo.css").stat().st_mode & 0o044 == 0o044


def test_two_histories_stand_on_top(watching: Watching) -> None:
    watching.show(5, at=JANUARY)
    other = Checkpoint(LOG.name, 5, tree_root([b"x"] * 5)).sign(LOG)
    watching.folder.keep_evidence(SplitView(watching.folder.seen(LOG.name).note, str(other)))
    watching.write(at=JANUARY)
    assert '<p class="late">Un registro firmó dos historias' in watching.read()


def test_names_are_text_and_no_markup(tmp_path: Path) -> None:
    folder = WitnessFolder(tmp_path / "w", name="<b>&")
    page = WitnessPage(tmp_path / "p", folder=folder, origins=["<i>"], sites=[], days=1, clock=lambda: JANUARY)
    page.write()
    assert "<h2>&lt;i&gt;</h2>" in (tmp_path / "p" / "index.html").read_text()
    assert "<b>" not in (tmp_path / "p" / "index.html").read_text()


def test_the_door_says_when_something_was_cosigned(watching: Watching) -> None:
    told: list[int] = []
    server = WitnessServer(
        ("127.0.0.1", 0),
        folder=watching.folder,
        logs=[LOG.verifier],
        clock=lambda: JANUARY,
        on_change=lambda: told.append(1),
    )
    note = Checkpoint(LOG.name, 3, tree_root(ENTRIES[:3])).sign(LOG)
    assert server.answer(AddCheckpoint(0, (), note).to_bytes()).status == 200
    assert server.answer(b"").status == 400
    server.server_close()
    assert told == [1]


def test_what_was_remembered_before_it_was_known_when_it_grew(watching: Watching) -> None:
    watching.show(5, at=JANUARY)
    (state,) = (watching.out.parent / "w" / "seen").iterdir()
    content = json.loads(state.read_text())
    del content["grew_at"]
    state.write_text(json.dumps(content))
    assert watching.write(at=JANUARY + DAY)["grew_at"][:10] == "2026-01-10"
    watching.show(5, at=JANUARY + DAY)
    assert watching.write(at=JANUARY + DAY)["grew_at"][:10] == "2026-01-10"


def test_the_page_is_not_written_where_the_key_is(tmp_path: Path) -> None:
    words = ["witness", "--dir", f"{tmp_path}/w", "--log-vkey", str(LOG.verifier), "--page"]
    for place in (f"{tmp_path}/w", str(tmp_path)):
        with pytest.raises(click.UsageError, match="otra carpeta"):
            concierta.main([*words, place], standalone_mode=False)
