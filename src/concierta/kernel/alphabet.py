"""The order of a Spanish dictionary, for lists that people read.

Sorting by code point puts «Cámara» after «Central», and «Ábaco» after everything.
"""

import unicodedata


def alphabetical(text: str) -> tuple[str, str]:
    """The sort key of `text`: letters without their accents, ñ after n, and `text` itself to break ties."""
    # A tilde over an n makes another letter; every other mark is an accent.
    marked = unicodedata.normalize("NFC", text).casefold().replace("ñ", "n\uffff")
    plain = unicodedata.normalize("NFD", marked)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)), text
