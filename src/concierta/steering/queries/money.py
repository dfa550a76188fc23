"""What was spent beside what came of it: the plan, its tiers, its projects and its entities."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from concierta.budgets.enums import MoneySource
from concierta.budgets.queries import Money, compare_each, money_of
from concierta.engines.achievement import AlertCode, Severity
from concierta.engines.finance import Compared
from concierta.people.models import User
from concierta.plans.models import Plan
from concierta.publishing.queries.keys import node_key
from concierta.steering.queries.physical import Basis, PhysicalOfPlan, physical_at_hand, physical_of


@dataclass(frozen=True, slots=True)
class MoneyAndResults:
    """Keys are primary keys. `alerts` counts projects by alert, warnings only. Territories have no measured result:
    products say what they achieve for the whole city.

    `measured` is false where the caller would not wait: there is only the money then, and nothing is said of results.
    """

    money: Money
    basis: Basis
    measured: bool
    by_project: dict[int, Compared]
    by_node: dict[int, Compared]
    by_entity: dict[int, Compared]
    alerts: Mapping[AlertCode, int]

    def projects_with(self, alert: AlertCode) -> list[int]:
        """Projects that raise an alert as a warning, by code."""
        return [
            project
            for project, compared in self.by_project.items()
            if any(one.code is alert and one.severity is Severity.WARNING for one in compared.alerts)
        ]


def money_and_results(
    user: User | None,
    plan: Plan,
    cut_off: date,
    source: MoneySource = MoneySource.BUDGET,
    basis: Basis = Basis.VERIFIED,
    *,
    wait: bool = True,
) -> MoneyAndResults:
    """Physical against financial in the fiscal year of `cut_off`. A fixed number of queries.

    Without `wait` results are there only if they have been measured since the last act that can move them.
    """
    money = money_of(user, plan, cut_off, source)
    physical = (physical_of if wait else physical_at_hand)(plan, cut_off, basis)
    if physical is None:
        return MoneyAndResults(money, basis, False, {}, {}, {}, {})
    return _beside(money, physical, basis)


def _beside(money: Money, physical: PhysicalOfPlan, basis: Basis) -> MoneyAndResults:
    year = money.on.year
    projects = {pk: project.code for pk, project in money.projects.items()}
    by_project = compare_each(
        {pk: stages for pk, stages in money.by_project(year).items() if pk in projects},
        {pk: physical.by_project[code] for pk, code in projects.items() if code in physical.by_project},
    )
    keys = {pk: node_key(node.tier.slug, node.code) for pk, node in money.nodes.items()}
    return MoneyAndResults(
        money=money,
        basis=basis,
        measured=True,
        by_project=dict(sorted(by_project.items(), key=lambda pair: projects[pair[0]])),
        by_node=compare_each(
            money.by_node(year), {pk: physical.by_node[key] for pk, key in keys.items() if key in physical.by_node}
        ),
        by_entity=compare_each(
            money.by_entity(year),
            {
                pk: physical.by_entity[entity.code]
                for pk, entity in money.entities.items()
                if entity.code in physical.by_entity
            },
        ),
        alerts=Counter(
            alert.code
            for compared in by_project.values()
            for alert in compared.alerts
            if alert.severity is Severity.WARNING
        ),
    )
