"""The public code of each part of a plan, and the parts behind some codes.

"C-E1-01" an indicator · "eje/1" a node, by tier · "BP-1" a project · "BP-1/P-2" its product · "BP-1/P-2/0003" an
activity ("BP-1/P-2/0003/2" its second occurrence) · "C4/SENA-1" a pledge. None of these codes ever changes.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

from concierta.agreements.models import Pledge
from concierta.amendments.enums import SubjectKind
from concierta.indicators.models import Indicator
from concierta.kernel.keys import join_key, split_key
from concierta.plans.models import Activity, Node, Plan, Product, Project
from concierta.plans.queries.parts import part_subject

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
