"""Every page of a corte in a fixed order, and the pages that are about the corte itself."""

from collections.abc import Callable, Iterator

from concierta.web.portal.agreements import clauses
from concierta.web.portal.budgets import bought, compared, contributions, lines, mobilisation, money, years
from concierta.web.portal.budgets.breakdown import BREAKDOWNS
from concierta.web.portal.corte import Corte
from concierta.web.portal.entities import entities
from concierta.web.portal.indicators import indicators, late
from concierta.web.portal.ledger import changes, comprobar, registro
from concierta.web.portal.mesa import index
from concierta.web.portal.page import Task
from concierta.web.portal.pages import data, front, method, privacy, search
from concierta.web.portal.plans import projects, territory, tiers
from concierta.web.portal.verification import campaigns

#: Each chapter names its pages, also in a fixed order.
CHAPTERS: tuple[Callable[[Corte], list[Task]], ...] = (
    front.tasks,
    tiers.tasks,
    projects.tasks,
    indicators.tasks,
    entities.tasks,
    clauses.tasks,
    index.tasks,
    territory.tasks,
    money.tasks,
    years.tasks,
    *(breakdown.tasks for breakdown in BREAKDOWNS),
    bought.tasks,
    compared.tasks,
    contributions.tasks,
    mobilisation.tasks,
    lines.tasks,
    late.tasks,
    data.tasks,
    method.tasks,
    changes.tasks,
    registro.tasks,
    comprobar.tasks,
    campaigns.tasks,
    search.tasks,
    privacy.tasks,
)


def all_tasks(corte: Corte) -> Iterator[Task]:
    for tasks in CHAPTERS:
        yield from tasks(corte)
