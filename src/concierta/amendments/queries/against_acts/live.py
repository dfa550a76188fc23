"""The figures of every plan as the database has them, as they are written in an amendment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.queries.plan_as_of import ChangeKey
from concierta.amendments.subjects.attributes import figures_of
from concierta.indicators.models import Indicator, Target
from concierta.kernel.decimals import plain
from concierta.kernel.keys import join_key
from concierta.kernel.periods import Period
from concierta.plans.models import Activity, ActivityFollowUp, Node, Product, ProductFollowUp, Project
from concierta.plans.queries import activity_subject, product_subject

Key = tuple[str, ChangeKey]
"""The plan, by its slug, and what of it."""

_K, _F = SubjectKind, ChangeField
#: Fields of a part that may be empty: only one that says something needs an act.
_COLUMNS: dict[SubjectKind, dict[str, ChangeField]] = {
    kind: figures_of(kind) | ({"closed_on": _F.CLOSED} if kind == _K.PROJECT else {})
    for kind in (_K.NODE, _K.PROJECT, _K.PRODUCT, _K.ACTIVITY, _K.INDICATOR)
}


@dataclass(slots=True)
class LiveValues:
    """`values` by key; `stated` what official files said of it, whatever the period; `parts` who is there, by plan,
    kind and subject."""

    values: dict[Key, str | None] = field(default_factory=dict)
    stated: dict[Key, set[str | None]] = field(default_factory=lambda: defaultdict(set))
    parts: set[tuple[str, str, str]] = field(default_factory=set)


def live_values() -> LiveValues:
    """Nine queries, however many plans and parts there are."""
    live = LiveValues()
    _keep(live, _K.NODE, Node, ("tier__slug", "code"), lambda tier, code: join_key(tier, code))
    _keep(live, _K.PROJECT, Project, ("code",), lambda code: code)
    products = _keep(live, _K.PRODUCT, Product, ("project__code", "code"), product_subject, plan="project__plan")
    activities = _keep(
        live,
        _K.ACTIVITY,
        Activity,
        ("product__project__code", "product__code", "code", "occurrence"),
        activity_subject,
        plan="product__project__plan",
    )
    indicators = _keep(live, _K.INDICATOR, Indicator, ("code",), lambda code: code)
    rows = Target.objects.order_by().values_list("indicator_id", "year", "quarter", "value")
    for indicator, year, quarter, value in rows:
        live.values[_target(indicators[indicator], year, quarter)] = plain(value)
    _state_weights(live, ActivityFollowUp, "activity_id", _K.ACTIVITY, activities)
    _state_weights(live, ProductFollowUp, "product_id", _K.PRODUCT, products)
    _state_targets(live, indicators)
    return live


def _keep(
    live: LiveValues, kind: SubjectKind, model: Any, code: tuple[str, ...], named: Any, *, plan: str = "plan"
) -> dict[int, tuple[str, str]]:
    """Primary key → plan and subject."""
    columns = _COLUMNS[kind]
    found = {}
    rows = model._default_manager.order_by().values_list("pk", f"{plan}__slug", *code, *columns)
    for pk, slug, *rest in rows.iterator(chunk_size=5000):
        subject = named(*rest[: len(code)])
        found[pk] = (slug, subject)
        live.parts.add((slug, kind.value, subject))
        for name, value in zip(columns.values(), rest[len(code) :], strict=True):
            live.values[slug, ChangeKey(kind.value, subject, name.value, "")] = _written(value)
    return found


def _state_weights(
    live: LiveValues, model: Any, part: str, kind: SubjectKind, known: dict[int, tuple[str, str]]
) -> None:
    for pk, weight in model._default_manager.order_by().values_list(part, "weight").distinct():
        slug, subject = known[pk]
        live.stated[slug, ChangeKey(kind.value, subject, _F.WEIGHT.value, "")].add(plain(weight))


def _state_targets(live: LiveValues, indicators: dict[int, tuple[str, str]]) -> None:
    """What files programmed. An indicator made from its product is always a flow, without baseline or weight."""
    of_product = dict(Indicator.objects.filter(product__isnull=False).order_by().values_list("product_id", "pk"))
    for pk in of_product.values():
        slug, code = indicators[pk]
        for name, value in ((_F.ACCUMULATION, "flow"), (_F.BASELINE, None), (_F.WEIGHT, None)):
            live.stated[slug, ChangeKey(_K.INDICATOR.value, code, name.value, "")].add(value)
    rows: Iterable[tuple[int, int, Decimal | None, bool]] = (
        ProductFollowUp.objects.order_by()
        .values_list("product_id", "period__year", "programmed", "not_programmed")
        .distinct()
    )
    for product, year, programmed, not_programmed in rows:
        if product in of_product and (programmed is not None or not_programmed):
            live.stated[_target(indicators[of_product[product]], year, None)].add(plain(programmed))


def _target(indicator: tuple[str, str], year: int, quarter: int | None) -> Key:
    slug, code = indicator
    return slug, ChangeKey(_K.INDICATOR.value, code, _F.TARGET.value, Period(year, quarter).label)


def _written(value: Any) -> str | None:
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value
