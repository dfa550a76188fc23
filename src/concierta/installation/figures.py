"""Checks that the figures in the database are the ones that their acts put into the log: what every module compares."""

from collections.abc import Callable, Iterator

from concierta.accounts.queries import accounts_against_acts
from concierta.agreements.queries import agreements_against_acts
from concierta.amendments.queries.against_acts import amendments_against_acts, targets_against_acts
from concierta.budgets.queries.against_acts import means_against_acts, money_against_acts
from concierta.evaluation.queries import evaluation_against_acts
from concierta.ledger.queries import Comparison
from concierta.mesa.queries.against_acts import decisions_against_acts
from concierta.plans.against_acts import plans_against_acts
from concierta.reporting.queries import reports_against_acts

#: What is compared, in words, and how. A module that puts figures before the public adds its own here.
COMPARISONS: dict[str, Callable[[], Comparison]] = {
    "Los reportes y las autoevaluaciones": reports_against_acts,
    "Las metas, los pesos y las líneas base": targets_against_acts,
    "Las modificaciones del plan y las medidas": amendments_against_acts,
    "Los planes y sus seguimientos oficiales": plans_against_acts,
    "El presupuesto y su ejecución": money_against_acts,
    "Los aportes, las entregas y las gestiones": means_against_acts,
    "Las votaciones y las decisiones de la mesa": decisions_against_acts,
    "El acuerdo, sus firmantes y sus promesas": agreements_against_acts,
    "Los riesgos y las revisiones de proyectos": evaluation_against_acts,
    "Las cuentas, los papeles y los dominios de correo": accounts_against_acts,
}


def figures_against_acts() -> Iterator[tuple[str, Comparison]]:
    """Every comparison by its name, one after another."""
    for name, compare in COMPARISONS.items():
        yield name, compare()


def differences() -> list[str]:
    """In sentences, every row that is not what its act says."""
    return [sentence for _, comparison in figures_against_acts() for sentence in comparison.differences]
