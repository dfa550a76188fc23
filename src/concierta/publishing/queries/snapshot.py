"""A plan at a cut-off, read from the database in a number of queries that does not grow with the plan.

What entered the plan only in a later period is not part of it yet: a cut-off frozen late tells its own time.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Min, QuerySet

from concierta.agreements.models import Clause
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
    """

    plan: Plan
    cut_off: date
    published_at: datetime | None = None

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
        found = Node.objects.filter(plan=self.plan).select_related("tier").order_by()
        return {node.pk: node for node in sorted(found, key=lambda node: (node.tier.depth, node.code))}

    @cached_property
    def node_keys(self) -> dict[int, str]:
        return {pk: node_key(node.tier.slug, node.code) for pk, node in self.nodes.items()}

    @cached_property
    def projects(self) -> dict[int, Project]:
        shown = {product.project_id for product in self.products.values()}
        has_products = self._project_ids_with_products
        found = sorted(Project.objects.filter(plan=self.plan).order_by(), key=lambda project: project.code)
        return {project.pk: project for project in found if project.pk in shown or project.pk not in has_products}

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
        order = {pk: number for number, pk in enumerate(self.products)}
        return sorted(shown, key=lambda activity: (order[activity.product], activity.code, activity.occurrence))

    @cached_property
    def indicators(self) -> dict[int, Indicator]:
        found = sorted(Indicator.objects.filter(plan=self.plan).order_by(), key=lambda indicator: indicator.code)
        return {
            indicator.pk: indicator
            for indicator in found
            if indicator.product_id is None or indicator.product_id in self.products
        }

    @cached_property
    def targets(self) -> dict[int, dict[tuple[int, int | None], Decimal | None]]:
        found: dict[int, dict[tuple[int, int | None], Decimal | None]] = {pk: {} for pk in self.indicators}
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
        weights.update((pk, weight) for pk, weight in stated if pk in weights)
        return weights

    @cached_property
    def _all_products(self) -> dict[int, Product]:
        found = Product.objects.filter(project__plan=self.plan).select_related("project").order_by()
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

    def _is_later(self, first: date | None) -> bool:
        return first is not None and first > self.cut_off


def _first_periods(follow_ups: QuerySet[Any], key: str) -> Any:
    return follow_ups.order_by().values_list(key).annotate(first=Min("period__cut_off"))
