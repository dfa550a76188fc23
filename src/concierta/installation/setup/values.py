"""One value of a setup file as what it should be, or the words for what was expected instead."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from concierta.engines.achievement import WORDS, Accumulation, plain_word, readings_of
from concierta.installation.setup.sections import Key
from concierta.kernel.errors import Invalid, Refusal
from concierta.kernel.periods import Period
from concierta.kernel.writing import check_all_typed, tidy

#: What each kind of value should have been, to end a sentence with.
EXPECTED = {
    "text": "un texto entre comillas",
    "slug": "un nombre corto: letras sin tilde y en minúscula, números y guiones",
    "email": "una dirección de correo",
    "date": "una fecha sin comillas, AAAA-MM-DD",
    "whole": "un número entero, sin puntos",
    "accumulation": "cumulative, stock, capacity, reduction, annual_reduction, flow o maintenance",
    "decimals": "un número de cifras decimales, de 0 a 6",
    "number": "un número",
    "share": "un porcentaje entre 0 y 100",
    "flag": "true o false",
    "texts": 'una lista de textos, p. ej. ["uno", "dos"]',
    "years": 'una meta por año, p. ej. { "2025" = 100, "2026" = "NP" }',
    "parts": 'una lista de partes, p. ej. [{ code = "1", name = "Mujeres" }, …]',
}
Year = tuple[int, int | None]


class NotThat(Exception):
    """The value is not of its kind; the argument says what it should be."""


def typed(key: Key, raw: Any) -> Any:
    """The value of `raw`: shares as fractions, years as (year, quarter) → Decimal or None for NP. Raises `NotThat`."""
    value = _READERS[key.kind](raw)
    if value is None:
        raise NotThat(EXPECTED[key.kind])
    if key.choices:
        for word in value if isinstance(value, list) else [value]:
            if word not in key.choices:
                raise NotThat(f"uno de: {', '.join(map(str, key.choices))}")
    if key.longest and len(value) > key.longest:
        raise NotThat(f"un texto de {key.longest} letras o menos: tiene {len(value)}")
    try:
        check_all_typed(value)
    except Invalid as refusal:
        raise NotThat(f"un texto que se pueda imprimir. {refusal}") from refusal
    return value


def _text(raw: Any) -> str | None:
    return tidy(raw.strip()) if isinstance(raw, str) and raw.strip() else None


def _slug(raw: Any) -> str | None:
    return raw if isinstance(raw, str) and re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", raw) else None


def _email(raw: Any) -> str | None:
    try:
        validate_email(raw)
    except ValidationError:
        return None
    return str(raw).lower()


def _date(raw: Any) -> date | None:
    return raw if isinstance(raw, date) and not isinstance(raw, datetime) else None


def _whole(raw: Any) -> int | None:
    return raw if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 9 * 10**18 else None


def _accumulation(raw: Any) -> str | None:
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


def _decimals(raw: Any) -> int | None:
    """Digits after the comma; the store keeps six."""
    whole = _whole(raw)
    return whole if whole is not None and whole <= 6 else None


def _number(raw: Any) -> Decimal | None:
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        return None
    value = Decimal(raw)
    return value if value.is_finite() and abs(value) < Decimal(10) ** 18 and value == round(value, 6) else None


def _share(raw: Any) -> Decimal | None:
    value = _number(raw)
    return None if value is None or not 0 <= value <= 100 else round(value / 100, 6)


def _flag(raw: Any) -> bool | None:
    return raw if isinstance(raw, bool) else None


def _texts(raw: Any) -> list[str] | None:
    if not isinstance(raw, list):
        return None
    words = [_text(word) for word in raw]
    return [word for word in words if word] if words and all(words) else None


def _years(raw: Any) -> dict[Year, Decimal | None] | None:
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


def _parts(raw: Any) -> list[tuple[str, str, str]] | None:
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


_READERS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "slug": _slug,
    "email": _email,
    "date": _date,
    "whole": _whole,
    "accumulation": _accumulation,
    "decimals": _decimals,
    "number": _number,
    "share": _share,
    "flag": _flag,
    "texts": _texts,
    "years": _years,
    "parts": _parts,
}
