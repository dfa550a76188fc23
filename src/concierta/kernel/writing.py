"""Text that people type: what can be set on paper, and the name of what cannot.

A record is signed and printed with the fonts that travel with the program, and with no other, so that every machine
prints the same. A character that none of them has would stop a printing for ever: it is refused where it is typed.
`glyphs.txt` says what each font has; `tests/unit/web/documents/test_settable.py` holds it against the typesetter.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from concierta.kernel.errors import Invalid, gettext_noop

_GLYPHS = Path(__file__).with_name("glyphs.txt")
#: Ends of lines of every origin: Windows, old Macs, a manual line break of Word, the two of Unicode.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
#: Marks of the order of bytes say nothing inside a text.
_NOTHING = str.maketrans("", "", "\ufeff")
#: Nobody needs to look at these one by one.
_PLAIN = re.compile(r"[\t\n\x20-\x7e\xa1-\xac\xae-\xff]*")
#: Bullets of Symbol and Wingdings, which Word writes in the private area.
_WORD_BULLETS = "\uf0a7\uf0b7\uf0d8\uf0fc\uf02d\uf076"
_AS_BULLETS = dict.fromkeys(map(ord, _WORD_BULLETS), "•")


def tidy(text: str) -> str:
    """`text` with one kind of line end and composed letters (NFC): the same words in the same bytes from everywhere."""
    if _PLAIN.fullmatch(text):
        return text
    return unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text).translate(_NOTHING))


def unsettable(text: str) -> Iterator[tuple[int, str]]:
    """Where each piece of `text` that no font can set begins, and the piece: a character with the marks it bears."""
    if _PLAIN.fullmatch(text):
        return
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.category(text[end]) in ("Mn", "Mc", "Me"):
            end += 1
        piece = text[start:end]
        if not (_PLAIN.fullmatch(piece) or any(font.issuperset(piece) for font in fonts().values())):
            yield start, piece
        start = end


def shortened(text: str, longest: int) -> str:
    """The beginning of a long `text`, for a label that quotes it, with the mark that there is more."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def check_typed(text: str, *, field: str = "") -> str:
    """`text` as it is kept: tidied. Refuses, by its name, a character that could not be printed."""
    text = tidy(text)
    found = next(unsettable(text), None)
    if found is not None:
        message, params = refusal_of(found[1])
        raise Invalid(message, field=field, **params)
    return text


def check_all_typed(value: Any, *, field: str = "") -> None:
    """`check_typed` of each text inside a value made of dictionaries and lists."""
    if isinstance(value, str):
        check_typed(value, field=field)
    elif isinstance(value, dict):
        for part in value.values():
            check_all_typed(part, field=field)
    elif isinstance(value, list | tuple):
        for part in value:
            check_all_typed(part, field=field)


def refusal_of(piece: str) -> tuple[str, dict[str, Any]]:
    """Why `piece` is refused: a sentence of ours and what fills it in."""
    char = next((one for one in piece if not _has_glyph(one)), piece[-1])
    if char in _WORD_BULLETS:
        return _BULLET, {"code": code_of(char)}
    if unicodedata.category(char)[0] == "C":
        return _INVISIBLE, {"code": code_of(char)}
    return _NO_GLYPH, {"code": code_of(char), "char": piece}


def code_of(char: str) -> str:
    """'U+F0B7'."""
    return f"U+{ord(char):04X}"


def repaired(text: str) -> str:
    """`text` as it is taken from a file of others: bullets of Word as «•», what else cannot be set as its code."""
    return settable(text.translate(_AS_BULLETS))[0]


def settable(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` for printing, where it was kept before this rule: with «[U+F0B7]» in the place of what cannot be set.

    Also the codes that were put, in order. The text that was signed stays as it is: this is only its printed copy.
    """
    text, codes, parts, last = tidy(text), [], [], 0
    for start, piece in unsettable(text):
        named = [code_of(char) for char in piece]
        parts += [text[last:start], *(f"[{code}]" for code in named)]
        codes += named
        last = start + len(piece)
    return "".join([*parts, text[last:]]), tuple(codes)


@cache
def fonts() -> dict[str, frozenset[str]]:
    """What each font has in all the weights that a record uses, the first to be tried first."""
    found = {}
    for line in _GLYPHS.read_text().splitlines():
        name, _colon, ranges = line.partition(": ")
        ends = [[int(end, 16) for end in one.split("-")] for one in ranges.split()]
        found[name] = frozenset(chr(code) for one in ends for code in range(one[0], one[-1] + 1))
    return found


def _has_glyph(char: str) -> bool:
    return any(char in font for font in fonts().values())


_BULLET = gettext_noop(
    "Hay una viñeta de Word (%(code)s) que solo existe en el tipo de letra de su computador: escriba «•» o un guion."
)
_INVISIBLE = gettext_noop(
    "Hay un carácter que no se ve ni se puede imprimir (%(code)s): bórrelo, o escriba de nuevo esa parte en vez de "
    "pegarla."
)
_NO_GLYPH = gettext_noop(
    "El carácter «%(char)s» (%(code)s) no se puede imprimir con los tipos de letra de los documentos: escríbalo de "
    "otra manera."
)
