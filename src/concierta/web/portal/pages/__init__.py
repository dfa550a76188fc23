"""Every page of a corte: one module per kind, each with `tasks(corte)` that names its pages in a fixed order."""

from collections.abc import Iterator

from concierta.web.portal.corte import Corte
from concierta.web.portal.pages import (
    budget,
    changes,
    commitments,
    comprobar,
    data,
    entities,
    front,
    indicators,
    late,
    mesa,
    method,
    money,
    privacy,
    projects,
    registro,
    search,
    territory,
    tiers,
    verification,
)
from concierta.web.portal.pages.page import Task

KINDS = (
    front,
    tiers,
    projects,
    indicators,
    entities,
    commitments,
    mesa,
    territory,
    money,
    budget,
    late,
    data,
    method,
    changes,
    registro,
    comprobar,
    verification,
    search,
    privacy,
)


def all_tasks(corte: Corte) -> Iterator[Task]:
    for kind in KINDS:
        yield from kind.tasks(corte)
