"""What is kept of people: why, on which ground and how long. For anybody, with or without an account."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from concierta.people.privacy import notice
from concierta.web.staff.page import page


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return page(request, "staff/privacy.html", {"lines": notice()})
