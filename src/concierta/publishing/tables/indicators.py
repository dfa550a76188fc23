"""What is measured, who answers for it, and what should be reached."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Q

from concierta.agreements.models import Pledge
from concierta.engines.achievement import Accumulation, InvalidFigures, year_achievement
from concierta.indicators.models import Category, Indicator
from concierta.indicators.schema import IndicatorDescription
from concierta.kernel.keys import join_key
from concierta.kernel.periods import Period
from concierta.plans.models import Product
from concierta.publishing.formats.column import Column
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.amendments import moved_targets
from concierta.publishing.tables.columns import (
    code,
    described,
    entity,
    flag,
    fraction,
    origin,
    quantity,
    text,
    whole,
)
from concierta.reporting.models import ReportBreakdown

MEASURES = ("count", "money", "ratio", "rate", "index", "date")
ACCUMULATIONS = ("cumulative", "stock", "capacity", "reduction", "annual_reduction", "flow", "maintenance")


class _Indicator(NamedTuple):
    """An indicator with the product that it measures and the key of its pledge, where it has them."""

    indicator: Indicator
    product: Product | None
    pledge: str


def _indicators(snapshot: Snapshot) -> Iterator[_Indicator]:
    rows = Pledge.objects.filter(clause__in=list(snapshot.clauses)).order_by()
    pledges: dict[int | None, str] = {
        pk: join_key(clause, pledge) for pk, clause, pledge in rows.values_list("pk", "clause__code", "code")
    }
    for indicator in snapshot.indicators.values():
        product = snapshot.products[indicator.product_id] if indicator.product_id else None
        yield _Indicator(indicator, product, pledges.get(indicator.pledge_id, ""))


def _node(row: _Indicator, snapshot: Snapshot) -> str:
    pk = row.product.project.node_id if row.product else row.indicator.node_id
    return "" if pk is None else snapshot.node_keys[pk]


def _or_of_the_plan(duty: str) -> Callable[[_Indicator, Snapshot], int | None]:
    """Reads the key of the entity with a duty: the indicator's own, or that of the whole plan."""
    return lambda row, snapshot: getattr(row.indicator, duty) or getattr(snapshot.plan, duty)


def _said(name: str, *, prose: bool = False) -> Column:
    return described(IndicatorDescription, name, read=f"indicator.{name}", prose=prose)


INDICATORS = PublishedTable(
    "indicators",
    "Indicadores",
    "Indicators",
    "Qué se mide, desde dónde, y quién reporta, revisa, verifica y presenta cada cifra.",
    "What is measured, from where, and who reports, reviews, verifies and presents each figure.",
    ("indicator",),
    (
        code("indicator", "Código del indicador", "Code of the indicator", required=True, read="indicator.code"),
        text("kind", "De producto, de resultado o de una promesa", "Of an output, an outcome or a pledge",
             values=("output", "outcome", "pledge"), required=True, read="indicator.kind"),
        _said("name"),
        _said("name_en"),
        _said("definition", prose=True),
        _said("definition_en", prose=True),
        *(_said(name) for name in ("unit", "decimals", "measure", "accumulation", "flow_policy", "year_weights")),
        code("product", "Producto que mide", "The product it measures", references="products.product",
             read=lambda row, snapshot: snapshot.product_keys[row.product.pk] if row.product else ""),
        code("project", "Proyecto de ese producto", "The project of that product", references="projects.project",
             read=lambda row, _: row.product.project.code if row.product else ""),
        code("node", "Elemento del plan por el que responde", "Element of the plan it speaks for",
             references="nodes.node", read=_node),
        code("pledge", "Promesa que mide: no entra en el avance del plan",
             "The pledge it measures: it has no part in the plan's achievement", references="pledges.pledge"),
        *(_said(name) for name in ("baseline", "baseline_on", "baseline_source", "weight")),
        entity("reporter", "Entidad que reporta", "Entity that reports", read="indicator.reporter_id"),
        entity("reviewer", "Entidad que revisa", "Entity that reviews", read=_or_of_the_plan("reviewer_id")),
        entity("verifier", "Entidad que verifica", "Entity that verifies", read=_or_of_the_plan("verifier_id")),
        entity("presenter", "Entidad que presenta a la comunidad", "Entity that presents to the community",
               read=_or_of_the_plan("presenter_id")),
        _said("means_of_verification", prose=True),
        *origin("indicator."),
    ),
    objects=_indicators,
)  # fmt: skip


