"""«Mi cuenta»: what is known of the person at the keyboard, and in which language they are written to."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concierta.accounts.blocking import colleagues_of
from concierta.accounts.operations import declare_independence, request_address_change
from concierta.accounts.queries import own_membership, sign_ins_of
from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.people.enums import Role
from concierta.people.operations import choose_language, rename_account
from concierta.web.staff.forms.account import LanguageForm, NameForm
from concierta.web.staff.forms.door import AddressForm
from concierta.web.staff.forms.refusals import add_refusal, summary_of
from concierta.web.staff.languages import remember_language
from concierta.web.staff.page import page
from concierta.web.staff.paging import slice_of
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.roles import memberships_of


@require_POST
def ask_for_address(request: SignedInRequest) -> HttpResponse:
    """Another address: nothing changes until it is confirmed from the one of now, or by a colleague."""
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            request_address_change(person=request.user, **form.cleaned_data, by=request.user, at=now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            said = gettext("Le escribimos a %(email)s: abra ese enlace para confirmar el cambio.")
            messages.success(request, said % {"email": request.user.email})
            return redirect("account")
    return _page(request, None, form)


@require_POST
def declare(request: SignedInRequest, pk: int) -> HttpResponse:
    declare_independence(membership=own_membership(request.user, pk), by=request.user, at=now())
    messages.success(request, gettext("Su declaración quedó en el registro. El público ve que la hizo, no su nombre."))
    return redirect("account")


@require_http_methods(["GET", "HEAD", "POST"])
def own_name(request: SignedInRequest) -> HttpResponse:
    """The owner of the data corrects it; what was already published or signed does not carry names."""
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_account(user=request.user, **form.cleaned_data, by=request.user, at=now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Nombre corregido."))
            return redirect("account")
    context = {"form": form, "errors": summary_of(form)}
    return page(request, "staff/own_name.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    form = LanguageForm(request.POST if request.method == "POST" else None, initial={"language": request.user.reads})
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        choose_language(user=request.user, language=language, by=request.user, at=now())
        with override(language):
            messages.success(request, gettext("Desde ahora le escribimos en este idioma."))
        return remember_language(redirect("account"), language)
    return _page(request, form, None)


def _page(request: SignedInRequest, form: LanguageForm | None, address: AddressForm | None) -> HttpResponse:
    wrong = form or address
    errors = summary_of(wrong) if wrong else []
    context = {
        "form": form or LanguageForm(initial={"language": request.user.reads}),
        "address_form": address or AddressForm(),
        "undeclared": [
            held for held in memberships_of(request.user) if held.role == Role.VERIFIER and held.independent_at is None
        ],
        "errors": errors,
        "sends_mail": settings.SENDS_MAIL,
        "facts": [(gettext("Nombre"), request.user.name), (gettext("Correo electrónico"), request.user.email)],
        "colleagues": colleagues_of(request.user),
    }
    return page(request, "staff/account.html", context, status=422 if errors else 200)


@require_safe
def sign_ins(request: SignedInRequest) -> HttpResponse:
    """Who entered with this account and from where, the failed tries too, newest first."""
    context = {"entries": slice_of(request, sign_ins_of(request.user)), "kept_days": settings.SIGN_INS_DAYS}
    return page(request, "staff/sign_ins.html", context)
