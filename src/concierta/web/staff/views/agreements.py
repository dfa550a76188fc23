"""The agreement and its pledges, to read."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from concierta.agreements.queries import agreement_by_slug, agreements_of, clauses_of
from concierta.web.staff.page import page
from concierta.web.staff.presenters.agreements import clause_block
from concierta.web.staff.requests import SignedInRequest


@require_safe
def agreements(request: SignedInRequest) -> HttpResponse:
    """With a single agreement there is nothing to choose: its page answers."""
    found = list(agreements_of(request.user))
    if len(found) == 1:
        return agreement(request, found[0].slug)
    return page(request, "staff/agreements/list.html", {"agreements": found})


@require_safe
def agreement(request: SignedInRequest, slug: str) -> HttpResponse:
    found = agreement_by_slug(request.user, slug)
    blocks = [clause_block(clause) for clause in clauses_of(found)]
    return page(request, "staff/agreements/agreement.html", {"agreement": found, "clauses": blocks})
