"""Putting the table of an agreement on record, by the secretariat that will convene it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.agreements.queries import agreements_of
from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.mesa.operations import establish_mesa
from concierta.mesa.queries import mesa_of
from concierta.people.enums import Role
from concierta.people.permissions import check_has_role
from concierta.people.queries import all_entities, entities_where
from concierta.web.staff.forms.mesa import MesaForm
from concierta.web.staff.forms.refusals import add_refusal, summary_of
from concierta.web.staff.page import page
from concierta.web.staff.presenters.languages import in_language
from concierta.web.staff.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def new_mesa(request: SignedInRequest) -> HttpResponse:
    check_has_role(request.user, Role.SECRETARIAT)
    agreements = [one for one in agreements_of(request.user) if mesa_of(one) is None]
    form = MesaForm(
        request.POST if request.method == "POST" else None,
        agreements=[(one, in_language(one, "title")) for one in agreements],
        own=[(one, one.name) for one in entities_where(request.user, Role.SECRETARIAT)],
        entities=[(one, one.name) for one in all_entities()],
    )
    if request.method == "POST" and form.is_valid():
        try:
            mesa = establish_mesa(**form.cleaned_data, by=request.user, at=now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Mesa registrada. Ahora déle silla a cada entidad."))
            return redirect(f"/trabajo/mesa/integrantes/?mesa={mesa.pk}")
    context = {"form": form, "errors": summary_of(form), "any": bool(agreements)}
    return page(request, "staff/mesa/new.html", context, status=422 if form.errors else 200)
