"""Who owes what, as a matrix of entities and states."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

_UNDER_WAY = ("draft", "returned", "submitted", "reviewed")
#: Columns of the matrix: the property of EntityStanding, its word, and which standings it counts.
COLUMNS: tuple[tuple[str, Any, Callable[[Any], bool]], ...] = (
    ("overdue", _("Vencidos"), lambda s: s.overdue),
    ("not_started", _("Sin empezar"), lambda s: s.state is None),
    ("draft", _("Borrador"), lambda s: s.state == "draft"),
    ("returned", _("Devueltos"), lambda s: s.state == "returned"),
    ("submitted", _("Por revisar"), lambda s: s.state == "submitted"),
    ("reviewed", _("Por verificar"), lambda s: s.state == "reviewed"),
    ("checked", _("Verificados"), lambda s: s.state is not None and s.state not in _UNDER_WAY),
    ("owed", _("Total"), lambda s: True),
)


@dataclass(frozen=True, slots=True)
class Cell:
    count: int
    href: str
    late: bool


@dataclass(frozen=True, slots=True)
class EntityRow:
    name: str
    code: str
    cells: list[Cell]


def entity_row(standing: Any, query: str) -> EntityRow:
    entity = standing.entity
    cells = [
        Cell(getattr(standing, name), f"?{query}&entidad={entity.code}&estado={name}", name == "overdue")
        for name, _word, _test in COLUMNS
    ]
    return EntityRow(entity.name, entity.code, cells)


def totals(rows: list[Any]) -> list[int]:
    return [sum(getattr(row, name) for row in rows) for name, _word, _test in COLUMNS]


def chosen_standings(rows: list[Any], entity: str, column: str) -> list[Any]:
    """The reports behind one cell of the matrix."""
    test = next((test for name, _word, test in COLUMNS if name == column), COLUMNS[-1][2])
    return [s for row in rows if row.entity.code == entity for s in row.standings if test(s)]
