"""A profile of an execution file: the rules by which plan matrices are read, and what is a budget's own."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from concierta.workbooks.labels import label_key
from concierta.workbooks.profile import PeriodRule, Profile, column_of, territories_of, words_of
from concierta.workbooks.refusals import ProfileRefused, UnknownProfile

SHIPPED = Path(__file__).resolve().parent.parent / "profiles"

#: Money of a line. Deferrals and releases become one figure: what is still held back.
MONEY = (
    "initial",
    "additions",
    "reductions",
    "credits",
    "counter_credits",
    "deferrals",
    "releases",
    "final",
    "availability",
    "registration",
    "obligation",
    "payment",
)
#: What some sources derive from the rest: compared and not kept.
DERIVED = ("stated_execution", "stated_cdp_balance", "stated_available")
_WORDS = (
    "entity_code",
    "entity_name",
    "project_code",
    "project_name",
    "project_bpin",
    "goal_code",
    "node_code",
    "activity_code",
    "activity_name",
    "object_code",
    "object_name",
    "fund_code",
    "fund_name",
    "fund_class",
    "vintage",
    "territory",
)
FIELDS = frozenset({*_WORDS, *MONEY, *DERIVED})
NEEDED = ("entity_code", "project_code", "fund_code", "final", "obligation")


@dataclass(frozen=True, slots=True)
class BudgetProfile:
    """`reading` is how cells are read; `key` the fields that tell lines apart; words are compared by `label_key`."""

    reading: Profile
    key: tuple[str, ...]
    ignored_columns: frozenset[str]
    """Known, and taken from the plan instead."""
    cut_off: re.Pattern[str] | None
    vintages: dict[str, str]
    funding: dict[str, str]
    funding_names: tuple[tuple[re.Pattern[str], str], ...]

    @property
    def name(self) -> str:
        return self.reading.name

    @property
    def title(self) -> str:
        return self.reading.title


def known_budget_profiles() -> list[str]:
    """Names of the profiles that come with the program."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def load_budget_profile(name_or_path: str | Path) -> BudgetProfile:
    """A shipped profile by name, or one from a TOML file; `UnknownProfile` or `ProfileRefused`."""
    name = str(name_or_path)
    if name in known_budget_profiles():
        return _shipped(name)
    path = Path(name)
    if path.suffix.lower() != ".toml" or not path.is_file():
        raise UnknownProfile(name, known_budget_profiles())
    return _read(path)


@cache
def _shipped(name: str) -> BudgetProfile:
    return _read(SHIPPED / f"{name}.toml")


def _read(path: Path) -> BudgetProfile:
    try:
        return parse_budget_profile(tomllib.loads(path.read_text(encoding="utf-8")), default_name=path.stem)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileRefused(path.name, str(error).rstrip(".")) from error


def parse_budget_profile(data: dict[str, Any], *, default_name: str = "perfil") -> BudgetProfile:
    """Build a profile from parsed TOML; `ProfileRefused` says what is wrong with it."""
    name = str(data.get("name", default_name))
    try:
        return _build(name, data)
    except (KeyError, TypeError, ValueError, AttributeError, re.error) as error:
        reason = f"falta {error}" if isinstance(error, KeyError) else str(error)
        raise ProfileRefused(name, reason) from error


def _build(name: str, data: dict[str, Any]) -> BudgetProfile:
    sheet, meaning, cut_off = data.get("sheet", {}), data.get("meaning", {}), data.get("cut_off", {})
    columns = {key: column_of(key, value) for key, value in data["columns"].items()}
    if unknown := sorted(set(columns) - FIELDS):
        raise ValueError(f"columnas desconocidas: {', '.join(unknown)}")
    if lacking := [key for key in NEEDED if key not in columns]:
        raise ValueError(f"no dice en qué columna están: {', '.join(lacking)}")
    key = tuple(data["key"]["fields"])
    if stray := [field for field in key if field not in columns]:
        raise ValueError(f"la llave nombra columnas que no declara: {', '.join(stray)}")
    low, high = meaning.get("years", (2000, 2060))
    reading = Profile(
        name=name,
        title=str(data.get("title", name)),
        sheets=tuple(sheet.get("names", ())),
        ignored_sheets=frozenset(label_key(text) for text in sheet.get("ignored", ())),
        header_within=int(sheet.get("header_within", 40)),
        decimal=str(meaning.get("decimal", ",")),
        year_range=(int(low), int(high)),
        blank=words_of(meaning, "blank", "not_applicable") | {""},
        not_programmed=frozenset(),
        zero_pesos=words_of(meaning, "zero_pesos"),
        empty_text=words_of(meaning, "empty_text") | {""},
        tiers=(),
        columns=columns,
        adjacent=(),
        totals=re.compile(meaning["totals"], re.IGNORECASE) if "totals" in meaning else None,
        territories=territories_of(data.get("territory", {})),
        period=PeriodRule(),
    )
    return BudgetProfile(
        reading=reading,
        key=key,
        ignored_columns=frozenset(label_key(str(text)) for text in sheet.get("ignored_columns", ())),
        cut_off=re.compile(cut_off["filename"]) if "filename" in cut_off else None,
        vintages=_by_word(data.get("vintage", {})),
        funding=_by_word(data.get("funding", {})),
        funding_names=tuple(
            (re.compile(rule["pattern"], re.IGNORECASE), str(rule["kind"])) for rule in data.get("funding_names", ())
        ),
    )


def _by_word(table: dict[str, Any]) -> dict[str, str]:
    return {label_key(str(word)): kind for kind, words in table.items() for word in words}
