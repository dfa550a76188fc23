"""Text as it is published: one form for what looks the same, and nothing that a spreadsheet would run."""

import re
import unicodedata

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_FORMULA = ("=", "+", "-", "@")


def published_text(text: str) -> str:
    """NFC, line ends as \\n, no control characters, no white space around."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub(" ", text)).strip()


def published_words(text: str) -> str:
    """The same for free text, with a space before what a spreadsheet would take for a formula."""
    text = published_text(text)
    return f" {text}" if text.startswith(_FORMULA) else text
