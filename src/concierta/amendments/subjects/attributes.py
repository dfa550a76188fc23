"""The attributes of a part of the plan that an amendment may change, and how each is written."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

from concierta.agreements.models import Pledge
from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.indicators.models import Indicator
from concierta.indicators.schema import IndicatorDescription
from concierta.kernel.keys import join_key, split_key
from concierta.plans.models import Activity, Node, Plan, Product, Project
from concierta.plans.queries import part_subject
from concierta.plans.schema import (
    ActivityDescription,
    Attribute,
    Description,
    Kind,
    NodeDescription,
    ProductDescription,
    ProjectDescription,
    attributes,
)
from concierta.responsibilities.duties import DUTIES
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.enums import SubjectKind as OfDuty

_K, _F = SubjectKind, ChangeField
_DESCRIPTIONS: dict[SubjectKind, type[Description]] = {
    _K.NODE: NodeDescription,
    _K.PROJECT: ProjectDescription,
    _K.PRODUCT: ProductDescription,
    _K.ACTIVITY: ActivityDescription,
    _K.INDICATOR: IndicatorDescription,
}
#: What is decided together with another attribute stands under its field, with a key of its own.
_UNDER = {
    "name_en": (_F.NAME, "en"),
    "definition_en": (_F.DEFINITION, "en"),
    "goal_name": (_F.GOAL, "name"),
    "flow_policy": (_F.ACCUMULATION, "flow_policy"),
    "measure": (_F.ACCUMULATION, "measure"),
    "year_weights": (_F.ACCUMULATION, "year_weights"),
    "baseline_on": (_F.BASELINE, "on"),
    "baseline_source": (_F.BASELINE, "source"),
}
#: A thing without who executes it, or without who reports it, is nobody's.
_NEEDED = {(_K.PROJECT, Duty.EXECUTES), (_K.INDICATOR, Duty.REPORTS)}


def field_of(name: str) -> tuple[ChangeField, str]:
    """The field and key of a change of the attribute `name`."""
    return _UNDER.get(name) or (_F(name), "")


_ATTRIBUTES: dict[tuple[str, str, str], Attribute] = {
    **{
        (kind, *field_of(name)): attribute
        for kind, description in _DESCRIPTIONS.items()
        for name, attribute in attributes(description).items()
        if attribute.decided
    },
    **{
        (kind, _F.RESPONSIBLE, duty.value): Attribute(Kind.ENTITY, name=rule.column, required=(kind, duty) in _NEEDED)
        for kind in (_K.PROJECT, _K.INDICATOR, _K.PLEDGE)
        for duty, rule in DUTIES[OfDuty(kind.value)].items()
        # What a signatory holds by having signed stays with it: the Mesa cannot sign for somebody else.
        if not rule.fixed
    },
}


def figures_of(kind: SubjectKind) -> dict[str, ChangeField]:
    """Column → field, of what is compared with the acts."""
    declared = attributes(_DESCRIPTIONS[kind]) if kind in _DESCRIPTIONS else {}
    return {name: field_of(name)[0] for name, one in declared.items() if one.compared}


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
