"""Comparing what people type: accents, case, spaces and line breaks never make two labels different."""

import hashlib
import re
import unicodedata

_NOT_LABEL = re.compile(r"[^a-z0-9%]+")
_QUARTERS = {1: "I", 2: "II", 3: "III", 4: "IV"}


def label_key(text: object) -> str:
    """'% de Avance\\nActividad' and '%  DE AVANCE ACTIVIDAD' are the same label."""
    plain = unicodedata.normalize("NFKD", str(text)).casefold()
    return _NOT_LABEL.sub("", "".join(char for char in plain if not unicodedata.combining(char)))


def quarter_keys(header: str, quarter: int) -> str:
    """The key of a header template for one quarter."""
    return label_key(header.replace("{q}", _QUARTERS[quarter]).replace("{n}", str(quarter)))


def code_from_name(name: str, limit: int = 40) -> str:
    """A stable code for something its source only names: the same name always gives the same code."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")
    if len(slug) <= limit:
        return slug or "sin-nombre"
    digest = hashlib.sha256(slug.encode()).hexdigest()[:8]
    return f"{slug[: limit - 9].rstrip('-')}-{digest}"


def column_letter(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_name(header: object, index: int) -> str:
    """'Comuna (AQ)': the header as one line and the letter that finds it."""
    text = " ".join(str(header).split())
    return f"{text} ({column_letter(index)})" if text else column_letter(index)
