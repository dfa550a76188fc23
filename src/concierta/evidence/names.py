"""File names are labels: shown, offered on download, never used to reach a file or to tell its type."""

import os
import os.path
import unicodedata

from concierta.kernel.writing import settable

_LONGEST = 120
_UNSAFE = set('\\/:*?"<>|')


def clean_filename(name: str) -> str:
    """`name` without folders, control and direction-changing characters, of bounded length; never empty.

    What no document could print is told by its code: «[U+6C49].pdf».
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        letter for letter in unicodedata.normalize("NFC", last) if _printable(letter) and letter not in _UNSAFE
    )
    stem, extension = os.path.splitext(" ".join(settable(kept)[0].split()).strip(". "))
    return f"{stem[: _LONGEST - len(extension[:20])]}{extension[:20]}" or "evidencia"


def _printable(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
