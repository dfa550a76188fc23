"""Two official sources of the same money, side by side. Their differences are told, never settled."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from .stages import Stages

Key = TypeVar("Key", bound=Hashable)

#: Figures that both kinds of source state. What one calls "ejecución" is the other's registration (RP).
FIGURES = ("initial", "final", "registration", "obligation", "payment")


class Standing(StrEnum):
    AGREES = "agrees"
    DIFFERS = "differs"
    ONLY_FIRST = "only_first"
    ONLY_SECOND = "only_second"


@dataclass(frozen=True, slots=True)
class Reconciled(Generic[Key]):
    """`differences` by figure: first − second, of the figures that both state and that differ."""

    key: Key
    standing: Standing
    first: Stages | None
    second: Stages | None
    differences: dict[str, int]


def reconcile(first: Mapping[Key, Stages], second: Mapping[Key, Stages]) -> list[Reconciled[Key]]:
    """One row for every key of either, those of `first` in its order and then the others."""
    rows = []
    for key in dict.fromkeys((*first, *second)):
        one, other = first.get(key), second.get(key)
        differences = _differences(one, other) if one and other else {}
        if one is None or other is None:
            standing = Standing.ONLY_SECOND if one is None else Standing.ONLY_FIRST
        else:
            standing = Standing.DIFFERS if differences else Standing.AGREES
        rows.append(Reconciled(key, standing, one, other, differences))
    return rows


def _differences(first: Stages, second: Stages) -> dict[str, int]:
    pairs = ((name, getattr(first, name), getattr(second, name)) for name in FIGURES)
    return {name: one - other for name, one, other in pairs if one is not None and other is not None and one != other}
