"""«Mi trabajo»: what waits for this person, by role."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from concierta.web.staff.page import page
from concierta.web.staff.presenters.work import work_context
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.roles import roles_of


@require_safe
def work(request: SignedInRequest) -> HttpResponse:
    return page(request, "staff/work.html", work_context(request.user, roles_of(request.user)))
