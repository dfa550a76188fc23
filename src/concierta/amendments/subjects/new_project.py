"""A project that an amendment adds: read from its JSON value, and written as rows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from concierta.amendments.subjects.attributes import Attribute, Form, quantity_text
from concierta.engines.achievement import measure_of_unit
from concierta.indicators.enums import IndicatorKind
from concierta.indicators.models import Indicator, Target
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.periods import Period
from concierta.people.models import Entity
from concierta.plans.models import Activity, Node, Plan, Product, Project

_CODE = Attribute("code", Form.TEXT, required=True, longest=40)
_INDICATOR_CODE = Attribute("code", Form.TEXT, required=True, longest=90)
_NEEDED = Attribute("name", Form.TEXT, required=True)
_TEXT = Attribute("", Form.TEXT)
_WEIGHT = Attribute("weight", Form.FRACTION)
_DAY = Attribute("", Form.DAY)
_ENTITY, _ENTITY_OR_NONE = Attribute("", Form.ENTITY, required=True), Attribute("", Form.ENTITY)


@dataclass(frozen=True, slots=True)
class NewIndicator:
    """What measures a product. Quantities are text; `targets` go from "2026" or "2026-T3" to one, None for NP."""

    code: str
    name: str
    accumulation: str
    reporter: str
    targets: dict[str, str | None] = field(default_factory=dict)
    reviewer: str | None = None
    verifier: str | None = None
    presenter: str | None = None
    flow_policy: str = "mean"
    unit: str = ""
    measure: str = ""
    definition: str = ""
    baseline: str | None = None
    baseline_on: str | None = None
    baseline_source: str = ""
    means_of_verification: str = ""


@dataclass(frozen=True, slots=True)
class NewActivity:
    """`weight` is a fraction of the product; days are ISO text."""

    code: str
    name: str
    weight: str | None = None
    starts_on: str | None = None
    ends_on: str | None = None


@dataclass(frozen=True, slots=True)
class NewProduct:
    """`weight` is a fraction of the project, as text."""

    code: str
    name: str
    indicator: NewIndicator | None = None
    goal_code: str = ""
    goal_name: str = ""
    unit: str = ""
    weight: str | None = None
    activities: tuple[NewActivity, ...] = ()


@dataclass(frozen=True, slots=True)
class NewProject:
    """`node` is the code of its place in the plan ("eje/1"), `entity` that of who executes it."""

    node: str
    entity: str
    name: str
    products: tuple[NewProduct, ...] = ()
    bpin: str = ""
    unit: str = ""
    weight: str | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

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


def read_project(value: Any) -> NewProject:
    """Read the JSON value (or take the thing itself), every figure in its one written form. Raises `Invalid`."""
    if isinstance(value, NewProject):
        value = value.as_json()
    if not isinstance(value, Mapping):
        raise Invalid(
            gettext_noop("Para añadir un proyecto hay que describirlo: lugar en el plan, entidad, nombre y productos."),
            field="after",
        )
    project = NewProject(
        node=_read(_NEEDED, value, "node"),
        entity=_read(_ENTITY, value, "entity"),
        name=_read(_NEEDED, value, "name"),
        bpin=_read(Attribute("", Form.TEXT, longest=20), value, "bpin"),
        unit=_read(Attribute("", Form.TEXT, longest=200), value, "unit"),
        weight=_read(_WEIGHT, value, "weight"),
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
        code=_read(_CODE, value, "code"),
        name=_read(_NEEDED, value, "name"),
        goal_code=_read(Attribute("", Form.TEXT, longest=40), value, "goal_code"),
        goal_name=_read(_TEXT, value, "goal_name"),
        unit=_read(Attribute("", Form.TEXT, longest=80), value, "unit"),
        weight=_read(_WEIGHT, value, "weight"),
        activities=tuple(_activity(activity) for activity in value.get("activities") or ()),
        indicator=None if indicator is None else _indicator(indicator),
    )


def _activity(value: Mapping[str, Any]) -> NewActivity:
    return NewActivity(
        code=_read(_CODE, value, "code"),
        name=_read(_NEEDED, value, "name"),
        weight=_read(_WEIGHT, value, "weight"),
        starts_on=_read(_DAY, value, "starts_on"),
        ends_on=_read(_DAY, value, "ends_on"),
    )


def _indicator(value: Mapping[str, Any]) -> NewIndicator:
    targets = value.get("targets") or {}
    if not targets:
        raise Invalid(
            gettext_noop("El indicador %(code)s no tiene metas: escriba al menos una, o NP."),
            field="after",
            code=value.get("code", ""),
        )
    return NewIndicator(
        code=_read(_INDICATOR_CODE, value, "code"),
        name=_read(_NEEDED, value, "name"),
        accumulation=_read(Attribute("", Form.ACCUMULATION, required=True), value, "accumulation"),
        flow_policy=_read(Attribute("", Form.FLOW_POLICY), value, "flow_policy") or "mean",
        reporter=_read(_ENTITY, value, "reporter"),
        reviewer=_read(_ENTITY_OR_NONE, value, "reviewer"),
        verifier=_read(_ENTITY_OR_NONE, value, "verifier"),
        presenter=_read(_ENTITY_OR_NONE, value, "presenter"),
        unit=_read(Attribute("", Form.TEXT, longest=80), value, "unit"),
        # Proposals written before an indicator knew its measure say it by their unit.
        measure=_read(Attribute("", Form.MEASURE), value, "measure") or measure_of_unit(value.get("unit") or "").value,
        definition=_read(_TEXT, value, "definition"),
        baseline=_read(Attribute("", Form.QUANTITY), value, "baseline"),
        baseline_on=_read(_DAY, value, "baseline_on"),
        baseline_source=_read(Attribute("", Form.TEXT, longest=300), value, "baseline_source"),
        means_of_verification=_read(_TEXT, value, "means_of_verification"),
        targets={
            Period.parse(key).label: None if target in (None, "") else quantity_text(target)
            for key, target in targets.items()
        },
    )


def _read(attribute: Attribute, value: Mapping[str, Any], name: str) -> Any:
    return attribute.written(value.get(name))


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
