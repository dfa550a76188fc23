"""The first screen: for each role, how much waits and the first few of it."""

from typing import Any

from django.urls import reverse

from concierta.budgets.queries import deliveries_to_verify
from concierta.kernel.clock import today
from concierta.people.enums import Role
from concierta.plans.queries import periods_of, plans_of
from concierta.publishing.queries import achievement
from concierta.publishing.queries.cortes import cortes_of
from concierta.reporting.permissions import can_oversee
from concierta.reporting.queries import assessments_i_owe, review_queue, what_i_owe, who_owes_what
from concierta.steering.enums import DueKind
from concierta.steering.queries import bundled, dues_of, horizon
from concierta.verification.queries import my_campaign_work, verification_queue
from concierta.web.staff.presenters.calendar import calendar_row
from concierta.web.staff.presenters.due import assessment_row, due_row
from concierta.web.staff.presenters.plan import picture_of_tally
from concierta.web.staff.presenters.queue import queue_row

_FEW = 5
_QUEUE_LIMIT = 1000
#: Each of these has a list of its own on the page.
_LISTED = frozenset({DueKind.REPORT, DueKind.REVIEW, DueKind.VERIFICATION, DueKind.SELF_ASSESSMENT})


def work_context(user: Any, roles: set[Role]) -> dict[str, Any]:
    context: dict[str, Any] = {"roles": {role.value: role in roles for role in Role}}
    if Role.REPORTER in roles:
        owed = [one for one in what_i_owe(user, today()) if one.needs_report]
        context["reporter"] = {
            "count": len(owed),
            "late": sum(one.overdue for one in owed),
            "returned": sum(one.state == "returned" for one in owed),
            "rows": [due_row(one) for one in owed[:_FEW]],
        }
        context["assessments"] = assessments_context(user, few=_FEW)
    if Role.REVIEWER in roles:
        waiting = review_queue(user, today(), limit=_QUEUE_LIMIT)
        context["reviewer"] = _queue(waiting, "review")
    if Role.VERIFIER in roles:
        mine = my_campaign_work(user, today())
        queue = verification_queue(user, today())
        known = {one.report.pk for one in queue}
        context["verifier"] = _queue(queue, "verify")
        context["verifier"]["count"] += sum(one.entry.report_id not in known for one in mine)
        context["verifier"]["assigned"] = len(mine)
        context["verifier"]["deliveries"] = len(deliveries_to_verify(user))
    if Role.SECRETARIAT in roles:
        context["secretariat"] = [_oversight(user, plan) for plan in plans_of(user) if can_oversee(user, plan)]
    if roles:
        context["calendar"] = _calendar(user)
    # A member of the Mesa comes for the whole; everybody else has work of their own above it.
    context["plans"] = [_plan(user, plan, measured=Role.MEMBER in roles) for plan in plans_of(user)]
    return context


def assessments_context(user: Any, *, few: int | None = None) -> dict[str, Any]:
    """What `user` has yet to say of the pledges that nothing counts; the first `few` of it, or all."""
    owed = assessments_i_owe(user, today())
    return {
        "count": len(owed),
        "late": sum(one.overdue for one in owed),
        "rows": [assessment_row(one) for one in owed[:few]],
    }


def _calendar(user: Any) -> dict[str, Any]:
    """What is due besides what stands above by kind, and what of others was escalated."""
    on = today()
    found = dues_of(user, on)
    escalated = [due for due in found if due.is_told_to(user.pk)]
    rest = [due for due in found if due.falls_to(user.pk) and due.kind not in _LISTED]
    return {
        "until": horizon(on),
        "late": sum(due.overdue for due in rest),
        "coming": sum(not due.overdue for due in rest),
        "escalated": len(escalated),
        "rows": [calendar_row(bundle, on, user) for bundle in bundled(rest)[:_FEW]],
    }


def _queue(waiting: list[Any], view: str) -> dict[str, Any]:
    return {
        "count": len(waiting),
        "late": sum(one.overdue for one in waiting),
        "rows": [queue_row(one, view) for one in waiting[:_FEW]],
    }


def _oversight(user: Any, plan: Any) -> dict[str, Any]:
    """The latest period whose cut-off has come, and who is late in it."""
    period = next((p for p in periods_of(user, plan).reverse() if p.cut_off <= today()), None)
    rows = who_owes_what(user, plan, period, today()) if period else []
    href = f"{reverse('who_owes')}?plan={plan.slug}" + (f"&periodo={period.label}" if period else "")
    return {
        "plan": plan,
        "period": period,
        "owed": sum(row.owed for row in rows),
        "checked": sum(row.checked for row in rows),
        "late": sum(row.overdue for row in rows),
        "entities": [
            (row.entity.name, row.overdue, f"{href}&entidad={row.entity.code}&estado=overdue")
            for row in rows
            if row.overdue
        ][:_FEW],
        "href": href,
    }


def _plan(user: Any, plan: Any, *, measured: bool) -> dict[str, Any]:
    period = next((p for p in periods_of(user, plan).reverse() if p.cut_off <= today()), None) if measured else None
    total = achievement(plan, period.cut_off).plan if period else None
    return {
        "plan": plan,
        "href": reverse("plan", args=[plan.slug]),
        "corte": cortes_of(user, plan).first(),
        "period": period,
        "total": total,
        "picture": picture_of_tally(f"plan-{plan.pk}", total) if total else None,
    }
