"""A plan at a cut-off, read from the database in a number of queries that does not grow with the plan.

What entered the plan only in a later period is not part of it yet: a cut-off frozen late tells its own time. So does
the plan: its targets, weights, words and responsibles are those in force at the cut-off, whatever the table has moved
since.
"""

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Min, QuerySet

from concierta.agreements.models import Clause
from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.queries import ChangeKey, PlanAsOf, plan_as_of
from concierta.amendments.subjects import activity_subject, node_subject, product_subject
from concierta.indicators.models import Indicator, Target
from concierta.kernel.periods import Period
from concierta.people.models import Entity
from concierta.plans.models import (
    Activity,
    ActivityFollowUp,
    Node,
    Plan,
    Product,
    ProductFollowUp,
    Project,
    ReportingPeriod,
)
from concierta.publishing.queries.keys import activity_key, node_key, product_key
from concierta.publishing.queries.standing import ReportFacts, reports_of_plan

Targets = dict[tuple[int, int | None], Decimal | None]
"""(year, quarter or None) → value; None is not programmed."""


class PeriodFacts(NamedTuple):
    label: str
    year: int
    quarter: int | None
    cut_off: date


class ActivityFacts(NamedTuple):
    """A tuple and not a model instance, because a city has thousands."""

    pk: int
    key: str
    product: int
    code: str
    occurrence: int
    name: str
    weight: Decimal | None
    territory: str | None
    office: str
    starts_on: date | None
    ends_on: date | None


_ACTIVITY_COLUMNS = (
    "pk",
    "product_id",
    "code",
    "occurrence",
    "name",
    "weight",
    "territory__code",
    "unit",
    "starts_on",
    "ends_on",
)


