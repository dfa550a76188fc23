"""A profile: how to read one kind of plan matrix, as data in TOML. Nothing about a city is written in code."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from concierta.engines.achievement import reading_of_code
from concierta.plans.matrix.labels import label_key
from concierta.plans.matrix.refusals import ProfileRefused, UnknownProfile
from concierta.plans.schema import ActivityDescription, ProductDescription, ProjectDescription, in_matrix

SHIPPED = Path(__file__).resolve().parent.parent / "profiles"

TYPES = frozenset({"code", "name", "text", "quantity", "percent", "weight", "pesos", "date", "territory"})
SIGNS = frozenset({"refused", "kept", "taken"})

_DESCRIBED = (ProjectDescription, ProductDescription, ActivityDescription)
#: What a column may hold: codes, what the parts say of themselves, and what is said of them period by period.
FIELDS = frozenset(field for described in _DESCRIBED for field in in_matrix(described).values()) | {
    *("entity_code", "entity_name", "project_code", "product_code", "activity_code", "territory"),
    *("accumulation", "baseline", "indicator_variable", "indicative_programmed", "programmed"),
    *("project_progress", "product_progress", "product_executed", "product_explanation"),
    *("activity_progress", "activity_explanation"),
    *("initial", "modified", "executed", "obligated", "paid"),
}


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


def known_profiles() -> list[str]:
    """Names of the profiles that come with the program."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def load_profile(name_or_path: str | Path) -> Profile:
    """A shipped profile by name, or one from a TOML file; `UnknownProfile` or `ProfileRefused`."""
    name = str(name_or_path)
    if name in known_profiles():
        return _load(SHIPPED / f"{name}.toml")
    path = Path(name)
    if path.suffix.lower() != ".toml" or not path.is_file():
        raise UnknownProfile(name, known_profiles())
    return _load(path)


@cache
def _load_shipped(path: Path) -> Profile:
    return _read(path)


def _load(path: Path) -> Profile:
    return _load_shipped(path) if path.parent == SHIPPED else _read(path)


def _read(path: Path) -> Profile:
    try:
        return parse_profile(tomllib.loads(path.read_text(encoding="utf-8")), default_name=path.stem)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileRefused(path.name, str(error).rstrip(".")) from error


def parse_profile(data: dict[str, Any], *, default_name: str = "perfil") -> Profile:
    """Build a profile from parsed TOML; `ProfileRefused` says what is wrong with it."""
    name = str(data.get("name", default_name))
    try:
        return _build(name, data)
    except (KeyError, TypeError, ValueError, AttributeError, re.error) as error:
        reason = f"falta {error}" if isinstance(error, KeyError) else str(error)
        raise ProfileRefused(name, reason) from error


def _build(name: str, data: dict[str, Any]) -> Profile:
    sheet, meaning = data.get("sheet", {}), data.get("meaning", {})
    columns = {key: column_of(key, value) for key, value in data["columns"].items()}
    if unknown := sorted(set(columns) - FIELDS):
        raise ValueError(f"columnas desconocidas: {', '.join(unknown)}")
    tiers = []
    for level, tier in enumerate(data["tiers"], start=1):
        code = f"tier{level}_code" if "code" in tier else None
        if code:
            columns[code] = Column(
                code, "code", tuple(tier["code"]), required=True, width=int(tier.get("width", 0)), help="Código corto."
            )
        label = f"tier{level}_name"
        columns[label] = Column(label, "name", tuple(tier["headers"]), required=True, help=str(tier.get("help", "")))
        tiers.append(Tier(str(tier["name"]), code, label))
    if not tiers:
        raise ValueError("no declara ningún nivel del plan en [[tiers]]")
    if not {"project_code", "project_name"} & set(columns):
        raise ValueError("no dice en qué columna está el proyecto")
    adjacent = tuple(tuple(group) for group in data.get("adjacent", ()))
    if stray := [key for group in adjacent for key in group if key not in columns]:
        raise ValueError(f"«adjacent» nombra columnas que no declara: {', '.join(stray)}")
    low, high = meaning.get("years", (2000, 2060))
    return Profile(
        name=name,
        title=str(data.get("title", name)),
        sheets=tuple(sheet.get("names", ())),
        ignored_sheets=frozenset(label_key(text) for text in sheet.get("ignored", ())),
        header_within=int(sheet.get("header_within", 40)),
        decimal=str(meaning.get("decimal", ",")),
        year_range=(int(low), int(high)),
        blank=words_of(meaning, "blank", "not_applicable", "not_programmed") | {""},
        not_programmed=words_of(meaning, "not_programmed"),
        zero_pesos=words_of(meaning, "zero_pesos"),
        empty_text=words_of(meaning, "empty_text") | {""},
        tiers=tuple(tiers),
        columns=columns,
        adjacent=adjacent,
        totals=re.compile(meaning["totals"], re.IGNORECASE) if "totals" in meaning else None,
        territories=territories_of(data.get("territory", {})),
        period=_period(data.get("period", {})),
        readings=_readings(data.get("accumulation", {})),
    )


def _readings(data: dict[str, Any]) -> dict[str, str]:
    for word, code in data.items():
        if reading_of_code(str(code)) is None:
            raise ValueError(f"«{word}» se lee de una forma de acumular que no existe: {code}")
    return {str(word): str(code) for word, code in data.items()}


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


def _period(data: dict[str, Any]) -> PeriodRule:
    return PeriodRule(
        label=data.get("label"),
        data_fields=tuple(data.get("data_fields", ())),
        minimum_share=float(data.get("minimum_share", 0.05)),
        year_fields=tuple(data.get("year_fields", ())),
        filename=re.compile(data["filename"]) if "filename" in data else None,
    )
