"""Shutting an account now, and opening it again: by its own entity, the secretariat or the operator."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.accounts.blocking import can_block, can_unblock, open_block, person_to_block
from concierta.accounts.operations import block_account, unblock_account
from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.people.enums import Role
from concierta.web.components.formats import date_time
from concierta.web.staff.forms.blocking import ReasonForm
from concierta.web.staff.forms.refusals import add_refusal, summary_of, why_not
from concierta.web.staff.page import page
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.roles import roles_of


@require_http_methods(["GET", "HEAD", "POST"])
def block(request: SignedInRequest, pk: int) -> HttpResponse:
    """What keeps the account shut, or the form that shuts it; whichever act is the next."""
    person = person_to_block(request.user, pk)
    shut = open_block(person)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act = unblock_account if shut else block_account
        try:
            act(person=person, **form.cleaned_data, by=request.user, at=now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request,
                gettext("La cuenta vuelve a abrir lo que abren sus papeles. Debe ingresar de nuevo.")
                if shut
                else gettext("La cuenta quedó bloqueada: terminaron sus sesiones, sus cartas y sus calendarios."),
            )
            return redirect("block_account", pk)
    allowed = can_unblock(request.user, person) if shut else can_block(request.user, person)
    context = {
        "who": person,
        "shut": shut and _facts(shut),
        "refused": why_not(allowed),
        "form": form,
        "errors": summary_of(form),
        "administers": Role.SECRETARIAT in roles_of(request.user),
    }
    return page(request, "staff/people/block.html", context, status=422 if form.errors else 200)


def _facts(shut: Any) -> list[tuple[str, str]]:
    by = shut.blocked_by.name if shut.blocked_by else gettext("Quien administra la instalación")
    entity = f" · {shut.blocked_for.short_name}" if shut.blocked_for else ""
    return [
        (gettext("Desde"), date_time(shut.blocked_at)),
        (gettext("La bloqueó"), f"{by}{entity}"),
        (gettext("Por qué"), shut.reason),
    ]
