"""What a plan still lacks before it can be in force: all of it, each with the name of what is missing it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from concierta.kernel.clock import local_date
from concierta.kernel.errors import Refusal, filled_in, gettext_noop
from concierta.kernel.origin import Origin
from concierta.plans.models import Plan, Product

#: Weights carry six decimals, so three equal thirds add to 0.999999: a rounding of the store, not a mistake.
TOLERANCE = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing missing: a sentence with its particulars, translatable like a refusal."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    def render(self, translate: Callable[[str], str] = str) -> str:
        return filled_in(self.message, self.params, translate)

    def __str__(self) -> str:
        return self.render()


class PlanIncomplete(Refusal):
    """`problems` is everything that keeps the plan from being in force."""

    def __init__(self, plan: Plan, problems: list[Problem]) -> None:
        super().__init__(
            gettext_noop("El plan «%(plan)s» no puede entrar en vigencia. Falta:\n%(problems)s"),
            plan=plan.name,
            problems="",
        )
        self.problems = problems

    def render(self, translate: Callable[[str], str] = str) -> str:
        self.params["problems"] = "\n".join(f"— {problem.render(translate)}" for problem in self.problems)
        return super().render(translate)


#: What is asked of a plan, as it stands on a day: people answer, and roles begin and end.
Check = Callable[[Plan, date], Iterable[Problem]]
_checks: list[Check] = []


def register_check(check: Check) -> Check:
    """Let a module above ask something of a plan too: plans cannot import indicators, indicators register here."""
    if check not in _checks:
        _checks.append(check)
    return check


def problems_of(plan: Plan, at: datetime) -> list[Problem]:
    """Everything missing, in the order in which one would repair it. Constant number of queries."""
    return [
        *_roles(plan),
        *_projects(plan),
        *_weights(plan),
        *(problem for check in _checks for problem in check(plan, local_date(at))),
    ]


def _roles(plan: Plan) -> Iterable[Problem]:
    for entity, message in (
        (plan.secretariat_id, gettext_noop("la entidad que ejerce la secretaría técnica")),
        (plan.reviewer_id, gettext_noop("la entidad que revisa los reportes")),
        (plan.verifier_id, gettext_noop("la entidad que verifica los reportes")),
        (plan.presenter_id, gettext_noop("la entidad que presenta los avances a la comunidad")),
    ):
        if entity is None:
            yield Problem(message)


def _projects(plan: Plan) -> Iterable[Problem]:
    if not plan.projects.exists():
        yield Problem(gettext_noop("al menos un proyecto"))


def _weights(plan: Plan) -> Iterable[Problem]:
    """Siblings add to 100 % or carry no weight at all.

    Products of an official project are left out: their weights are facts of the source, which nobody here can
    repair. Where they do not add up the reconciliation of their import says so, and the roll-up renormalises.
    """
    products = Product.objects.filter(project__plan=plan).exclude(project__origin=Origin.OFFICIAL)
    families = (
        (plan.nodes.order_by("tier__depth", "parent__code"), "parent", "parent__name"),
        (plan.projects.order_by("node__tier__depth", "node__code"), "node", "node__name"),
        (products.order_by("project__code"), "project", "project__name"),
    )
    for siblings, parent, name in families:
        weights: dict[tuple[int | None, str | None], list[Decimal | None]] = defaultdict(list)
        for weight, key, label in siblings.values_list("weight", parent, name):
            weights[key, label].append(weight)
        for (_, label), family in weights.items():
            yield from check_family(label or plan.name, family)


def check_family(parent: str, weights: Sequence[Decimal | None]) -> Iterable[Problem]:
    """What is wrong with the weights of the children of `parent`, if anything."""
    given = [weight for weight in weights if weight is not None]
    if given and len(given) < len(weights):
        yield Problem(
            gettext_noop("peso de %(missing)d de los %(total)d componentes de «%(parent)s»"),
            {"missing": len(weights) - len(given), "total": len(weights), "parent": parent},
        )
    elif given and abs(sum(given, Decimal(0)) - 1) > TOLERANCE:
        yield Problem(
            gettext_noop("que los pesos de «%(parent)s» sumen 100 %%: suman %(sum)s %%"),
            {"parent": parent, "sum": sum(given, Decimal(0)) * 100},
        )
