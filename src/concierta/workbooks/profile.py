"""A profile: how to read one kind of foreign table, as data in TOML. Nothing about a city is written in code."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Self, TypeVar

from concierta.workbooks.labels import label_key
from concierta.workbooks.refusals import ProfileRefused, UnknownProfile

Toml = dict[str, Any]
"""What a person wrote, in any shape; building a profile from it finds out."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What any table needs to be read; a vocabulary adds what only its own tables say."""

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
    columns: dict[str, Column]
    adjacent: tuple[tuple[str, ...], ...]
    """Groups of fields whose contents are known to come under one another's headers."""
    totals: re.Pattern[str] | None
    territories: Territories
    period: PeriodRule

    @classmethod
    def of(cls, name: str, data: Toml, columns: dict[str, Column], **own: Any) -> Self:
        """A profile from parsed TOML and its columns; `own` is what the vocabulary adds."""
        sheet, meaning = data.get("sheet", {}), data.get("meaning", {})
        low, high = meaning.get("years", (2000, 2060))
        return cls(
            name=name,
            title=str(data.get("title", name)),
            sheets=tuple(sheet.get("names", ())),
            ignored_sheets=frozenset(label_key(text) for text in sheet.get("ignored", ())),
            header_within=int(sheet.get("header_within", 40)),
            decimal=str(meaning.get("decimal", ",")),
            year_range=(int(low), int(high)),
            blank=_words(meaning, "blank", "not_applicable", "not_programmed") | {""},
            not_programmed=_words(meaning, "not_programmed"),
            zero_pesos=_words(meaning, "zero_pesos"),
            empty_text=_words(meaning, "empty_text") | {""},
            columns=columns,
            adjacent=_adjacent(data, columns),
            totals=re.compile(meaning["totals"], re.IGNORECASE) if "totals" in meaning else None,
            territories=_territories(data.get("territory", {})),
            period=_period(data.get("period", {})),
            **own,
        )


P = TypeVar("P", bound=Profile)


class Shelf(Generic[P]):
    """The profiles of one vocabulary: those in `folder`, which come with the program, and anybody's own.

    `build` makes one from its name and its parsed TOML; what it trips over is the reason of the refusal.
    """

    def __init__(self, folder: Path, build: Callable[[str, Toml], P]) -> None:
        self.folder = folder
        self._build = build
        self._shipped: dict[str, P] = {}

    def known(self) -> list[str]:
        """Names of the profiles that come with the program."""
        return sorted(path.stem for path in self.folder.glob("*.toml"))

    def load(self, name_or_path: str | Path) -> P:
        """A shipped profile by name, or one from a TOML file; `UnknownProfile` or `ProfileRefused`."""
        name = str(name_or_path)
        known = self.known()
        if name in known:
            if name not in self._shipped:
                self._shipped[name] = self._read(self.folder / f"{name}.toml")
            return self._shipped[name]
        path = Path(name)
        if path.suffix.lower() != ".toml" or not path.is_file():
            raise UnknownProfile(name, known)
        return self._read(path)

    def parse(self, data: Toml, *, default_name: str = "perfil") -> P:
        """Build a profile from parsed TOML; `ProfileRefused` says what is wrong with it."""
        name = str(data.get("name", default_name))
        try:
            return self._build(name, data)
        except (KeyError, TypeError, ValueError, AttributeError, re.error) as error:
            reason = f"falta {error}" if isinstance(error, KeyError) else str(error)
            raise ProfileRefused(name, reason) from error

    def _read(self, path: Path) -> P:
        try:
            return self.parse(tomllib.loads(path.read_text(encoding="utf-8")), default_name=path.stem)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ProfileRefused(path.name, str(error).rstrip(".")) from error


def columns_of(data: Toml, fields: frozenset[str]) -> dict[str, Column]:
    """The declared columns by field, which must be among `fields`; ValueError or KeyError says what is wrong."""
    columns = {key: _column(key, value) for key, value in data["columns"].items()}
    if unknown := sorted(set(columns) - fields):
        raise ValueError(f"columnas desconocidas: {', '.join(unknown)}")
    return columns


def _words(meaning: Toml, *keys: str) -> frozenset[str]:
    """The words under `keys`, as cells are compared with them."""
    return frozenset(" ".join(str(word).casefold().split()) for key in keys for word in meaning.get(key, ()))


def _column(key: str, value: Toml) -> Column:
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


def _adjacent(data: Toml, columns: dict[str, Column]) -> tuple[tuple[str, ...], ...]:
    adjacent = tuple(tuple(group) for group in data.get("adjacent", ()))
    if stray := [key for group in adjacent for key in group if key not in columns]:
        raise ValueError(f"«adjacent» nombra columnas que no declara: {', '.join(stray)}")
    return adjacent


def _territories(data: Toml) -> Territories:
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


def _period(data: Toml) -> PeriodRule:
    return PeriodRule(
        label=data.get("label"),
        data_fields=tuple(data.get("data_fields", ())),
        minimum_share=float(data.get("minimum_share", 0.05)),
        year_fields=tuple(data.get("year_fields", ())),
        filename=re.compile(data["filename"]) if "filename" in data else None,
    )
