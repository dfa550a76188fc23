"""«Mi trabajo»: what waits for this person, by role."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concierta.web.staff.page import page


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    return page(request, "staff/work.html")
