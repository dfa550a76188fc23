"""Recording by hand what an official source stated for a period, as a matrix import would."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model

from concierta.kernel.canonical import sha256_of
from concierta.kernel.decimals import plain
from concierta.kernel.digests import told_digests
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.people.models import User
from concierta.plans.models import (
    Activity,
    ActivityFollowUp,
    Plan,
    Product,
    ProductFollowUp,
    Project,
    ProjectFollowUp,
    ReportingPeriod,
)
from concierta.plans.operations.acts import record_in_plan
from concierta.plans.permissions import check_can_feed_plan
from concierta.plans.queries import facts_by_project


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFacts:
    """Fractions for `weight` and `stated_progress`, whole pesos for money; None is "the source does not say"."""

    activity: Activity
    weight: Decimal | None = None
    stated_progress: Decimal | None = None
    explanation: str = ""
    initial: int | None = None
    modified: int | None = None
    executed: int | None = None
    obligated: int | None = None
    paid: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """Quantities in the product's unit, `executed` cumulative in the year.

    `programmed` None is "the source does not say", unless `not_programmed`: then it said NP.
    """

    product: Product
    weight: Decimal | None = None
    programmed: Decimal | None = None
    not_programmed: bool = False
    indicative_programmed: Decimal | None = None
    executed: Decimal | None = None
    stated_progress: Decimal | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFacts:
    project: Project
    stated_progress: Decimal | None = None


@transaction.atomic
def record_follow_ups(
    *,
    period: ReportingPeriod,
    activities: Sequence[ActivityFacts] = (),
    products: Sequence[ProductFacts] = (),
    projects: Sequence[ProjectFacts] = (),
    source: str,
    by: User | None,
    at: datetime,
) -> None:
    """Keep the facts of `source` for `period`, replacing those recorded before for the same parts.

    One ledger event for the whole set, with the SHA-256 of its figures, and digests of all that the period states
    then, by project. Refuses an empty source and parts of another plan.
    """
    plan = period.plan
    check_can_feed_plan(by, plan)
    if not source.strip():
        raise Invalid(gettext_noop("Un seguimiento debe decir su fuente."), field="source")
    _check_parts(plan, Activity, "product__project__plan", [facts.activity for facts in activities])
    _check_parts(plan, Product, "project__plan", [facts.product for facts in products])
    _check_parts(plan, Project, "plan", [facts.project for facts in projects])
    digest = [
        *_replace(ActivityFollowUp, "activity", period, activities),
        *_replace(ProductFollowUp, "product", period, products),
        *_replace(ProjectFollowUp, "project", period, projects),
    ]
    record_in_plan(
        kind="plan.follow_up_recorded",
        subject=f"{plan.slug}/{period.label}",
        plan=plan,
        body={
            "activities": len(activities),
            "figures_sha256": sha256_of(sorted(digest)),
            "products": len(products),
            "projects": len(projects),
            "source": source,
            **told_digests(facts_by_project([period.pk])[period.pk]),
        },
        by=by,
        at=at,
    )


def _check_parts(plan: Plan, model: type[Model], path: str, parts: Sequence[Model]) -> None:
    known = set(model._default_manager.filter(**{path: plan}).values_list("pk", flat=True))
    for part in parts:
        if part.pk not in known:
            raise Invalid(gettext_noop("«%(part)s» no es parte del plan «%(plan)s»."), part=str(part), plan=plan.name)


def _replace(
    model: type[Model],
    part: str,
    period: ReportingPeriod,
    facts: Sequence[Any],
) -> list[str]:
    """Rows of `model` for `facts`; returns one line of text per row, for the digest."""
    names = [name for name in (facts[0].__slots__ if facts else ()) if name != part]
    model._default_manager.filter(period=period, **{f"{part}__in": [getattr(fact, part).pk for fact in facts]}).delete()
    model._default_manager.bulk_create(
        [
            model(period=period, **{part: getattr(fact, part)}, **{name: getattr(fact, name) for name in names})
            for fact in facts
        ]
    )
    return [
        "|".join([part, getattr(fact, part).code, *(_text(getattr(fact, name)) for name in names)]) for fact in facts
    ]


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value) or ""
    return "" if value is None else str(value)
