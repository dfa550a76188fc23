"""Sums at every tier, each the sum of its leaves to the peso."""

from collections.abc import Hashable, Iterable
from operator import attrgetter

from .stages import FIELDS, Stages

Path = tuple[Hashable, ...]
_figures = attrgetter(*FIELDS)


def roll_up(leaves: Iterable[tuple[Path, Stages]]) -> dict[Path, Stages]:
    """Every prefix of the leaves' paths with the sum of what hangs on it; `()` is everything.

    A leaf may repeat its path, and may end at any depth: one with a short path belongs to that tier itself.
    """
    sums: dict[Path, list[int | None]] = {(): [None] * len(FIELDS)}
    for path, stages in leaves:
        figures = [(place, value) for place, value in enumerate(_figures(stages)) if value is not None]
        for depth in range(len(path) + 1):
            kept = sums.setdefault(path[:depth], [None] * len(FIELDS))
            for place, value in figures:
                kept[place] = value + (kept[place] or 0)
    return {path: Stages(*figures) for path, figures in sums.items()}
