"""Accounts and roles: who may do what, for whom, since when."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.people.enums import Role
from concierta.people.operations import create_user, end_role, grant_role
from concierta.people.permissions import check_has_role
from concierta.people.queries import membership_for, people_for, person_for
from concierta.web.staff.forms.people import AccountForm, RoleForm
from concierta.web.staff.forms.refusals import add_refusal, summary_of
from concierta.web.staff.page import page
from concierta.web.staff.personal_data import opens_personal_data
from concierta.web.staff.presenters.people import person_row
from concierta.web.staff.requests import SignedInRequest


@require_safe
@opens_personal_data
def people(request: SignedInRequest) -> HttpResponse:
    check_has_role(request.user, Role.SECRETARIAT)
    return page(request, "staff/people/list.html", {"rows": [person_row(p) for p in people_for(request.user)]})


@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: SignedInRequest) -> HttpResponse:
    check_has_role(request.user, Role.SECRETARIAT)
    form = AccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            person = create_user(**form.cleaned_data, by=request.user, at=now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Cuenta creada. Ahora dele un papel: sin él no puede hacer nada."))
            return redirect("person", person.pk)
    return page(request, "staff/people/new.html", {"form": form, "errors": summary_of(form)}, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@opens_personal_data
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """One account: its roles, and the form that gives it another."""
    check_has_role(request.user, Role.SECRETARIAT)
    who = person_for(request.user, pk)
    form = RoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            grant_role(user=who, **form.cleaned_data, by=request.user, at=now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Papel otorgado."))
            return redirect("person", pk)
    context = {"row": person_row(who), "form": form, "errors": summary_of(form)}
    return page(request, "staff/people/person.html", context, status=_status(form))


@require_POST
def end_membership(request: SignedInRequest, pk: int) -> HttpResponse:
    check_has_role(request.user, Role.SECRETARIAT)
    membership, at = membership_for(request.user, pk), now()
    try:
        end_role(membership=membership, until=at, by=request.user, at=at)
    except Refusal as refusal:
        messages.error(request, refusal.render(gettext))
    else:
        messages.success(request, gettext("El papel terminó. Lo que la persona firmó sigue en el registro."))
    return redirect("person", membership.user_id)


def _status(form: AccountForm | RoleForm) -> int:
    return 422 if form.is_bound and form.errors else 200
