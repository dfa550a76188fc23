"""A profile: how to read one kind of plan matrix, as data in TOML. Nothing about a city is written in code."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from concierta.engines.achievement import reading_of_code
from concierta.plans.schema import ActivityDescription, ProductDescription, ProjectDescription, in_matrix
from concierta.workbooks.labels import label_key
from concierta.workbooks.profile import Column, Profile, Tier, column_of, period_of, territories_of, words_of
from concierta.workbooks.refusals import ProfileRefused, UnknownProfile

SHIPPED = Path(__file__).resolve().parent.parent / "profiles"

_DESCRIBED = (ProjectDescription, ProductDescription, ActivityDescription)
#: What a column may hold: codes, what the parts say of themselves, and what is said of them period by period.
FIELDS = frozenset(field for described in _DESCRIBED for field in in_matrix(described).values()) | {
    *("entity_code", "entity_name", "project_code", "product_code", "activity_code", "territory"),
    *("accumulation", "baseline", "indicator_variable", "indicative_programmed", "programmed"),
    *("project_progress", "product_progress", "product_executed", "product_explanation"),
    *("activity_progress", "activity_explanation"),
    *("initial", "modified", "executed", "obligated", "paid"),
}


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
        period=period_of(data.get("period", {})),
        readings=_readings(data.get("accumulation", {})),
    )


def _readings(data: dict[str, Any]) -> dict[str, str]:
    for word, code in data.items():
        if reading_of_code(str(code)) is None:
            raise ValueError(f"«{word}» se lee de una forma de acumular que no existe: {code}")
    return {str(word): str(code) for word, code in data.items()}
