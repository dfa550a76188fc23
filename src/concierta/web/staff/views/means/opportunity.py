"""One opportunity, and each step from the first idea to the report back to who gave."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from concierta.budgets.permissions import can_mobilise, can_see_contacts
from concierta.budgets.queries import contacts_for, latest_figure, opportunity_for, shares_of
from concierta.kernel.clock import today
from concierta.web.staff.forms.refusals import why_not
from concierta.web.staff.mesa_acts import perform
from concierta.web.staff.page import page
from concierta.web.staff.personal_data import record_opening
from concierta.web.staff.presenters.means_given import papers
from concierta.web.staff.presenters.means_opportunity import (
    contact_views,
    deadline_views,
    figure_views,
    opportunity_facts,
    opportunity_history,
    shares_view,
    stage_tag,
)
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.means.steps import acts_of


@require_http_methods(["GET", "HEAD", "POST"])
def opportunity(request: SignedInRequest, pk: int) -> HttpResponse:
    found = opportunity_for(request.user, pk)
    private = can_see_contacts(request.user, found)
    contacts = list(contacts_for(request.user, found)) if private else []
    if contacts and request.method == "GET":
        record_opening(request)
    acts = acts_of(request, found, contacts)
    done = perform(request, acts)
    if done.succeeded:
        messages.success(request, done.words)
        return redirect("opportunity", pk)
    stage, kind = stage_tag(found)
    context = {
        "opportunity": found,
        "plan": found.plan,
        "stage": stage,
        "stage_kind": kind,
        "figures": figure_views(found.amounts.all()),
        "facts": opportunity_facts(found),
        "shares": shares_view(shares_of(found), latest_figure(found)),
        "can_change": bool(can_mobilise(request.user, found.plan, found.entity)),
        "deadlines": deadline_views(found.deadlines.all(), today()),
        "contacts": contact_views(contacts),
        "no_contacts": why_not(private),
        "files": papers("opportunity_document", pk, list(found.documents.all())),
        "history": opportunity_history(found.steps.all()),
        "acts": acts,
        "refused": done.refused,
        "errors": done.errors,
        "here": request.path,
        # What was typed is kept until it is accepted: then the form is another one, and nothing is sent twice.
        "turn": len(found.steps.all()) + len(contacts),
    }
    status = 409 if done.refused else 422 if done.errors else 200
    return page(request, "staff/means/opportunity.html", context, status=status)
