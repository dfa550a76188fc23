"""Text as it is published: one form for what looks the same, and nothing that a spreadsheet would run.

No published text begins with white space, so a space before it is always ours: reading takes it off again.
"""

import re
import unicodedata

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_GUARD = " "


def published_text(text: str) -> str:
    """NFC, line ends as \\n, no control characters, no white space around."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub(" ", text)).strip()


def published_cell(text: str) -> str:
    """The same, with a space before what a spreadsheet would take for a formula; a plain number is none."""
    text = published_text(text)
    return f"{_GUARD}{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def read_cell(cell: str) -> str:
    """The text of a published cell, without our guard."""
    return cell.removeprefix(_GUARD)
