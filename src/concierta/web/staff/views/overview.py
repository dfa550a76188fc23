"""Who owes what: entities by state, the most overdue first, and the reports behind each number."""

from typing import Any

from django.http import HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from concierta.kernel.clock import today
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.people.queries import entity_by_code
from concierta.plans.queries import periods_of, plans_of
from concierta.reporting.permissions import can_oversee
from concierta.reporting.queries import who_owes_what
from concierta.web.components.formats import period as period_words
from concierta.web.staff.page import page
from concierta.web.staff.paging import slice_of
from concierta.web.staff.presenters.due import due_row
from concierta.web.staff.presenters.languages import in_language
from concierta.web.staff.presenters.overview import COLUMNS, chosen_standings, entity_row, totals
from concierta.web.staff.requests import SignedInRequest


@require_safe
def who_owes(request: SignedInRequest) -> HttpResponse:
    check_has_role(request.user, Role.SECRETARIAT)
    plans = overseen_plans(request.user)
    plan = chosen(plans, request.GET.get("plan", ""), lambda one: one.slug)
    periods = [p for p in periods_of(request.user, plan) if p.cut_off <= today()][::-1] if plan else []
    entity, state = request.GET.get("entidad", ""), request.GET.get("estado", "")
    period = chosen(periods, request.GET.get("periodo", ""), lambda one: one.label)
    rows = who_owes_what(request.user, plan, period, today()) if period else []
    if entity and "periodo" not in request.GET and not chosen_standings(rows, entity, state):
        period, rows = _latest_with(request.user, plan, periods, entity, state) or (period, rows)
    query = urlencode({"plan": plan.slug, "periodo": period.label}) if period else ""
    context: dict[str, Any] = {
        "plans": [(one.slug, in_language(one, "name")) for one in plans],
        "plan": plan,
        "periods": [(one.label, period_words(one.label)) for one in periods],
        "period": period,
        "columns": [word for _name, word, _test in COLUMNS],
        "rows": [entity_row(row, query) for row in rows],
        "totals": totals(rows),
        "late": sum(row.overdue for row in rows),
        "owed": sum(row.owed for row in rows),
        "back": f"?{query}",
    }
    if entity:
        found = chosen_standings(rows, entity, state)
        part = slice_of(request, found)
        context |= {
            "entity": entity_by_code(entity).name,
            "part": part,
            "standings": [due_row(one, reading=True) for one in part.rows],
        }
        return page(request, "staff/overview/entity.html", context)
    return page(request, "staff/overview/matrix.html", context)


def _latest_with(user: Any, plan: Any, periods: list[Any], entity: str, state: str) -> tuple[Any, Any] | None:
    """The latest period in which the entity has such reports, for whoever asks for them without saying when."""
    for period in periods:
        rows = who_owes_what(user, plan, period, today())
        if chosen_standings(rows, entity, state):
            return period, rows
    return None


def overseen_plans(user: Any) -> list[Any]:
    """The plans whose secretariat this person is."""
    return [plan for plan in plans_of(user) if can_oversee(user, plan)]


def chosen(options: list[Any], wanted: str, name_of: Any) -> Any:
    """The option that was asked for, else the first, else None."""
    return next((one for one in options if name_of(one) == wanted), options[0] if options else None)
