"""`log/witnesses`: the verifier keys of whoever may have cosigned, one a line, so that a visitor can check them."""

from collections.abc import Iterable
from pathlib import Path

from concierta.engines.translog import KeyList, LogProblem
from concierta.kernel.files import replace_file


def list_witnesses(folder: Path, keys: Iterable[str]) -> None:
    """Add keys to the list, of whatever kind. Nobody is taken off it: earlier checkpoints carry their signatures."""
    path = folder / "witnesses"
    text = "".join(f"{key}\n" for key in dict.fromkeys([*listed_witnesses(folder), *keys]))
    if not path.exists() or path.read_bytes() != text.encode():
        replace_file(path, text.encode())


def listed_witnesses(folder: Path) -> list[str]:
    """The keys on the list, without the lines that are none."""
    path = folder / "witnesses"
    present = path.read_text(errors="replace").splitlines() if path.exists() else []
    return list(filter(_is_key, present))


def _is_key(line: str) -> bool:
    try:
        KeyList.parse([line])
    except LogProblem:
        return False
    return True
