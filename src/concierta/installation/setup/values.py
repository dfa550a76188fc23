"""One value of a setup file as what it should be, or the words for what was expected instead."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from concierta.engines.achievement import WORDS, Accumulation, plain_word, readings_of
from concierta.installation.replay.plain import Plain
from concierta.installation.setup.sections import Key
from concierta.kernel.errors import Invalid, Refusal
from concierta.kernel.periods import Period
from concierta.kernel.writing import check_all_typed, tidy

Year = tuple[int, int | None]


class NotThat(Exception):
    """The value is not of its kind; the argument says what it should be."""


def typed(key: Key, raw: Plain) -> object:
    """The value of `raw`: shares as fractions, years as (year, quarter) → Decimal or None for NP. Raises `NotThat`."""
    read, expected = _KINDS[key.kind]
    value = read(raw)
    if value is None:
        raise NotThat(expected)
    if key.choices:
        for word in value if isinstance(value, list) else [value]:
            if word not in key.choices:
                raise NotThat(f"uno de: {', '.join(map(str, key.choices))}")
    if isinstance(value, str) and 0 < key.longest < len(value):
        raise NotThat(f"un texto de {key.longest} letras o menos: tiene {len(value)}")
    try:
        check_all_typed(value)
    except Invalid as refusal:
        raise NotThat(f"un texto que se pueda imprimir. {refusal}") from refusal
    return value


def _text(raw: Plain) -> str | None:
    return tidy(raw.strip()) if isinstance(raw, str) and raw.strip() else None


def _slug(raw: Plain) -> str | None:
    return raw if isinstance(raw, str) and re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", raw) else None


def _email(raw: Plain) -> str | None:
    try:
        validate_email(raw if isinstance(raw, str) else None)
    except ValidationError:
        return None
    return str(raw).lower()


def _date(raw: Plain) -> date | None:
    return raw if isinstance(raw, date) and not isinstance(raw, datetime) else None


def _whole(raw: Plain) -> int | None:
    return raw if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 9 * 10**18 else None


def _accumulation(raw: Plain) -> str | None:
    """The type by its code, or by the word an office uses where that has one meaning; refuses one that has two."""
    text = _text(raw)
    if text is None:
        return None
    if text in set(Accumulation):
        return text
    found = [reading.code for reading in readings_of(text)] if plain_word(text) in WORDS else []
    if len(found) > 1:
        raise NotThat(f"una de las formas en que se lee «{text}»: {' o '.join(found)}")
    return found[0] if found and found[0] in set(Accumulation) else None


def _decimals(raw: Plain) -> int | None:
    """Digits after the comma; the store keeps six."""
    whole = _whole(raw)
    return whole if whole is not None and whole <= 6 else None


def _number(raw: Plain) -> Decimal | None:
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        return None
    value = Decimal(raw)
    return value if value.is_finite() and abs(value) < Decimal(10) ** 18 and value == round(value, 6) else None


def _share(raw: Plain) -> Decimal | None:
    value = _number(raw)
    return None if value is None or not 0 <= value <= 100 else round(value / 100, 6)


def _flag(raw: Plain) -> bool | None:
    return raw if isinstance(raw, bool) else None


def _texts(raw: Plain) -> list[str] | None:
    if not isinstance(raw, list):
        return None
    words = [_text(word) for word in raw]
    return [word for word in words if word] if words and all(words) else None


def _years(raw: Plain) -> dict[Year, Decimal | None] | None:
    if not isinstance(raw, dict) or not raw:
        return None
    years: dict[Year, Decimal | None] = {}
    for label, value in raw.items():
        try:
            period = Period.parse(label)
        except (Refusal, ValueError):
            return None
        number = None if value == "NP" else _number(value)
        if number is None and value != "NP":
            return None
        years[period.year, period.quarter] = number
    return years


def _parts(raw: Plain) -> list[tuple[str, str, str]] | None:
    """(code, name, English name) of each."""
    if not isinstance(raw, list) or not raw:
        return None
    parts = []
    for part in raw:
        if not isinstance(part, dict) or not {"code", "name"} <= part.keys() <= {"code", "name", "name_en"}:
            return None
        code, name, name_en = _text(part["code"]), _text(part["name"]), part.get("name_en", "")
        if code is None or name is None or not isinstance(name_en, str):
            return None
        parts.append((code, name, name_en.strip()))
    return parts


#: How each kind of value is read, and what it should have been, to end a sentence with.
_KINDS: dict[str, tuple[Callable[[Plain], object], str]] = {
    "text": (_text, "un texto entre comillas"),
    "slug": (_slug, "un nombre corto: letras sin tilde y en minúscula, números y guiones"),
    "email": (_email, "una dirección de correo"),
    "date": (_date, "una fecha sin comillas, AAAA-MM-DD"),
    "whole": (_whole, "un número entero, sin puntos"),
    "accumulation": (_accumulation, "cumulative, stock, capacity, reduction, annual_reduction, flow o maintenance"),
    "decimals": (_decimals, "un número de cifras decimales, de 0 a 6"),
    "number": (_number, "un número"),
    "share": (_share, "un porcentaje entre 0 y 100"),
    "flag": (_flag, "true o false"),
    "texts": (_texts, 'una lista de textos, p. ej. ["uno", "dos"]'),
    "years": (_years, 'una meta por año, p. ej. { "2025" = 100, "2026" = "NP" }'),
    "parts": (_parts, 'una lista de partes, p. ej. [{ code = "1", name = "Mujeres" }, …]'),
}
