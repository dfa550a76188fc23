"""Checks that a folder of the site is what the package and this program would make again."""

import hashlib
from functools import cache
from pathlib import Path

import django

_HOUSE = Path(__file__).resolve().parents[2]
# Everything that can change a byte of a page: this renderer, what it draws with, its words and the engines it calls.
_SOURCES = ("web/portal", "web/kit", "web/documents", "locale", "kernel", "engines", "publishing")
#: Modules whose enums give their words to the pages.
_WORDS = ("amendments", "budgets", "evaluation", "mesa", "reporting", "responsibilities")
_SUFFIXES = {".py", ".html", ".css", ".js", ".svg", ".mo", ".typ"}


@cache
def renderer_hash() -> str:
    """SHA-256 over every source that has a part in a page, in hex."""
    digest = hashlib.sha256(django.__version__.encode())
    sources = [path for source in _SOURCES for path in sorted((_HOUSE / source).rglob("*"))]
    for path in [*sources, *(_HOUSE / module / "enums.py" for module in _WORDS)]:
        if path.suffix in _SUFFIXES and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(_HOUSE)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def fingerprint(*parts: str) -> str:
    """What a folder was made from: equal fingerprints make equal bytes."""
    return hashlib.sha256("\n".join((renderer_hash(), *parts)).encode()).hexdigest()
