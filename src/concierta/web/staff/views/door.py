"""Pages that a letter leads to: accepting an invitation, and confirming another address. The link is the permission."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from concierta.accounts.operations import accept_invitation, confirm_by_old_address
from concierta.accounts.queries import invitation_behind
from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.people.enums import Role
from concierta.web.staff.account import remember_browser
from concierta.web.staff.forms.door import AcceptanceForm
from concierta.web.staff.forms.refusals import add_refusal, summary_of
from concierta.web.staff.page import page


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Nobody is signed in by accepting: they enter by the door, in a session that begins there."""
    invitation = invitation_behind(token, now())
    if request.user.is_authenticated:
        return page(request, "staff/door/leave_first.html", {"entity": invitation.entity}, status=409)
    form = AcceptanceForm(
        request.POST if request.method == "POST" else None,
        initial={"name": invitation.user.name},
        verifies=Role.VERIFIER in invitation.roles,
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            user = accept_invitation(
                token=token,
                name=given["name"],
                password=given["password"],
                independent=given.get("independent", False),
                by=None,
                at=now(),
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Su cuenta está lista: ingrese con su correo y su contraseña."))
            response = redirect("account_login")
            remember_browser(request, response, user)
            return response
    context = {
        "form": form,
        "errors": summary_of(form),
        "invitation": invitation,
        "roles": [Role(role).label for role in invitation.roles],
    }
    return page(request, "staff/door/accept.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing: mail programs open links by themselves. Pressing the button does."""
    if request.method == "POST":
        user: Any = request.user
        confirm_by_old_address(token=token, by=user if user.is_authenticated else None, at=now())
        messages.success(request, gettext("Listo: desde ahora ingresa con su nuevo correo."))
        return redirect("account" if user.is_authenticated else "account_login")
    return page(request, "staff/door/confirm_address.html")
