"""Rows of what is due, and to whom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.budgets.queries import deliveries_to_verify
from concierta.kernel.clock import today
from concierta.people.enums import Role
from concierta.plans.queries import past_periods, plans_of
from concierta.publishing.queries import achievement
from concierta.publishing.queries.cortes import cortes_of
from concierta.reporting.enums import ReportState
from concierta.reporting.permissions import can_oversee
from concierta.reporting.queries import (
    AssessmentObligation,
    EntityStanding,
    QueuedReport,
    Standing,
    assessments_i_owe,
    review_queue,
    what_i_owe,
    who_owes_what,
)
from concierta.steering.enums import DueKind
from concierta.steering.queries import bundled, dues_of, horizon
from concierta.verification.queries import RiskyReport, my_campaign_work, verification_queue
from concierta.web.kit.formats import due, period, short_date
from concierta.web.workspace.agreements.waiting import waiting_rows
from concierta.web.workspace.evaluation.states import missing_rows
from concierta.web.workspace.plans.rows import picture_of_tally
from concierta.web.workspace.reporting.figures import Picture, picture_of, with_unit
from concierta.web.workspace.reporting.sheet import queue_row
from concierta.web.workspace.shell import in_language
from concierta.web.workspace.steering.calendar import calendar_row

if TYPE_CHECKING:
    from concierta.people.models import User
    from concierta.plans.models import Plan

#: Nearer than this many working days, a due date is shown as near.
_SOON = 3
#: Enough of a project's name to know it again; official names run to three lines.
_PROJECT = 70


@dataclass(frozen=True, slots=True)
class DueRow:
    title: str
    code: str
    meta: str
    href: str
    picture: Picture
    tag: str
    tag_kind: str
    due_words: str
    due_date: str
    reason: str
    act: str


def due_row(standing: Standing, *, reading: bool = False) -> DueRow:
    """`reading` is for whoever looks on: the row leads to the figure, if there is one, and asks for nothing."""
    indicator = standing.indicator
    tag, kind = _tag(standing)
    return DueRow(
        title=in_language(indicator, "name"),
        code=indicator.code,
        meta=_meta(standing),
        href=_href(standing, reading),
        picture=picture_of(standing, standing.report),
        tag=tag,
        tag_kind=kind,
        due_words=due((standing.due_on - standing.on).days) if standing.needs_report else gettext("enviado"),
        due_date=short_date(standing.due_on),
        reason=standing.returned_reason,
        act="" if reading else _act(standing),
    )


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    title: str
    code: str
    meta: str
    href: str
    tag: str
    tag_kind: str
    due_words: str
    due_date: str


def assessment_row(owed: AssessmentObligation) -> AssessmentRow:
    """A pledge that nothing counts, in a period for which its entity has not said how it goes."""
    pledge = owed.pledge
    soon = "soon" if owed.working_days_left <= _SOON else "plain"
    return AssessmentRow(
        title=in_language(pledge, "text"),
        code=pledge.code,
        meta=f"{period(owed.period)} · {pledge.entity.short_name}",
        href=reverse("self_assessment", args=[pledge.pk, owed.period.pk]),
        tag=gettext("Vencido") if owed.overdue else gettext("Sin empezar"),
        tag_kind="late" if owed.overdue else soon,
        due_words=due((owed.due_on - owed.on).days),
        due_date=short_date(owed.due_on),
    )


def _href(standing: Standing, reading: bool) -> str:
    if not reading:
        return reverse("report_form", args=[standing.indicator.pk, standing.period.pk])
    if standing.report is None or standing.state == ReportState.DRAFT:
        return ""
    return reverse("report", args=[standing.report.pk])


def _meta(standing: Standing) -> str:
    parts = [
        period(standing.period),
        gettext("sin meta")
        if standing.target is None
        else gettext("meta %(target)s") % {"target": with_unit(standing.target, standing.indicator)},
    ]
    if (before := standing.last_published) is not None:
        parts.append(
            gettext("último publicado %(value)s (%(period)s)")
            % {
                "value": with_unit(
                    before.value if before.verified_value is None else before.verified_value, standing.indicator
                ),
                "period": period(before.period),
            }
        )
    if (product := standing.indicator.product) is not None:
        parts.append(Truncator(product.project.name).chars(_PROJECT))
    if (pledge := standing.indicator.pledge) is not None:
        parts.append(Truncator(in_language(pledge, "text")).chars(_PROJECT))
    return " · ".join(parts)


def _tag(standing: Standing) -> tuple[str, str]:
    """Its word and its kind. What came back is told apart even when it is late: its date says that it is."""
    if standing.state == ReportState.RETURNED:
        return gettext("Devuelto"), "late"
    if standing.overdue:
        return gettext("Vencido"), "late"
    match standing.state:
        case ReportState.DRAFT:
            return gettext("Borrador"), "soon" if standing.working_days_left <= _SOON else "plain"
        case None:
            return gettext("Sin empezar"), "soon" if standing.working_days_left <= _SOON else "plain"
        case state:
            return str(state.label), "plain"


def _act(standing: Standing) -> str:
    match standing.state:
        case None:
            return gettext("Reportar")
        case ReportState.DRAFT:
            return gettext("Continuar")
        case ReportState.RETURNED:
            return gettext("Corregir y reenviar")
        case _:
            return gettext("Ver")


_FEW = 5
_QUEUE_LIMIT = 1000
#: Each of these has a list of its own on the page.
_LISTED = frozenset(
    {
        *(DueKind.REPORT, DueKind.REVIEW, DueKind.VERIFICATION, DueKind.SELF_ASSESSMENT),
        *(DueKind.SIGNATURE, DueKind.MANDATE, DueKind.PLEDGE_ANSWER, DueKind.PLEDGE_ASSESSMENT, DueKind.PAPER),
        DueKind.MILESTONE,
    }
)


def work_context(user: "User", roles: set[Role]) -> dict[str, object]:
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
        context["agreement"] = waiting_rows(user)
        context["missing"] = missing_rows(user)
        context["calendar"] = _calendar(user)
    # A member of the Mesa comes for the whole; everybody else has work of their own above it.
    context["plans"] = [_plan(user, plan, measured=Role.MEMBER in roles) for plan in plans_of(user)]
    return context


def assessments_context(user: "User", *, few: int | None = None) -> dict[str, object]:
    """The self-assessments that `user` owes, of pledges that nothing counts; the first `few` of them, or all."""
    owed = assessments_i_owe(user, today())
    return {
        "count": len(owed),
        "late": sum(one.overdue for one in owed),
        "rows": [assessment_row(one) for one in owed[:few]],
    }


def _calendar(user: "User") -> dict[str, object]:
    """The dues that no other list of the page has, and how many of others were escalated."""
    on = today()
    dues = dues_of(user, on)
    escalated = [due for due in dues if due.is_told_to(user.pk)]
    rest = [due for due in dues if due.falls_to(user.pk) and due.kind not in _LISTED]
    return {
        "until": horizon(on),
        "late": sum(due.overdue for due in rest),
        "coming": sum(not due.overdue for due in rest),
        "escalated": len(escalated),
        "rows": [calendar_row(bundle, on, user) for bundle in bundled(rest)[:_FEW]],
    }


def _queue(waiting: Sequence[QueuedReport | RiskyReport], view: str) -> dict[str, object]:
    return {
        "count": len(waiting),
        "late": sum(one.overdue for one in waiting),
        "rows": [queue_row(one, view) for one in waiting[:_FEW]],
    }


def _oversight(user: "User", plan: "Plan") -> dict[str, object]:
    """The latest period whose cut-off has come, and who is late in it."""
    period = next(iter(past_periods(user, plan, today())), None)
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


def _plan(user: "User", plan: "Plan", *, measured: bool) -> dict[str, object]:
    period = next(iter(past_periods(user, plan, today())), None) if measured else None
    total = achievement(plan, period.cut_off).plan if period else None
    return {
        "plan": plan,
        "href": reverse("plan", args=[plan.slug]),
        "corte": cortes_of(user, plan).first(),
        "period": period,
        "total": total,
        "picture": picture_of_tally(f"plan-{plan.pk}", total) if total else None,
    }


_UNDER_WAY = ("draft", "returned", "submitted", "reviewed")
#: Columns of the matrix: the property of EntityStanding, its word, and which standings it counts.
COLUMNS: tuple[tuple[str, Promise, Callable[[Standing], bool]], ...] = (
    ("overdue", _("Vencidos"), lambda s: s.overdue),
    ("not_started", _("Sin empezar"), lambda s: s.state is None),
    ("draft", _("Borrador"), lambda s: s.state == "draft"),
    ("returned", _("Devueltos"), lambda s: s.state == "returned"),
    ("submitted", _("Por revisar"), lambda s: s.state == "submitted"),
    ("reviewed", _("Por verificar"), lambda s: s.state == "reviewed"),
    ("checked", _("Verificados"), lambda s: s.state is not None and s.state not in _UNDER_WAY),
    ("owed", _("Total"), lambda s: True),
)


@dataclass(frozen=True, slots=True)
class Cell:
    count: int
    href: str
    late: bool


def cells_of(standing: EntityStanding, query: str) -> list[Cell]:
    """How many reports one entity owes, by column of the matrix; each leads to the reports behind it."""
    href = f"?{query}&entidad={standing.entity.code}"
    return [Cell(getattr(standing, name), f"{href}&estado={name}", name == "overdue") for name, _word, _test in COLUMNS]


def totals(rows: list[EntityStanding]) -> list[int]:
    return [sum(getattr(row, name) for row in rows) for name, _word, _test in COLUMNS]


def chosen_standings(rows: list[EntityStanding], entity: str, column: str) -> list[Standing]:
    """The reports behind one cell of the matrix."""
    test = next((test for name, _word, test in COLUMNS if name == column), COLUMNS[-1][2])
    return [s for row in rows if row.entity.code == entity for s in row.standings if test(s)]
