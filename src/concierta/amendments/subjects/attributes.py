"""The attributes of a part of the plan that an amendment may change, and how each is written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from concierta.agreements.models import Pledge
from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.engines.achievement import Accumulation, Measure
from concierta.indicators.enums import FlowPolicy
from concierta.indicators.models import Indicator
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.keys import join_key, split_key
from concierta.people.models import Entity
from concierta.plans.models import Activity, Node, Plan, Product, Project
from concierta.plans.queries import part_subject
from concierta.responsibilities.duties import DUTIES
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.enums import SubjectKind as OfDuty

#: What the columns of a quantity hold: 24 digits, six of them after the point.
_PLACES, _LARGEST = Decimal("0.000001"), Decimal(10) ** 18


class Form(StrEnum):
    """How a value is written in JSON: text in every case, or null."""

    QUANTITY = "quantity"
    FRACTION = "fraction"
    DAY = "day"
    TEXT = "text"
    ENTITY = "entity"
    ACCUMULATION = "accumulation"
    FLOW_POLICY = "flow_policy"
    MEASURE = "measure"


_WORDS: dict[Form, frozenset[str]] = {
    Form.ACCUMULATION: frozenset(Accumulation),
    Form.FLOW_POLICY: frozenset(FlowPolicy.values),
    Form.MEASURE: frozenset(Measure),
}


@dataclass(frozen=True, slots=True)
class Attribute:
    """`column` is "" for a duty that only the matrix of responsibilities holds. `longest` in characters, 0: any."""

    column: str
    form: Form
    required: bool = False
    longest: int = 0

    def written(self, value: Any) -> str | None:
        """`value` as it is kept; accepts the thing itself (Decimal, date, Entity) or its text. Raises `Invalid`."""
        text = self._text(value)
        if text is None or (text == "" and self.form is not Form.TEXT):
            if self.required:
                raise Invalid(gettext_noop("Este valor no puede quedar vacío."), field="after")
            return None
        if self.form is Form.TEXT and self.required and not text.strip():
            raise Invalid(gettext_noop("Este texto no puede quedar vacío."), field="after")
        if self.longest and len(text) > self.longest:
            raise Invalid(
                gettext_noop("El texto tiene más de %(longest)d caracteres: abrévielo."),
                field="after",
                longest=self.longest,
            )
        return text

    def _text(self, value: Any) -> str | None:
        if self.form is Form.TEXT:
            return "" if value is None else str(value)
        if value is None or value == "":
            return None
        if self.form in (Form.QUANTITY, Form.FRACTION):
            return quantity_text(value, fraction=self.form is Form.FRACTION)
        if self.form is Form.DAY:
            return _day_text(value)
        if self.form is Form.ENTITY:
            return value.code if isinstance(value, Entity) else str(value)
        if str(value) not in _WORDS[self.form]:
            raise Invalid(gettext_noop("«%(value)s» no es una forma de acumular."), field="after", value=value)
        return str(value)

    def read(self, written: Any) -> Any:
        """The value for the column: Decimal, date, text or None. An entity stays a code: rows hold its key."""
        if written is None:
            return None
        if self.form in (Form.QUANTITY, Form.FRACTION):
            return Decimal(written)
        if self.form is Form.DAY:
            return date.fromisoformat(written)
        return written

    def live(self, part: Any) -> str | None:
        """What the row says now, as it is written."""
        return self.written_of(getattr(part, self.column))

    def written_of(self, value: Any) -> str | None:
        """Like `written`, of what a row already holds: nothing to refuse."""
        if isinstance(value, Decimal):
            return plain(value)
        if isinstance(value, date):
            return value.isoformat()
        return value.code if isinstance(value, Entity) else value


def quantity_text(value: Any, *, fraction: bool = False) -> str:
    """A quantity as text in the one way there is ("800", "0.25"); a fraction lies between 0 and 1."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= _LARGEST or number != number.quantize(_PLACES):
        raise Invalid(
            gettext_noop("«%(value)s» no es un número con hasta seis decimales."), field="after", value=str(value)
        )
    if fraction and not 0 <= number <= 1:
        raise Invalid(gettext_noop("El peso es una fracción entre 0 y 1, no %(weight)s."), field="after", weight=number)
    return plain(number) or "0"


