"""Money from where it comes to what it bought: the budget, its two sources, contributions and means sought."""

from concierta.web.public.corte import Corte
from concierta.web.public.pages.budget import bought, compared, contributions, lines, mobilisation
from concierta.web.public.pages.page import Task


def tasks(corte: Corte) -> list[Task]:
    return [
        *bought.tasks(corte),
        *compared.tasks(corte),
        *contributions.tasks(corte),
        *mobilisation.tasks(corte),
        *lines.tasks(corte),
    ]
