"""Making a plan, its periods, and putting it in force."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from concierta.agreements.models import Agreement
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.origin import Origin
from concierta.kernel.periods import Period
from concierta.people.models import Entity, User
from concierta.plans.models import Plan, ReportingPeriod
from concierta.plans.operations.acts import record_in_plan
from concierta.plans.operations.readiness import PlanIncomplete, problems_of
from concierta.plans.permissions import check_can_create_plan, check_can_feed_plan, check_can_manage_plan
from concierta.plans.workflow import PLAN_WORKFLOW


@transaction.atomic
def create_plan(
    *,
    slug: str,
    name: str,
    starts_on: date,
    ends_on: date,
    name_en: str = "",
    city: str = "",
    agreement: Agreement | None = None,
    secretariat: Entity | None = None,
    reviewer: Entity | None = None,
    verifier: Entity | None = None,
    presenter: Entity | None = None,
    origin: Origin = Origin.OWN,
    source: str = "",
    by: User | None,
    at: datetime,
) -> Plan:
    """A draft. Refuses a slug in use, a plan that ends before it starts, a reviewer that is also the verifier."""
    check_can_create_plan(by, secretariat)
    if Plan.objects.filter(slug=slug).exists():
        raise Invalid(gettext_noop("Ya hay un plan «%(slug)s»: elija otro nombre corto."), field="slug", slug=slug)
    if ends_on <= starts_on:
        raise Invalid(gettext_noop("El plan debe terminar después de empezar."), field="ends_on")
    _check_two_entities(reviewer, verifier)
    if origin == Origin.OFFICIAL and not source.strip():
        raise Invalid(gettext_noop("Un plan oficial debe decir su fuente."), field="source")
    plan = Plan.objects.create(
        slug=slug,
        name=name,
        name_en=name_en,
        city=city,
        agreement=agreement,
        starts_on=starts_on,
        ends_on=ends_on,
        secretariat=secretariat,
        reviewer=reviewer,
        verifier=verifier,
        presenter=presenter,
        origin=origin,
        source=source,
    )
    body = {
        "name": name,
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "origin": str(origin),
        "source": source,
        **_roles(plan),
    }
    _record("plan.created", plan, body, by, at)
    return plan


@transaction.atomic
def assign_plan_roles(
    *,
    plan: Plan,
    secretariat: Entity,
    reviewer: Entity | None,
    verifier: Entity | None,
    presenter: Entity | None,
    by: User | None,
    at: datetime,
) -> Plan:
    """Who keeps, reviews, verifies and presents the plan. Allowed in any state but closed: offices are reorganised.

    Indicators already defined keep their own responsibles, which only change while the plan is a draft.
    """
    check_can_manage_plan(by, plan)
    if plan.state not in PLAN_WORKFLOW.transition("close").sources | {PLAN_WORKFLOW.initial}:
        PLAN_WORKFLOW.check("close", plan.state)
    _check_two_entities(reviewer, verifier)
    before = _roles(plan)
    plan.secretariat, plan.reviewer, plan.verifier, plan.presenter = secretariat, reviewer, verifier, presenter
    plan.save(update_fields=["secretariat", "reviewer", "verifier", "presenter"])
    _record("plan.roles_assigned", plan, {"before": before, "after": _roles(plan)}, by, at)
    return plan


@transaction.atomic
def put_in_force(*, plan: Plan, by: User | None, at: datetime) -> Plan:
    """From draft to in force; from then on its targets move only by decision of the Mesa.

    Refuses with `PlanIncomplete`, which lists everything that is still missing, never only the first.
    """
    check_can_manage_plan(by, plan)
    transition = PLAN_WORKFLOW.check("put_in_force", plan.state)
    if problems := problems_of(plan, at):
        raise PlanIncomplete(plan, problems)
    return _move(plan, transition.target, transition.event, by, at)


@transaction.atomic
def close_plan(*, plan: Plan, by: User | None, at: datetime) -> Plan:
    """From in force to closed: nothing more enters it. Refused before its last day: a running plan is not closed."""
    check_can_manage_plan(by, plan)
    transition = PLAN_WORKFLOW.check("close", plan.state)
    if local_date(at) <= plan.ends_on:
        raise Invalid(
            gettext_noop("El plan va hasta el %(ends_on)s: se puede cerrar al día siguiente."),
            ends_on=plan.ends_on.isoformat(),
        )
    return _move(plan, transition.target, transition.event, by, at)


def _move(plan: Plan, state: str, event: str, by: User | None, at: datetime) -> Plan:
    plan.state = state
    plan.save(update_fields=["state"])
    _record(event, plan, {"state": state, **_roles(plan)}, by, at)
    return plan


def _check_two_entities(reviewer: Entity | None, verifier: Entity | None) -> None:
    if reviewer is not None and reviewer == verifier:
        raise Invalid(
            gettext_noop("Quien revisa y quien verifica deben ser entidades distintas: %(entity)s aparece en los dos."),
            field="verifier",
            entity=reviewer.short_name,
        )


def _roles(plan: Plan) -> dict[str, str | None]:
    named = {role: getattr(plan, role) for role in ("secretariat", "reviewer", "verifier", "presenter")}
    return {role: entity.code if entity else None for role, entity in named.items()}


def _record(kind: str, plan: Plan, body: Mapping[str, object], by: User | None, at: datetime) -> None:
    record_in_plan(kind=kind, subject=plan.slug, plan=plan, body=body, by=by, at=at)


@transaction.atomic
def open_period(*, plan: Plan, period: Period, by: User | None, at: datetime) -> ReportingPeriod:
    """The plan's reporting period for `period`, opened if it was not. Refuses one outside the plan's own years."""
    check_can_feed_plan(by, plan)
    found = ReportingPeriod.objects.filter(plan=plan, year=period.year, quarter=period.quarter).first()
    if found:
        return found
    opened = add_period(plan, period)
    record_in_plan(
        kind="plan.period_opened",
        subject=f"{plan.slug}/{period.label}",
        plan=plan,
        body={"cut_off": period.cut_off.isoformat()},
        by=by,
        at=at,
    )
    return opened


def add_period(plan: Plan, period: Period) -> ReportingPeriod:
    """The row alone, inside a larger act that records its own event."""
    if not plan.starts_on <= period.cut_off <= plan.ends_on:
        raise Invalid(
            gettext_noop("El periodo %(period)s cae fuera del plan «%(plan)s», que va de %(starts_on)s a %(ends_on)s."),
            field="period",
            period=period.label,
            plan=plan.name,
            starts_on=plan.starts_on.isoformat(),
            ends_on=plan.ends_on.isoformat(),
        )
    created, _ = ReportingPeriod.objects.get_or_create(
        plan=plan, year=period.year, quarter=period.quarter, defaults={"cut_off": period.cut_off}
    )
    return created
