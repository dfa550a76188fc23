"""The execution budget beside the plan's own follow-up, project by project. The differences are the point."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from concierta.budgets.queries import compare_sources
from concierta.engines.finance import Standing
from concierta.kernel.clock import today
from concierta.web.staff.page import page
from concierta.web.staff.paging import slice_of
from concierta.web.staff.plan_tabs import plan_tabs
from concierta.web.staff.presenters.money_sources import difference_facts, sources_finding, sources_rows, standing_tabs
from concierta.web.staff.presenters.money_words import cut_off_options
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.money.moment import moment_of


@require_safe
def compare(request: SignedInRequest, slug: str) -> HttpResponse:
    moment = moment_of(request, slug)
    current_only = request.GET.get("reservas") != "si"
    asked = request.GET.get("estado", "")
    chosen = next((one for one in Standing if one.value == asked), None)
    found = compare_sources(request.user, moment.plan, moment.on, current_only=current_only)
    context = {
        "plan": moment.plan,
        "tabs": plan_tabs(moment.plan, "money"),
        "moment": moment,
        "cut_offs": cut_off_options(moment.cut_offs, today()),
        "with_reserves": not current_only,
        "asked": asked if chosen else "",
        "found": found,
    }
    if found is not None:
        part = slice_of(request, [row for row in found.rows if chosen is None or row.standing is chosen])
        context |= {
            "finding": sources_finding(found),
            "standings": standing_tabs(found, chosen, request),
            "facts": difference_facts(found),
            "part": part,
            "rows": sources_rows(part.rows, moment.plan),
        }
    return page(request, "staff/money/sources.html", context)