def _day_text(value: Any) -> str:
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()
    except ValueError as error:
        raise Invalid(
            gettext_noop("«%(value)s» no es una fecha: escriba año, mes y día."), field="after", value=str(value)
        ) from error


_K, _F = SubjectKind, ChangeField
_WEIGHT = Attribute("weight", Form.FRACTION)
_NAME = Attribute("name", Form.TEXT, required=True)
#: A thing without who executes it, or without who reports it, is nobody's.
_NEEDED = {(_K.PROJECT, Duty.EXECUTES), (_K.INDICATOR, Duty.REPORTS)}

_ATTRIBUTES: dict[tuple[str, str, str], Attribute] = {
    (_K.NODE, _F.WEIGHT, ""): _WEIGHT,
    (_K.NODE, _F.NAME, ""): Attribute("name", Form.TEXT, required=True, longest=300),
    (_K.NODE, _F.NAME, "en"): Attribute("name_en", Form.TEXT, longest=300),
    (_K.PROJECT, _F.WEIGHT, ""): _WEIGHT,
    (_K.PROJECT, _F.NAME, ""): _NAME,
    (_K.PRODUCT, _F.WEIGHT, ""): _WEIGHT,
    (_K.PRODUCT, _F.NAME, ""): _NAME,
    (_K.PRODUCT, _F.UNIT, ""): Attribute("unit", Form.TEXT, longest=80),
    (_K.PRODUCT, _F.GOAL, ""): Attribute("goal_code", Form.TEXT, longest=40),
    (_K.PRODUCT, _F.GOAL, "name"): Attribute("goal_name", Form.TEXT),
    (_K.ACTIVITY, _F.WEIGHT, ""): _WEIGHT,
    (_K.ACTIVITY, _F.NAME, ""): _NAME,
    (_K.ACTIVITY, _F.STARTS_ON, ""): Attribute("starts_on", Form.DAY),
    (_K.ACTIVITY, _F.ENDS_ON, ""): Attribute("ends_on", Form.DAY),
    (_K.INDICATOR, _F.WEIGHT, ""): _WEIGHT,
    (_K.INDICATOR, _F.NAME, ""): _NAME,
    (_K.INDICATOR, _F.NAME, "en"): Attribute("name_en", Form.TEXT),
    (_K.INDICATOR, _F.DEFINITION, ""): Attribute("definition", Form.TEXT),
    (_K.INDICATOR, _F.DEFINITION, "en"): Attribute("definition_en", Form.TEXT),
    (_K.INDICATOR, _F.UNIT, ""): Attribute("unit", Form.TEXT, longest=80),
    (_K.INDICATOR, _F.ACCUMULATION, ""): Attribute("accumulation", Form.ACCUMULATION, required=True),
    (_K.INDICATOR, _F.ACCUMULATION, "flow_policy"): Attribute("flow_policy", Form.FLOW_POLICY, required=True),
    (_K.INDICATOR, _F.ACCUMULATION, "measure"): Attribute("measure", Form.MEASURE, required=True),
    (_K.INDICATOR, _F.ACCUMULATION, "year_weights"): Attribute("year_weights", Form.TEXT, longest=200),
    (_K.INDICATOR, _F.BASELINE, ""): Attribute("baseline", Form.QUANTITY),
    (_K.INDICATOR, _F.BASELINE, "on"): Attribute("baseline_on", Form.DAY),
    (_K.INDICATOR, _F.BASELINE, "source"): Attribute("baseline_source", Form.TEXT, longest=300),
    (_K.INDICATOR, _F.MEANS_OF_VERIFICATION, ""): Attribute("means_of_verification", Form.TEXT),
    **{
        (kind, _F.RESPONSIBLE, duty.value): Attribute(rule.column, Form.ENTITY, required=(kind, duty) in _NEEDED)
        for kind in (_K.PROJECT, _K.INDICATOR, _K.PLEDGE)
        for duty, rule in DUTIES[OfDuty(kind.value)].items()
        # What a signatory holds by having signed stays with it: the Mesa cannot sign for somebody else.
        if not rule.fixed
    },
}


