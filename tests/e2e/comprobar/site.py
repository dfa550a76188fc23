"""A site with its log, made with keys that are always the same, and what its pages say of a figure."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from concierta.engines.translog import Algorithm, Checkpoint, GrowingTiles, SignerKey, Tile, hash_entries, pack_entries
from concierta.kernel.canonical import canonical_json
from concierta.kernel.decimals import plain
from concierta.kernel.seals import seal

KEY = SignerKey("registro.ejemplo/plan", b"k" * 32)
WITNESS = SignerKey("testigo.ejemplo", b"w" * 32, Algorithm.COSIGNATURE_V1)
SEEN_AT = 1_745_000_000
#: More than one full tile before the figures, so that proofs cross levels.
EARLIER = 700
SALT = "5a" * 32
FIGURE = "indicadores/pr-bp26000000-3502001/"  # adjusted: 450 reported, 432 verified


def act(report: Any) -> bytes:
    body = {"value": plain(report.reported_value), "indicator": report.indicator, "version": report.version}
    if report.outcome:
        found = plain(report.verified_value)
        sealed = {"note": seal(bytes.fromhex(SALT), report.reason)}
        body |= {"outcome": report.outcome, "verified_value": found, "sealed": sealed}
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
