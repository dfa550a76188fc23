"""The rows of a new project, not saved: an adoption saves them, a what-if only reads them."""

from datetime import date
from decimal import Decimal

from concierta.amendments.subjects.new_project import NewIndicator, NewProduct, NewProject
from concierta.indicators.enums import IndicatorKind
from concierta.indicators.models import Indicator, Target
from concierta.kernel.periods import Period
from concierta.people.models import Entity
from concierta.plans.models import Activity, Node, Plan, Product, Project


def build_project(plan: Plan, node: Node, code: str, project: NewProject, entities: dict[str, Entity]) -> Project:
    return Project(
        plan=plan,
        node=node,
        entity=entities[project.entity],
        code=code,
        bpin=project.bpin,
        name=project.name,
        unit=project.unit,
        weight=_number(project.weight),
    )


def build_product(project: Project, product: NewProduct) -> Product:
    return Product(
        project=project,
        code=product.code,
        goal_code=product.goal_code,
        goal_name=product.goal_name,
        name=product.name,
        unit=product.unit,
        weight=_number(product.weight),
    )


def build_activities(product: Product, described: NewProduct) -> list[Activity]:
    return [
        Activity(
            product=product,
            code=activity.code,
            name=activity.name,
            weight=_number(activity.weight),
            starts_on=_day(activity.starts_on),
            ends_on=_day(activity.ends_on),
        )
        for activity in described.activities
    ]


def build_indicator(plan: Plan, product: Product, indicator: NewIndicator, entities: dict[str, Entity]) -> Indicator:
    return Indicator(
        plan=plan,
        kind=IndicatorKind.OUTPUT,
        product=product,
        code=indicator.code,
        name=indicator.name,
        definition=indicator.definition,
        unit=indicator.unit,
        measure=indicator.measure,
        accumulation=indicator.accumulation,
        flow_policy=indicator.flow_policy,
        baseline=_number(indicator.baseline),
        baseline_on=_day(indicator.baseline_on),
        baseline_source=indicator.baseline_source,
        reporter=entities[indicator.reporter],
        reviewer=entities.get(indicator.reviewer or ""),
        verifier=entities.get(indicator.verifier or ""),
        presenter=entities.get(indicator.presenter or ""),
        means_of_verification=indicator.means_of_verification,
    )


def build_targets(indicator: Indicator, described: NewIndicator) -> list[Target]:
    periods = [(Period.parse(key), value) for key, value in described.targets.items()]
    return [
        Target(indicator=indicator, year=period.year, quarter=period.quarter, value=_number(value))
        for period, value in periods
    ]


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
