"""Money from where it comes to what it bought: the budget, its two sources, contributions and means sought."""

from concierta.web.portal.corte import Corte
from concierta.web.portal.pages.budget import bought, compared, contributions, lines, mobilisation, years
from concierta.web.portal.pages.budget.offices import BY_ENTITY
from concierta.web.portal.pages.budget.parts import BY_PART
from concierta.web.portal.pages.budget.places import BY_TERRITORY
from concierta.web.portal.pages.page import Task


def tasks(corte: Corte) -> list[Task]:
    return [
        *years.tasks(corte),
        *BY_PART.tasks(corte),
        *BY_TERRITORY.tasks(corte),
        *BY_ENTITY.tasks(corte),
        *bought.tasks(corte),
        *compared.tasks(corte),
        *contributions.tasks(corte),
        *mobilisation.tasks(corte),
        *lines.tasks(corte),
    ]
