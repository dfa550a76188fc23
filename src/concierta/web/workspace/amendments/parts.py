"""The parts of a plan that an amendment may change, offered with what they are called and where they hang."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from concierta.amendments.enums import SubjectKind
from concierta.amendments.queries.search import PartLine, plan_parts
from concierta.kernel.folding import folded

if TYPE_CHECKING:
    from concierta.people.models import User
    from concierta.plans.models import Plan

#: Kinds whose siblings share a weight, and how their family is called.
_FAMILIES = {
    SubjectKind.NODE: lambda name: gettext("Pesos de las partes de «%(name)s»") % {"name": name},
    SubjectKind.PROJECT: lambda name: gettext("Pesos de los proyectos de «%(name)s»") % {"name": name},
    SubjectKind.PRODUCT: lambda name: gettext("Pesos de los productos de «%(name)s»") % {"name": name},
    SubjectKind.ACTIVITY: lambda name: gettext("Pesos de las actividades de «%(name)s»") % {"name": name},
}


@dataclass(frozen=True)
class PlanPart:
    """`members` are the siblings of a family of weights; a part by itself has one, itself."""

    key: str
    code: str
    title: str
    where: str
    members: Sequence[PartLine]
    is_family: bool = False

    @cached_property
    def words(self) -> str:
        return folded(f"{self.code} {self.title} {self.where}")

    @property
    def kind(self) -> SubjectKind:
        return self.members[0].kind


def offered_parts(user: "User", plan: "Plan") -> dict[str, PlanPart]:
    """Every part that may be named, by a key that a form can carry; families after the parts that they weigh."""
    parts: dict[str, PlanPart] = {}
    families: dict[tuple[SubjectKind, int | None], list[PartLine]] = {}
    for line in plan_parts(user, plan):
        key = f"{line.kind.value}-{line.pk}"
        parts[key] = PlanPart(key, line.code, line.name, _where(line), (line,))
        if line.kind in _FAMILIES:
            families.setdefault((line.kind, line.parent), []).append(line)
    for (kind, parent), members in families.items():
        key = f"weights_{kind.value}-{parent or 0}"
        title = _FAMILIES[kind](members[0].where)
        codes = ", ".join(line.code for line in members[:_SHOWN]) + ("…" if len(members) > _SHOWN else "")
        parts[key] = PlanPart(key, gettext("Pesos"), title, codes, tuple(members), is_family=True)
    return parts


_SHOWN = 6


def _where(line: PartLine) -> str:
    return f"{line.kind.label} · {line.where}" if line.where else str(line.kind.label)