def attribute_of(kind: str, field: str, key: str) -> Attribute | None:
    """The attribute that a change names, None where the Mesa has nothing to change there."""
    return _ATTRIBUTES.get((kind, field, key))


def columns_of(kind: str) -> dict[tuple[str, str], Attribute]:
    """(field, key) → attribute of a kind of part: what a form may offer."""
    return {(field, key): attribute for (of, field, key), attribute in _ATTRIBUTES.items() if of == kind}


Part = Node | Project | Product | Activity | Indicator | Pledge
Wanted = tuple[str, str]
"""Kind and subject."""


def subject_of(part: Part) -> Wanted:
    """Kind and public code; the part must come with what its code is made of (tier, project, clause)."""
    if isinstance(part, Pledge):
        return SubjectKind.PLEDGE.value, join_key(part.clause.code, part.code)
    if isinstance(part, Indicator):
        return SubjectKind.INDICATOR.value, part.code
    return SubjectKind(str(part._meta.model_name)).value, part_subject(part)


def parts_of(plan: Plan, wanted: Iterable[Wanted]) -> dict[Wanted, Part]:
    """The live rows behind some codes, those that exist: one query per kind of part."""
    by_kind: dict[str, list[tuple[str, ...]]] = {}
    for kind, subject in wanted:
        by_kind.setdefault(kind, []).append((subject, *split_key(subject)))
    found: dict[Wanted, Part] = {}
    for kind, codes in by_kind.items():
        asked = {code[0] for code in codes}
        for part in _LOADERS[kind](plan, codes):
            if subject_of(part)[1] in asked:
                found[subject_of(part)] = part
    return found


def _nodes(plan: Plan, codes: list[tuple[str, ...]]) -> QuerySet[Node]:
    return Node.objects.filter(plan=plan, code__in={code[-1] for code in codes}).select_related("tier").order_by("pk")


def _projects(plan: Plan, codes: list[tuple[str, ...]]) -> QuerySet[Project]:
    return (
        Project.objects.filter(plan=plan, code__in={code[0] for code in codes})
        .select_related("entity", "node__tier")
        .order_by("pk")
    )


def _products(plan: Plan, codes: list[tuple[str, ...]]) -> QuerySet[Product]:
    projects, products = {code[1] for code in codes}, {code[-1] for code in codes}
    return (
        Product.objects.filter(project__plan=plan, project__code__in=projects, code__in=products)
        .select_related("project")
        .order_by("pk")
    )


def _activities(plan: Plan, codes: list[tuple[str, ...]]) -> QuerySet[Activity]:
    projects, products = {code[1] for code in codes}, {code[2] for code in codes if len(code) > 2}
    return (
        Activity.objects.filter(product__project__plan=plan)
        .filter(product__project__code__in=projects, product__code__in=products)
        .select_related("product__project")
        .order_by("pk")
    )


def _indicators(plan: Plan, codes: list[tuple[str, ...]]) -> QuerySet[Indicator]:
    return (
        Indicator.objects.filter(plan=plan, code__in={code[0] for code in codes})
        .select_related("plan", "product__project", "reporter", "reviewer", "verifier", "presenter")
        .prefetch_related("targets")
        .order_by("pk")
    )


def _pledges(plan: Plan, codes: list[tuple[str, ...]]) -> QuerySet[Pledge]:
    return (
        Pledge.objects.filter(clause__agreement=plan.agreement_id, code__in={code[-1] for code in codes})
        .select_related("clause", "entity")
        .order_by("pk")
    )


_LOADERS: dict[str, Callable[[Plan, list[tuple[str, ...]]], Any]] = {
    SubjectKind.NODE.value: _nodes,
    SubjectKind.PROJECT.value: _projects,
    SubjectKind.PRODUCT.value: _products,
    SubjectKind.ACTIVITY.value: _activities,
    SubjectKind.INDICATOR.value: _indicators,
    SubjectKind.PLEDGE.value: _pledges,
}