@dataclass
class Snapshot:
    """Keyed by primary key inside, by public code outside; every attribute is read once, when first needed.

    Order is decided here and not by the database: two of them sort text in two ways, and a corte has one.
    `in_force` is the plan as of the cut-off, unless another one is asked for: what a proposal would make of it.
    """

    plan: Plan
    cut_off: date
    published_at: datetime | None = None
    version: PlanAsOf | None = None

    @cached_property
    def in_force(self) -> PlanAsOf:
        return self.version or plan_as_of(self.plan, self.cut_off)

    @cached_property
    def periods(self) -> dict[int, PeriodFacts]:
        rows = ReportingPeriod.objects.filter(plan=self.plan, cut_off__lte=self.cut_off).values_list(
            "pk", "year", "quarter", "cut_off"
        )
        # A year and its last quarter end on one day: the quarter comes first, since the year's figure completes it.
        ordered = sorted(rows, key=lambda row: (row[3], row[2] or 5))
        return {pk: PeriodFacts(Period(year, quarter).label, year, quarter, day) for pk, year, quarter, day in ordered}

    @cached_property
    def period(self) -> PeriodFacts:
        """The period that ends at the cut-off: the quarter where there is one, since cortes are quarterly."""
        return next(period for period in self.periods.values() if period.cut_off == self.cut_off)

    @cached_property
    def entities(self) -> dict[int, str]:
        return dict(Entity.objects.order_by().values_list("pk", "code"))

    @cached_property
    def entity_keys(self) -> dict[str, int]:
        return {code: pk for pk, code in self.entities.items()}

    def entity(self, pk: int | None) -> str:
        """The code of an entity, "" for none."""
        return "" if pk is None else self.entities[pk]

    @cached_property
    def clauses(self) -> dict[int, str]:
        return dict(
            Clause.objects.filter(agreement=self.plan.agreement_id).order_by("ordinal").values_list("pk", "code")
        )

    @cached_property
    def nodes(self) -> dict[int, Node]:
        found = list(Node.objects.filter(plan=self.plan).select_related("tier").order_by())
        for node in found:
            self.in_force.apply(SubjectKind.NODE, node_subject(node), node, self.entity_keys)
        return {node.pk: node for node in sorted(found, key=lambda node: (node.tier.depth, node.code))}

    @cached_property
    def node_keys(self) -> dict[int, str]:
        return {pk: node_key(node.tier.slug, node.code) for pk, node in self.nodes.items()}

    @cached_property
    def projects(self) -> dict[int, Project]:
        shown = {product.project_id for product in self.products.values()}
        has_products = self._project_ids_with_products
        return {pk: project for pk, project in self._all_projects.items() if pk in shown or pk not in has_products}

    @cached_property
    def products(self) -> dict[int, Product]:
        return {
            pk: product for pk, product in self._all_products.items() if not self._is_later(self._product_first.get(pk))
        }

    @cached_property
    def product_keys(self) -> dict[int, str]:
        return {
            pk: product_key(product.project.code, product.code, product.goal_code)
            for pk, product in self.products.items()
        }

    @cached_property
    def activities(self) -> list[ActivityFacts]:
        rows = Activity.objects.filter(product__project__plan=self.plan).order_by().values_list(*_ACTIVITY_COLUMNS)
        shown = [
            ActivityFacts(row[0], activity_key(self.product_keys[row[1]], row[2], row[3]), *row[1:])
            for row in rows
            if row[1] in self.products and not self._is_later(self._activity_first.get(row[0]))
        ]
        if self.in_force.touches(SubjectKind.ACTIVITY):
            shown = [self._in_force(activity) for activity in shown]
        order = {pk: number for number, pk in enumerate(self.products)}
        return sorted(shown, key=lambda activity: (order[activity.product], activity.code, activity.occurrence))

    @cached_property
    def indicators(self) -> dict[int, Indicator]:
        found = sorted(Indicator.objects.filter(plan=self.plan).order_by(), key=lambda indicator: indicator.code)
        for indicator in found:
            self.in_force.apply(SubjectKind.INDICATOR, indicator.code, indicator, self.entity_keys)
        return {
            indicator.pk: indicator
            for indicator in found
            if indicator.product_id is None or indicator.product_id in self.products
        }

    @cached_property
    def targets(self) -> dict[int, Targets]:
        return {
            pk: self.in_force.targets(self.indicators[pk].code, targets) for pk, targets in self._live_targets.items()
        }

    def defined_on(self, pk: int, day: date) -> tuple[Indicator, Targets]:
        """An indicator and its targets as they were in force on an earlier day: its past is measured with those."""
        indicator = self.indicators[pk]
        before = self.in_force.at(min(day, self.in_force.on))
        columns = before.columns(SubjectKind.INDICATOR, indicator.code, self.entity_keys)
        if columns:
            indicator = copy(indicator)
            for column, value in columns.items():
                setattr(indicator, column, value)
        return indicator, before.targets(indicator.code, self._live_targets[pk])

    @cached_property
    def _live_targets(self) -> dict[int, Targets]:
        found: dict[int, Targets] = {pk: {} for pk in self.indicators}
        rows = Target.objects.filter(indicator__plan=self.plan).values_list("indicator_id", "year", "quarter", "value")
        for indicator, year, quarter, value in rows:
            if indicator in found:
                found[indicator][year, quarter] = value
        return found

    @cached_property
    def reports(self) -> list[ReportFacts]:
        return [report for report in reports_of_plan(self.plan, self.periods) if report.indicator in self.indicators]

    @cached_property
    def weights_at_cut_off(self) -> dict[int, Decimal | None]:
        """The weight of each product in the year of the cut-off: the last one its follow-up stated, else the plan's."""
        weights = {pk: product.weight for pk, product in self.products.items()}
        in_year = [pk for pk, period in self.periods.items() if period.year == self.cut_off.year]
        stated = (
            ProductFollowUp.objects.filter(period__in=in_year, weight__isnull=False)
            .order_by("period__cut_off")
            .values_list("product_id", "weight")
        )
        weights.update((pk, weight) for pk, weight in stated if pk in weights and pk not in self._weighed_by_the_mesa)
        return weights

    @cached_property
    def _weighed_by_the_mesa(self) -> set[int]:
        """The products of every project in which the table has moved a weight: they add up as it decided."""
        weight = ChangeField.WEIGHT.value
        moved = {
            product.project_id
            for product in self.products.values()
            if ChangeKey(SubjectKind.PRODUCT.value, _subject_of(product), weight, "") in self.in_force.in_force
        }
        return {pk for pk, product in self.products.items() if product.project_id in moved}

    @cached_property
    def _all_projects(self) -> dict[int, Project]:
        """Every project that is part of the plan in force, whether or not anybody has spoken of it yet."""
        found = sorted(Project.objects.filter(plan=self.plan).order_by(), key=lambda project: project.code)
        for project in found:
            self.in_force.apply(SubjectKind.PROJECT, project.code, project, self.entity_keys)
        return {
            project.pk: project
            for project in found
            if self.in_force.has_project(project.code, project.entered_on, project.closed_on)
        }

    @cached_property
    def _all_products(self) -> dict[int, Product]:
        found = []
        for product in Product.objects.filter(project__plan=self.plan).order_by():
            if product.project_id in self._all_projects:
                product.project = self._all_projects[product.project_id]
                self.in_force.apply(SubjectKind.PRODUCT, _subject_of(product), product, self.entity_keys)
                found.append(product)
        ordered = sorted(found, key=lambda product: (product.project.code, product.code, product.goal_code))
        return {product.pk: product for product in ordered}

    @cached_property
    def _project_ids_with_products(self) -> set[int]:
        return {product.project_id for product in self._all_products.values()}

    @cached_property
    def _product_first(self) -> dict[int, date]:
        """When each product was first spoken of, by itself or by one of its activities."""
        first = dict(_first_periods(ProductFollowUp.objects.filter(period__plan=self.plan), "product_id"))
        for pk, day in _first_periods(ActivityFollowUp.objects.filter(period__plan=self.plan), "activity__product_id"):
            first[pk] = min(day, first.get(pk, day))
        return first

    @cached_property
    def _activity_first(self) -> dict[int, date]:
        return dict(_first_periods(ActivityFollowUp.objects.filter(period__plan=self.plan), "activity_id"))

    def _in_force(self, activity: ActivityFacts) -> ActivityFacts:
        product = self.products[activity.product]
        subject = activity_subject(product.project.code, product.code, activity.code, activity.occurrence)
        return activity._replace(**self.in_force.columns(SubjectKind.ACTIVITY, subject, self.entity_keys))

    def _is_later(self, first: date | None) -> bool:
        return first is not None and first > self.cut_off


def _subject_of(product: Product) -> str:
    return product_subject(product.project.code, product.code)


def _first_periods(follow_ups: QuerySet[Any], key: str) -> Any:
    return follow_ups.order_by().values_list(key).annotate(first=Min("period__cut_off"))
