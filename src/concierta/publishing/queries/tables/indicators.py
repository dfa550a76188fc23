"""Rows of what is measured, who answers for it, and what should be reached."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q

from concierta.agreements.models import Pledge
from concierta.engines.achievement import Accumulation, InvalidFigures, year_achievement
from concierta.indicators.models import Category, Indicator
from concierta.publishing.queries.keys import join_key
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.queries.tables.results import published
from concierta.publishing.tables import indicators as declared
from concierta.publishing.tables.amendments import moved_targets
from concierta.reporting.models import ReportBreakdown


def indicators(snapshot: Snapshot) -> Iterator[Any]:
    plan, entity = snapshot.plan, snapshot.entity
    pledges = _pledge_keys(snapshot)
    for indicator in snapshot.indicators.values():
        product = snapshot.products[indicator.product_id] if indicator.product_id else None
        yield declared.INDICATORS.row(
            indicator=indicator.code,
            kind=indicator.kind,
            name=indicator.name,
            name_en=indicator.name_en,
            definition=indicator.definition,
            definition_en=indicator.definition_en,
            unit=indicator.unit,
            decimals=indicator.decimals,
            measure=indicator.measure,
            accumulation=indicator.accumulation,
            flow_policy=indicator.flow_policy,
            year_weights=indicator.year_weights,
            product=snapshot.product_keys[product.pk] if product else "",
            project=product.project.code if product else "",
            node=_node(snapshot, product.project.node_id if product else indicator.node_id),
            pledge=pledges.get(indicator.pledge_id, ""),
            baseline=indicator.baseline,
            baseline_on=indicator.baseline_on,
            baseline_source=indicator.baseline_source,
            weight=indicator.weight,
            reporter=entity(indicator.reporter_id),
            reviewer=entity(indicator.reviewer_id or plan.reviewer_id),
            verifier=entity(indicator.verifier_id or plan.verifier_id),
            presenter=entity(indicator.presenter_id or plan.presenter_id),
            means_of_verification=indicator.means_of_verification,
            origin=indicator.origin,
            source=indicator.source,
        )


def _pledge_keys(snapshot: Snapshot) -> dict[int | None, str]:
    rows = Pledge.objects.filter(clause__in=list(snapshot.clauses)).order_by()
    return {pk: join_key(clause, code) for pk, clause, code in rows.values_list("pk", "clause__code", "code")}


def _node(snapshot: Snapshot, pk: int | None) -> str:
    return "" if pk is None else snapshot.node_keys[pk]


def targets(snapshot: Snapshot) -> Iterator[Any]:
    moved = moved_targets(snapshot)
    for pk, indicator in snapshot.indicators.items():
        stated = snapshot.targets[pk]
        for year, quarter in sorted(stated, key=lambda when: (when[0], when[1] or 0)):
            label, value = f"{year}-T{quarter}" if quarter else str(year), stated[year, quarter]
            original, amendment = moved.get((indicator.code, label), (None, None))
            yield declared.TARGETS.row(
                indicator=indicator.code,
                period=label,
                year=year,
                quarter=quarter,
                value=value,
                original_value=original,
                original_share=published(_share(indicator, original, value)),
                amendment=amendment,
            )


def _share(indicator: Indicator, original: Decimal | None, value: Decimal | None) -> Fraction | None:
    """What reaching the original target would be worth against the one in force; None where the type cannot say."""
    accumulation = Accumulation(indicator.accumulation)
    if accumulation == Accumulation.MAINTENANCE:  # its achievement stops at 1, a target does not
        accumulation = Accumulation.STOCK
    try:
        return year_achievement(accumulation, actual=original, target=value, baseline=indicator.baseline)
    except InvalidFigures:
        return None


def categories(snapshot: Snapshot) -> Iterator[Any]:
    """Every set used to break down an indicator of the plan, or a report of it."""
    planned = Indicator.objects.filter(plan=snapshot.plan).values("category_sets")
    reported = ReportBreakdown.objects.filter(report__indicator__plan=snapshot.plan).values("category__category_set")
    rows = (
        Category.objects.filter(Q(category_set__in=planned) | Q(category_set__in=reported))
        .order_by()
        .select_related("category_set")
    )
    for category in sorted(rows, key=lambda row: (row.category_set.code, row.ordinal, row.code)):
        yield declared.CATEGORIES.row(
            category_set=category.category_set.code,
            set_name=category.category_set.name,
            set_name_en=category.category_set.name_en,
            exhaustive=category.category_set.exhaustive,
            category=category.code,
            name=category.name,
            name_en=category.name_en,
            ordinal=category.ordinal,
        )
