"""Defining what is measured, from where to where, and who answers for each step."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from concierta.agreements.models import Pledge
from concierta.engines.achievement import (
    Accumulation,
    InvalidFigures,
    Measure,
    check_target_direction,
    day_of,
    measure_of_unit,
)
from concierta.indicators.enums import FlowPolicy, IndicatorKind
from concierta.indicators.models import Category, CategorySet, Indicator, Target
from concierta.indicators.operations.measures import check_kept_as, check_year_weights, places_of
from concierta.indicators.permissions import check_can_define_indicators
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.origin import Origin
from concierta.ledger.writing import check_rows
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role
from concierta.plans.models import Node, Plan, Product
from concierta.plans.operations.acts import record_in_plan


@transaction.atomic
def define_category_set(
    *,
    code: str,
    name: str,
    exhaustive: bool,
    categories: Sequence[tuple[str, str, str]],
    name_en: str = "",
    by: User | None,
    at: datetime,
) -> CategorySet:
    """A way to break figures down; `categories` are (code, name, English name) in the order of the form.

    It serves every plan of the installation and tells the public nothing by itself: no ledger event.
    """
    check_has_role(by, Role.SECRETARIAT)
    if CategorySet.objects.filter(code=code).exists():
        raise Invalid(gettext_noop("Ya hay una desagregación con el código «%(code)s»."), field="code", code=code)
    if len({category[0] for category in categories}) < max(len(categories), 2):
        raise Invalid(
            gettext_noop("Una desagregación necesita al menos dos categorías con códigos distintos."),
            field="categories",
        )
    category_set = CategorySet.objects.create(code=code, name=name, name_en=name_en, exhaustive=exhaustive)
    made = [
        Category(category_set=category_set, code=part, name=label, name_en=label_en, ordinal=ordinal)
        for ordinal, (part, label, label_en) in enumerate(categories, 1)
    ]
    check_rows(made)
    Category.objects.bulk_create(made)
    return category_set


@transaction.atomic
def define_indicator(
    *,
    plan: Plan,
    code: str,
    name: str,
    accumulation: Accumulation,
    reporter: Entity,
    reviewer: Entity | None = None,
    verifier: Entity | None = None,
    presenter: Entity | None = None,
    product: Product | None = None,
    node: Node | None = None,
    pledge: Pledge | None = None,
    name_en: str = "",
    definition: str = "",
    definition_en: str = "",
    unit: str = "",
    decimals: int = 0,
    measure: Measure | None = None,
    flow_policy: FlowPolicy = FlowPolicy.MEAN,
    year_weights: str = "",
    baseline: Decimal | None = None,
    baseline_on: date | None = None,
    baseline_source: str = "",
    weight: Decimal | None = None,
    means_of_verification: str = "",
    category_sets: Iterable[CategorySet] = (),
    origin: Origin = Origin.OWN,
    source: str = "",
    by: User | None,
    at: datetime,
) -> Indicator:
    """`measure` None is what the unit suggests: a percentage is a rate.

    An output indicator when it has a `product`, one of a promise when it has a `pledge` (it makes the pledge
    measurable, and stays out of the plan's achievement), otherwise an outcome indicator of `node` or of the whole plan.

    Refuses a code in use, a part of another plan, an entity in two of the three steps, a weight outside 0–1, a rate
    that accumulates, a ratio whose unit has no base, `year_weights` that are not those of the plan's years, a missing
    baseline where the accumulation needs one, an official indicator without source, and one that measures two
    things at once.
    """
    check_can_define_indicators(by, plan)
    if Indicator.objects.filter(plan=plan, code=code).exists():
        raise Invalid(gettext_noop("Ya hay un indicador con el código «%(code)s»."), field="code", code=code)
    if (product and product.project.plan_id != plan.pk) or (node and node.plan_id != plan.pk):
        raise Invalid(gettext_noop("El indicador «%(code)s» mide algo que no es de este plan."), code=code)
    if product and Indicator.objects.filter(product=product).exists():
        raise Invalid(gettext_noop("El producto «%(code)s» ya tiene su indicador."), field="product", code=product.code)
    if pledge is not None:
        _check_pledge(plan, pledge, code, beside=product or node, weight=weight)
    if weight is not None and not 0 <= weight <= 1:
        raise Invalid(
            gettext_noop("El peso es una fracción entre 0 y 1, no %(weight)s."), field="weight", weight=weight
        )
    measure = measure or measure_of_unit(unit)
    check_kept_as(code, measure, accumulation, unit)
    year_weights = check_year_weights(plan, code, year_weights)
    if accumulation.needs_baseline and baseline is None:
        raise Invalid(
            gettext_noop("El indicador «%(code)s» se mide contra su línea base: escríbala."),
            field="baseline",
            code=code,
        )
    if origin == Origin.OFFICIAL and not source.strip():
        raise Invalid(gettext_noop("Un dato oficial debe decir su fuente."), field="source")
    _check_three_entities(reporter, reviewer, verifier)
    indicator = Indicator.objects.create(
        plan=plan,
        kind=IndicatorKind.PLEDGE if pledge else IndicatorKind.OUTPUT if product else IndicatorKind.OUTCOME,
        product=product,
        node=node,
        pledge=pledge,
        code=code,
        name=name,
        name_en=name_en,
        definition=definition,
        definition_en=definition_en,
        unit=unit,
        decimals=places_of(measure, unit, decimals),
        measure=measure.value,
        accumulation=accumulation.value,
        flow_policy=flow_policy,
        year_weights=year_weights,
        baseline=baseline,
        baseline_on=baseline_on,
        baseline_source=baseline_source,
        weight=weight,
        reporter=reporter,
        reviewer=reviewer,
        verifier=verifier,
        presenter=presenter,
        means_of_verification=means_of_verification,
        origin=origin,
        source=source,
    )
    indicator.category_sets.set(category_sets)
    body = {
        "accumulation": accumulation.value,
        "baseline": plain(baseline),
        "measure": measure.value,
        "name": name,
        "node": node.code if node else None,
        "origin": str(origin),
        "product": product.code if product else None,
        "unit": unit,
        "weight": plain(weight),
        **({"pledge": pledge.code} if pledge else {}),
        **({"year_weights": year_weights} if year_weights else {}),
        **_responsibles(indicator),
    }
    _record("indicator.defined", indicator, body, by, at)
    return indicator


@transaction.atomic
def assign_responsibles(
    *,
    indicator: Indicator,
    reporter: Entity,
    reviewer: Entity | None,
    verifier: Entity | None,
    presenter: Entity | None,
    by: User | None,
    at: datetime,
) -> Indicator:
    """Who reports, reviews, verifies and presents: the first three are three entities. Only while a draft."""
    check_can_define_indicators(by, indicator.plan)
    _check_three_entities(reporter, reviewer, verifier)
    before = _responsibles(indicator)
    indicator.reporter, indicator.reviewer = reporter, reviewer
    indicator.verifier, indicator.presenter = verifier, presenter
    indicator.save(update_fields=["reporter", "reviewer", "verifier", "presenter"])
    body = {"before": before, "after": _responsibles(indicator)}
    _record("indicator.responsibles_assigned", indicator, body, by, at)
    return indicator


@transaction.atomic
def set_target(
    *,
    indicator: Indicator,
    year: int,
    value: Decimal | None,
    quarter: int | None = None,
    by: User | None,
    at: datetime,
) -> Target:
    """What should be reached in `year`, or in one quarter of it; None is NP, not programmed.

    Refused once the plan is in force, outside its years, against the direction of the indicator, or where what is due
    is a day and `value` is none.
    """
    plan = indicator.plan
    check_can_define_indicators(by, plan)
    if not plan.starts_on.year <= year <= plan.ends_on.year:
        raise Invalid(
            gettext_noop("El año %(year)s cae fuera del plan, que va de %(first)s a %(last)s."),
            field="year",
            year=year,
            first=plan.starts_on.year,
            last=plan.ends_on.year,
        )
    if quarter not in (None, 1, 2, 3, 4):
        raise Invalid(gettext_noop("Un año tiene cuatro trimestres, no %(quarter)s."), field="quarter", quarter=quarter)
    if value is not None and indicator.measure == Measure.DATE and day_of(value) is None:
        raise Invalid(
            gettext_noop("La meta de este indicador es una fecha: escríbala como AAAAMMDD, por ejemplo 20260630."),
            field="value",
        )
    try:
        check_target_direction(Accumulation(indicator.accumulation), baseline=indicator.baseline, target=value)
    except InvalidFigures as error:
        raise Invalid(
            gettext_noop("La meta %(value)s va en contra del indicador: su línea base es %(baseline)s."),
            field="value",
            value=value,
            baseline="—" if indicator.baseline is None else indicator.baseline,
        ) from error
    before = Target.objects.filter(indicator=indicator, year=year, quarter=quarter).first()
    target, _ = Target.objects.update_or_create(
        indicator=indicator, year=year, quarter=quarter, defaults={"value": value}
    )
    body = {
        "after": plain(value),
        "before": plain(before.value) if before else None,
        "quarter": quarter,
        "year": year,
    }
    _record("indicator.target_set", indicator, body, by, at)
    return target


def _check_pledge(plan: Plan, pledge: Pledge, code: str, beside: object, weight: Decimal | None) -> None:
    if beside is not None:
        raise Invalid(
            gettext_noop("El indicador «%(code)s» mide una promesa o una parte del plan, no las dos cosas."),
            code=code,
        )
    if pledge.clause.agreement_id != plan.agreement_id:
        raise Invalid(
            gettext_noop("La promesa %(pledge)s no es del acuerdo de este plan."), field="pledge", pledge=pledge.code
        )
    if weight is not None:
        raise Invalid(
            gettext_noop("Un indicador de promesa no lleva peso: no entra en el avance del plan."), field="weight"
        )


def _check_three_entities(reporter: Entity, reviewer: Entity | None, verifier: Entity | None) -> None:
    named = [entity for entity in (reporter, reviewer, verifier) if entity is not None]
    for entity in named:
        if named.count(entity) > 1:
            raise Invalid(
                gettext_noop("Reporta, revisa y verifica deben ser tres entidades: %(entity)s aparece más de una vez."),
                field="verifier",
                entity=entity.short_name,
            )


def _responsibles(indicator: Indicator) -> dict[str, str | None]:
    named = {role: getattr(indicator, role) for role in ("reporter", "reviewer", "verifier", "presenter")}
    return {role: entity.code if entity else None for role, entity in named.items()}


def _record(kind: str, indicator: Indicator, body: Mapping[str, object], by: User | None, at: datetime) -> None:
    plan = indicator.plan
    record_in_plan(kind=kind, plan=plan, subject=f"{plan.slug}/{indicator.code}", body=body, by=by, at=at)
