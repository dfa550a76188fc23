"""`log/witnesses`: the verifier keys of whoever may have cosigned, one a line, so that a visitor can check them."""

from collections.abc import Iterable
from pathlib import Path

from concierta.engines.translog import KeyList, LogProblem
from concierta.kernel.files import replace_file


def list_witnesses(folder: Path, keys: Iterable[str]) -> None:
    """Add keys to the list, of whatever kind. Nobody is taken off it: earlier checkpoints carry their signatures."""
    path = folder / "witnesses"
    present = path.read_text(errors="replace").splitlines() if path.exists() else []
    text = "".join(f"{key}\n" for key in dict.fromkeys([*filter(_is_key, present), *keys]))
    if not path.exists() or path.read_bytes() != text.encode():
        replace_file(path, text.encode())


def _is_key(line: str) -> bool:
    try:
        KeyList.parse([line])
    except LogProblem:
        return False
    return True
