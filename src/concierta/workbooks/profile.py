"""A profile: how to read one kind of foreign table, as data in TOML. Nothing about a city is written in code."""

import re
from dataclasses import dataclass, field
from typing import Any

from concierta.workbooks.labels import label_key

TYPES = frozenset({"code", "name", "text", "quantity", "percent", "weight", "pesos", "date", "territory"})
SIGNS = frozenset({"refused", "kept", "taken"})


@dataclass(frozen=True, slots=True)
class Column:
    """One field and the headers it may stand under."""

    field: str
    type: str
    headers: tuple[str, ...]
    required: bool = False
    quarterly: bool = False
    """The header names its quarter: ``{q}`` is I, II, III, IV and ``{n}`` 1, 2, 3, 4."""
    after: str | None = None
    """For headers repeated without a quarter: take that of the nearest earlier column of this field."""
    maximum: str | None = None
    """Largest fraction that can still be meant; a larger one is left without a figure."""
    scale: int = 1
    """100 when 24 stands for 24 %; text with its own % sign is always divided by 100."""
    width: int = 0
    """Length that a code regains when the spreadsheet ate its leading zeros."""
    pattern: re.Pattern[str] | None = None
    sign: str = "refused"
    """Of a minus before pesos: "refused", "kept", or "taken" where the column holds what is taken away."""
    help: str = ""
    """For the person who fills the template."""


@dataclass(frozen=True, slots=True)
class Tier:
    name: str
    code: str | None
    """Field of its code, None when the matrix only names it."""
    label: str


@dataclass(frozen=True, slots=True)
class Territories:
    whole: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    width: int = 0
    codes: frozenset[str] = frozenset()
    names: dict[str, str] = field(default_factory=dict)
    """Name as it is written → code."""
    keys: dict[str, str] = field(default_factory=dict)
    """The same by `label_key`, for comparing."""


@dataclass(frozen=True, slots=True)
class PeriodRule:
    label: str | None = None
    """Text of a cell above the headers whose right-hand neighbour states the period."""
    data_fields: tuple[str, ...] = ()
    """Quarterly fields that show which quarter the file is about: the last one that has data."""
    minimum_share: float = 0.05
    year_fields: tuple[str, ...] = ()
    """Dates whose most common year is that of the file, the first of them that has any."""
    filename: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    title: str
    sheets: tuple[str, ...]
    ignored_sheets: frozenset[str]
    header_within: int
    decimal: str
    year_range: tuple[int, int]
    blank: frozenset[str]
    """Words that hold no value, those of `not_programmed` among them."""
    not_programmed: frozenset[str]
    """Words that say, of a quantity, that nothing was programmed: said, unlike a blank cell."""
    zero_pesos: frozenset[str]
    empty_text: frozenset[str]
    tiers: tuple[Tier, ...]
    columns: dict[str, Column]
    adjacent: tuple[tuple[str, ...], ...]
    """Groups of fields whose contents are known to come under one another's headers."""
    totals: re.Pattern[str] | None
    territories: Territories
    period: PeriodRule
    readings: dict[str, str] = field(default_factory=dict)
    """What a word of accumulation means in this office ("Capacidad" → "stock"): the answer to a question of the import,
    given once and for all."""


def words_of(meaning: dict[str, Any], *keys: str) -> frozenset[str]:
    """The words under `keys`, as cells are compared with them."""
    return frozenset(" ".join(str(word).casefold().split()) for key in keys for word in meaning.get(key, ()))


def column_of(key: str, value: dict[str, Any]) -> Column:
    """One declared column; ValueError or KeyError says what is wrong with it."""
    if value["type"] not in TYPES:
        raise ValueError(f"la columna {key} es de un tipo desconocido: {value['type']}")
    if not value["headers"]:
        raise ValueError(f"la columna {key} no dice bajo qué encabezado está")
    if value.get("sign", "refused") not in SIGNS:
        raise ValueError(f"la columna {key} no dice bien qué es un signo menos: {value['sign']}")
    headers = tuple(str(header) for header in value["headers"])
    return Column(
        field=key,
        type=value["type"],
        headers=headers,
        required=bool(value.get("required", False)),
        quarterly=any("{q}" in header or "{n}" in header for header in headers),
        after=value.get("after"),
        maximum=value.get("maximum"),
        scale=int(value.get("scale", 1)),
        width=int(value.get("width", 0)),
        pattern=re.compile(value["pattern"]) if "pattern" in value else None,
        sign=value.get("sign", "refused"),
        help=str(value.get("help", "")),
    )


def territories_of(data: dict[str, Any]) -> Territories:
    width = int(data.get("width", 0))
    codes: set[str] = set()
    for span in data.get("codes", ()):
        first, _, last = str(span).partition("-")
        codes.update(str(number).zfill(width) for number in range(int(first), int(last or first) + 1))
    return Territories(
        whole=frozenset(label_key(str(text)) for text in data.get("whole", ())),
        prefixes=tuple(label_key(str(text)) for text in data.get("prefixes", ())),
        width=width,
        codes=frozenset(codes),
        names={str(text): str(code) for text, code in data.get("names", {}).items()},
        keys={label_key(text): str(code) for text, code in data.get("names", {}).items()},
    )


def period_of(data: dict[str, Any]) -> PeriodRule:
    return PeriodRule(
        label=data.get("label"),
        data_fields=tuple(data.get("data_fields", ())),
        minimum_share=float(data.get("minimum_share", 0.05)),
        year_fields=tuple(data.get("year_fields", ())),
        filename=re.compile(data["filename"]) if "filename" in data else None,
    )
