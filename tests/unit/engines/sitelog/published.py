"""A small published site in memory, made with nothing but the engines."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from concierta.engines.sitelog import CORTE, PAGES, ROTATED, rotation_note
from concierta.engines.translog import (
    Algorithm,
    Checkpoint,
    GrowingTiles,
    SignerKey,
    Tile,
    hash_entries,
    pack_entries,
)
from concierta.kernel.canonical import canonical_json

KEY = SignerKey("example.org/log", b"\x11" * 32)
NEXT_KEY = SignerKey("example.org/log", b"\x12" * 32)
WITNESS = SignerKey("witness.example/w", b"\x21" * 32, Algorithm.COSIGNATURE_V1)
NOON = 1_800_000_000


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def entry(kind: str, subject: str, body: dict, plan: str = "") -> bytes:
    return canonical_json(
        {"at": "2025-01-03", "body": body, "by": None, "entity": "e", "kind": kind, "plan": plan, "subject": subject}
    )


def report(number: int, value: str = "9") -> bytes:
    return entry("report.submitted", f"report/R-{number:02}/2024-T4/v1", {"value": value}, "cali")


@dataclass
class Published:
    """`files` is the site, `entries` the log; `publish` writes tiles and a checkpoint for what is there."""

    files: dict[str, bytes] = field(default_factory=dict)
    entries: list[bytes] = field(default_factory=list)

    def read(self, path: str) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(2, "no", path)
        return self.files[path]

    def read_all(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        return ((path, self.files.get(path)) for path in paths)

    def names(self) -> frozenset[str] | None:
        return frozenset(self.files)

    def list_pages(self, folder: str = "") -> None:
        """Write the folder's listing and its act; frozen cortes under a root are listed apart."""
        names = [
            name
            for name in self.files
            if name.startswith(folder) and not name.startswith("log/") and not name.endswith("paginas.json")
        ]
        if not folder:
            names = [name for name in names if not name.startswith("cortes/")]
        listed = {name.removeprefix(folder): {"sha256": sha256(self.files[name])} for name in names}
        path = f"{folder}paginas.json"
        self.files[path] = json.dumps({"files": listed}).encode()
        self.entries.append(entry(PAGES, f"pages/{folder}", {"listing": path, "sha256": sha256(self.files[path])}))

    def freeze(self, cut_off: str) -> None:
        folder = f"cortes/{cut_off}/"
        data = f"code,value\nR-01,{cut_off}\n".encode()
        manifest = {"plan": "cali", "cut_off": cut_off, "files": {"data/t.csv": {"sha256": sha256(data)}}}
        self.files |= {
            f"{folder}data/t.csv": data,
            f"{folder}manifest.json": canonical_json(manifest),
            f"{folder}index.html": f"<h1>Corte {cut_off}</h1>".encode(),
        }
        body = {"cut_off": cut_off, "manifest_sha256": sha256(self.files[f"{folder}manifest.json"])}
        self.entries.append(entry(CORTE, f"corte/cali/{cut_off}", body, "cali"))
        self.list_pages(folder)

    def rotate(self, old: SignerKey = KEY, new: SignerKey = NEXT_KEY) -> None:
        body = {"old": str(old.verifier), "new": str(new.verifier), "note": str(rotation_note(old, new))}
        self.entries.append(entry(ROTATED, "log", body))

    def publish(self, *keys: SignerKey, witness: SignerKey | None = None) -> "Published":
        growing, first = GrowingTiles(), 0
        for first in range(0, len(self.entries), 256):
            bundle = self.entries[first : first + 256]
            self.files[f"log/{Tile(0, first // 256, len(bundle)).entries_path}"] = pack_entries(bundle)
            self.files |= {f"log/{tile.path}": data for tile, data in growing.append(hash_entries(bundle))}
        self.files |= {f"log/{tile.path}": data for tile, data in growing.partials()}
        note = Checkpoint(KEY.name, growing.size, growing.root()).sign(*(keys or [KEY]))
        if witness:
            note = note.signed(witness, timestamp=NOON)
            self.files["log/witnesses"] = f"{witness.verifier}\n".encode()
        self.files["log/checkpoint"] = note.to_bytes()
        self.files["log/vkey"] = f"{(keys or [KEY])[0].verifier}\n".encode()
        return self


def small_site() -> Published:
    """Two cortes, a root, 300 reports: one full tile, one partial, a level above."""
    site = Published()
    site.entries += [report(number % 100) for number in range(300)]
    site.freeze("2024-12-31")
    site.freeze("2025-03-31")
    site.files |= {"index.html": "<h1>Último corte</h1>".encode(), "recursos/portal.css": b"h1{}"}
    site.list_pages()
    return site.publish(witness=WITNESS)
