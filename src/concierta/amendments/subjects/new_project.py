"""A project that an amendment adds: read from its JSON value, and written as rows."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from decimal import Decimal
from typing import Any

from concierta.engines.achievement import measure_of_unit
from concierta.indicators.enums import IndicatorKind
from concierta.indicators.models import Indicator, Target
from concierta.indicators.schema import INDICATOR_CODE, IndicatorDescription
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.periods import Period
from concierta.people.models import Entity
from concierta.plans.models import Activity, Node, Plan, Product, Project
from concierta.plans.schema import (
    CODE,
    ActivityDescription,
    Attribute,
    Description,
    Kind,
    ProductDescription,
    ProjectDescription,
    attributes,
    described,
    described_values,
    quantity_text,
    written_values,
)

_ENTITY, _ENTITY_OR_NONE = Attribute(Kind.ENTITY, required=True), Attribute(Kind.ENTITY)
_CHECKERS = ("reviewer", "verifier", "presenter")


@described
class NewIndicator(IndicatorDescription):
    """The indicator of a product. `targets`: "2026" or "2026-T3" → a quantity as text, None for NP."""

    code: str
    reporter: str
    targets: dict[str, str | None] = field(default_factory=dict)
    reviewer: str | None = None
    verifier: str | None = None
    presenter: str | None = None

    def as_json(self) -> dict[str, object]:
        own = {name: getattr(self, name) for name in ("code", "reporter", "targets", *_CHECKERS)}
        return written_values(self) | own


@described
class NewActivity(ActivityDescription):
    code: str

    def as_json(self) -> Mapping[str, object]:
        return written_values(self) | {"code": self.code}


@described
class NewProduct(ProductDescription):
    code: str
    indicator: NewIndicator | None = None
    activities: tuple[NewActivity, ...] = ()

    def as_json(self) -> dict[str, object]:
        return written_values(self) | {
            "code": self.code,
            "indicator": self.indicator and self.indicator.as_json(),
            "activities": [activity.as_json() for activity in self.activities],
        }


@described
class NewProject(ProjectDescription):
    """`node` is the code of its place in the plan ("eje/1"), `entity` that of who executes it."""

    node: str
    entity: str
    products: tuple[NewProduct, ...] = ()

    def as_json(self) -> dict[str, object]:
        """As an amendment keeps it: every figure and day in its one written form."""
        products = [product.as_json() for product in self.products]
        return written_values(self) | {"node": self.node, "entity": self.entity, "products": products}

    @property
    def indicators(self) -> tuple[NewIndicator, ...]:
        return tuple(product.indicator for product in self.products if product.indicator is not None)

    @property
    def entities(self) -> set[str]:
        """The codes of every entity it names."""
        named = {self.entity}
        for one in self.indicators:
            named.update(code for code in (one.reporter, one.reviewer, one.verifier, one.presenter) if code)
        return named


def read_project(value: object) -> NewProject:
    """Read the JSON value (or take the thing itself), each figure refused or sound. Raises `Invalid`."""
    if isinstance(value, NewProject):
        value = value.as_json()
    if not isinstance(value, Mapping):
        raise Invalid(
            gettext_noop("Para añadir un proyecto hay que describirlo: lugar en el plan, entidad, nombre y productos."),
            field="after",
        )
    project = NewProject(
        **_described(ProjectDescription, value),
        node=_read(CODE, value, "node"),
        entity=_read(_ENTITY, value, "entity"),
        products=tuple(_product(product) for product in value.get("products") or ()),
    )
    if not project.indicators:
        raise Invalid(
            gettext_noop("Un proyecto nuevo necesita al menos un producto con su indicador y sus metas."), field="after"
        )
    for codes in (
        [product.code for product in project.products],
        [indicator.code for indicator in project.indicators],
        *([activity.code for activity in product.activities] for product in project.products),
    ):
        if len(set(codes)) < len(codes):
            raise Invalid(gettext_noop("El proyecto nuevo repite un código: cada uno va una vez."), field="after")
    return project


def _product(value: Mapping[str, Any]) -> NewProduct:
    indicator = value.get("indicator")
    return NewProduct(
        **_described(ProductDescription, value),
        code=_read(CODE, value, "code"),
        activities=tuple(
            NewActivity(**_described(ActivityDescription, activity), code=_read(CODE, activity, "code"))
            for activity in value.get("activities") or ()
        ),
        indicator=None if indicator is None else _indicator(indicator),
    )


def _indicator(value: Mapping[str, Any]) -> NewIndicator:
    targets = value.get("targets") or {}
    if not targets:
        raise Invalid(
            gettext_noop("El indicador %(code)s no tiene metas: escriba al menos una, o NP."),
            field="after",
            code=value.get("code", ""),
        )
    # Proposals written before an indicator knew its measure say it by their unit.
    measure = value.get("measure") or measure_of_unit(value.get("unit") or "").value
    return NewIndicator(
        **_described(IndicatorDescription, {**value, "measure": measure}),
        code=_read(INDICATOR_CODE, value, "code"),
        reporter=_read(_ENTITY, value, "reporter"),
        **{checker: _read(_ENTITY_OR_NONE, value, checker) for checker in _CHECKERS},
        targets={
            Period.parse(key).label: None if target in (None, "") else quantity_text(target)
            for key, target in targets.items()
        },
    )


def _described(cls: type[Description], value: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes that `value` gives; those it does not name stay as if nobody had said anything."""
    given = {name: one for name, one in attributes(cls).items() if one.required or value.get(name) not in (None, "")}
    return {name: one.read(one.written(value.get(name, one.otherwise))) for name, one in given.items()}


def _read(attribute: Attribute, value: Mapping[str, Any], name: str) -> Any:
    return attribute.written(value.get(name))


def build_project(plan: Plan, node: Node, code: str, project: NewProject, entities: dict[str, Entity]) -> Project:
    said = described_values(project, ProjectDescription)
    return Project(plan=plan, node=node, entity=entities[project.entity], code=code, **said)


def build_product(project: Project, product: NewProduct) -> Product:
    return Product(project=project, code=product.code, **described_values(product, ProductDescription))


def build_activities(product: Product, activities: Iterable[NewActivity]) -> list[Activity]:
    return [
        Activity(product=product, code=one.code, **described_values(one, ActivityDescription)) for one in activities
    ]


def build_indicator(plan: Plan, product: Product, indicator: NewIndicator, entities: dict[str, Entity]) -> Indicator:
    return Indicator(
        plan=plan,
        kind=IndicatorKind.OUTPUT,
        product=product,
        code=indicator.code,
        reporter=entities[indicator.reporter],
        **{checker: entities.get(getattr(indicator, checker) or "") for checker in _CHECKERS},
        **described_values(indicator, IndicatorDescription),
    )


def build_targets(indicator: Indicator, described: NewIndicator) -> list[Target]:
    periods = [(Period.parse(key), value) for key, value in described.targets.items()]
    return [
        Target(
            indicator=indicator,
            year=period.year,
            quarter=period.quarter,
            value=None if value is None else Decimal(value),
        )
        for period, value in periods
    ]