class _Target(NamedTuple):
    """A target in force and, where it was moved, the original and the last amendment."""

    indicator: Indicator
    year: int
    quarter: int | None
    value: Decimal | None
    original: Decimal | None
    amendment: int | None


def _targets(snapshot: Snapshot) -> Iterator[_Target]:
    moved = moved_targets(snapshot)
    for pk, indicator in snapshot.indicators.items():
        stated = snapshot.targets[pk]
        for year, quarter in sorted(stated, key=lambda when: (when[0], when[1] or 0)):
            original, amendment = moved.get((indicator.code, Period(year, quarter).label), (None, None))
            yield _Target(indicator, year, quarter, stated[year, quarter], original, amendment)


def _share(indicator: Indicator, original: Decimal | None, value: Decimal | None) -> Fraction | None:
    """What reaching the original target would be worth against the one in force; None where the type cannot say."""
    accumulation = Accumulation(indicator.accumulation)
    if accumulation == Accumulation.MAINTENANCE:  # its achievement stops at 1, a target does not
        accumulation = Accumulation.STOCK
    try:
        return year_achievement(accumulation, actual=original, target=value, baseline=indicator.baseline)
    except InvalidFigures:
        return None


TARGETS = PublishedTable(
    "targets",
    "Metas",
    "Targets",
    "Lo que se debe alcanzar en cada año o trimestre. Vacío: no programado (NP), que no es cero.",
    "What should be reached in each year or quarter. Empty: not programmed (NP), which is not zero.",
    ("indicator", "period"),
    (
        code("indicator", "Indicador", "Indicator", references="indicators.indicator", required=True,
             read="indicator.code"),
        text("period", "Año («2025») o trimestre («2025-T1»)", "Year (“2025”) or quarter (“2025-T1”)", required=True,
             read=lambda target, _: Period(target.year, target.quarter).label),
        whole("year", "Año", "Year", required=True),
        whole("quarter", "Trimestre; vacío si es el año", "Quarter; empty for the year"),
        quantity("value", "Meta vigente en la fecha del corte; vacío: no programado",
                 "Target in force on the cut-off; empty: not programmed"),
        quantity("original_value", "Meta original, si se modificó; vacío: no se había programado",
                 "Original target, where it was amended; empty: it had not been programmed", read="original"),
        fraction("original_share", "La meta original en la escala del avance: 1 es la meta vigente",
                 "The original target on the scale of achievement: 1 is the target in force",
                 read=lambda target, _: _share(target.indicator, target.original, target.value)),
        whole("amendment", "La última modificación de la meta que rige en el corte; vacío: es la original",
              "The last amendment of the target in force on the cut-off; empty: it is the original",
              references="amendments.amendment"),
    ),
    objects=_targets,
)  # fmt: skip


def _categories(snapshot: Snapshot) -> list[Category]:
    """Every set used to break down an indicator of the plan, or a report of it."""
    planned = Indicator.objects.filter(plan=snapshot.plan).values("category_sets")
    reported = ReportBreakdown.objects.filter(report__indicator__plan=snapshot.plan).values("category__category_set")
    categories = (
        Category.objects.filter(Q(category_set__in=planned) | Q(category_set__in=reported))
        .order_by()
        .select_related("category_set")
    )
    return sorted(categories, key=lambda category: (category.category_set.code, category.ordinal, category.code))


CATEGORIES = PublishedTable(
    "categories",
    "Categorías",
    "Categories",
    "Las formas de desagregar una cifra y sus categorías.",
    "The ways to break a figure down and their categories.",
    ("category_set", "category"),
    (
        code("category_set", "Desagregación", "Break-down", required=True, read="category_set.code"),
        text("set_name", "Nombre de la desagregación", "Name of the break-down", required=True,
             read="category_set.name"),
        text("set_name_en", "En inglés", "In English", read="category_set.name_en"),
        flag("exhaustive", "Sus partes suman el total", "Its parts add up to the whole",
             read="category_set.exhaustive"),
        code("category", "Categoría", "Category", required=True, read="code"),
        text("name", "Nombre de la categoría", "Name of the category", required=True),
        text("name_en", "En inglés", "In English"),
        whole("ordinal", "Orden", "Order", required=True),
    ),
    objects=_categories,
)  # fmt: skip
