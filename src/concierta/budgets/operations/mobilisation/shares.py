"""How support for several projects is shared out among them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm

from concierta.budgets.models import Opportunity, OpportunityShare
from concierta.budgets.operations.checks import LARGEST
from concierta.budgets.operations.sentences import said
from concierta.engines.finance import PESO
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.plans.models import Project


def parts_of(
    amounts: Mapping[Project, Decimal | None], asked: Decimal | None, currency: str = PESO
) -> dict[Project, int]:
    """The parts of each project, from how much of `asked` is for each: alike where nobody says any amount.

    Refuses an amount for some of them only, and amounts that do not add up to what is asked for. `field` of the refusal
    is the project's own, "share-" and its primary key.
    """
    told = {project: amount for project, amount in amounts.items() if amount is not None}
    if not told:
        return dict.fromkeys(amounts, 1)
    for project in amounts:
        if told.get(project, Decimal(0)) <= 0:
            raise Invalid(
                gettext_noop("Diga cuánto es para «%(project)s», o deje en blanco lo de todos los proyectos."),
                field=f"share-{project.pk}",
                project=project.code,
            )
    if asked is None:
        raise Invalid(
            gettext_noop("Diga cuánto se pide en total, o deje en blanco lo de cada proyecto."), field="amount"
        )
    if asked > LARGEST:
        raise Invalid(gettext_noop("Es un valor demasiado grande."), field="amount")
    _check_sum(told, asked, currency)
    scale = lcm(*(Fraction(amount).denominator for amount in told.values()))
    whole = [int(Fraction(amount) * scale) for amount in told.values()]
    return {project: part // gcd(*whole) for project, part in zip(told, whole, strict=True)}


def share_out(opportunity: Opportunity, projects: Iterable[Project] | Mapping[Project, int]) -> dict[str, int]:
    """Write who the support is for, in place of what was said before; the parts by project code, for the ledger."""
    parts = dict(projects) if isinstance(projects, Mapping) else dict.fromkeys(projects, 1)
    if not parts:
        raise Invalid(gettext_noop("Diga para qué proyectos se busca el apoyo."), field="projects")
    for project, part in parts.items():
        if project.plan_id != opportunity.plan_id:
            raise Invalid(
                gettext_noop("El proyecto «%(project)s» no es de este plan."), field="projects", project=project.code
            )
        if not 0 < part <= LARGEST:
            raise Invalid(
                gettext_noop("La parte de «%(project)s» debe ser mayor que cero."),
                field="projects",
                project=project.code,
            )
    opportunity.shares.all().delete()
    OpportunityShare.objects.bulk_create(
        OpportunityShare(opportunity=opportunity, project=project, parts=part) for project, part in parts.items()
    )
    return {project.code: part for project, part in sorted(parts.items(), key=lambda one: one[0].code)}


def _check_sum(told: Mapping[Project, Decimal], asked: Decimal, currency: str) -> None:
    total = sum(told.values(), Decimal(0))
    if total == asked:
        return
    sentence = (
        gettext_noop("Lo de los proyectos suma %(total)s y el total es %(asked)s: faltan %(gap)s.")
        if total < asked
        else gettext_noop("Lo de los proyectos suma %(total)s y el total es %(asked)s: sobran %(gap)s.")
    )
    raise Invalid(
        sentence,
        field=f"share-{next(reversed(list(told))).pk}",
        total=said(total, currency),
        asked=said(asked, currency),
        gap=said(abs(asked - total), currency),
    )
