"""A profile of a plan matrix: what a table of a plan may say, and in which tiers."""

from dataclasses import dataclass
from pathlib import Path

from concierta.engines.achievement import reading_of_code
from concierta.plans.schema import ActivityDescription, ProductDescription, ProjectDescription, in_matrix
from concierta.workbooks.profile import Column, Profile, Shelf, Toml, columns_of
from concierta.workbooks.table import Table

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
class Tier:
    name: str
    code: str | None
    """Field of its code, None when the matrix only names it."""
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProfile(Profile):
    tiers: tuple[Tier, ...]
    readings: dict[str, str]
    """What a word of accumulation means in this office ("Capacidad" → "stock"): the answer to a question of the import,
    given once and for all."""


PlanTable = Table[PlanProfile]


def _build(name: str, data: Toml) -> PlanProfile:
    columns = columns_of(data, FIELDS)
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
    return PlanProfile.of(name, data, columns, tiers=tuple(tiers), readings=_readings(data.get("accumulation", {})))


def _readings(data: Toml) -> dict[str, str]:
    for word, code in data.items():
        if reading_of_code(str(code)) is None:
            raise ValueError(f"«{word}» se lee de una forma de acumular que no existe: {code}")
    return {str(word): str(code) for word, code in data.items()}


PROFILES = Shelf(Path(__file__).resolve().parent.parent / "profiles", _build)
known_profiles, load_profile, parse_profile = PROFILES.known, PROFILES.load, PROFILES.parse
