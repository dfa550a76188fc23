"""A profile of an execution file: what a line of a budget may say, and what its words mean."""

import re
from dataclasses import dataclass
from pathlib import Path

from concierta.workbooks.labels import label_key
from concierta.workbooks.profile import Profile, Shelf, Toml, columns_of
from concierta.workbooks.table import Table

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


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetProfile(Profile):
    """`key` are the fields that tell lines apart; words are compared by `label_key`."""

    key: tuple[str, ...]
    ignored_columns: frozenset[str]
    """Known, and taken from the plan instead."""
    cut_off: re.Pattern[str] | None
    vintages: dict[str, str]
    funding: dict[str, str]
    funding_names: tuple[tuple[re.Pattern[str], str], ...]


BudgetTable = Table[BudgetProfile]


def _build(name: str, data: Toml) -> BudgetProfile:
    columns = columns_of(data, FIELDS)
    if lacking := [key for key in NEEDED if key not in columns]:
        raise ValueError(f"no dice en qué columna están: {', '.join(lacking)}")
    key = tuple(data["key"]["fields"])
    if stray := [field for field in key if field not in columns]:
        raise ValueError(f"la llave nombra columnas que no declara: {', '.join(stray)}")
    cut_off = data.get("cut_off", {})
    return BudgetProfile.of(
        name,
        data,
        columns,
        key=key,
        ignored_columns=frozenset(label_key(str(text)) for text in data.get("sheet", {}).get("ignored_columns", ())),
        cut_off=re.compile(cut_off["filename"]) if "filename" in cut_off else None,
        vintages=_by_word(data.get("vintage", {})),
        funding=_by_word(data.get("funding", {})),
        funding_names=tuple(
            (re.compile(rule["pattern"], re.IGNORECASE), str(rule["kind"])) for rule in data.get("funding_names", ())
        ),
    )


def _by_word(table: Toml) -> dict[str, str]:
    return {label_key(str(word)): kind for kind, words in table.items() for word in words}


PROFILES = Shelf(Path(__file__).resolve().parent.parent / "profiles", _build)
known_budget_profiles, load_budget_profile, parse_budget_profile = PROFILES.known, PROFILES.load, PROFILES.parse
