"""«Mi cuenta»: what is known of the person at the keyboard, and in which language they are written to."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, override
from django.views.decorators.http import require_http_methods, require_safe

from concierta.accounts.blocking import colleagues_of
from concierta.accounts.queries import sign_ins_of
from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.people.operations import choose_language, rename_account
from concierta.web.staff.forms.account import LanguageForm, NameForm
from concierta.web.staff.forms.refusals import add_refusal, summary_of
from concierta.web.staff.languages import remember_language
from concierta.web.staff.page import page
from concierta.web.staff.paging import slice_of
from concierta.web.staff.requests import SignedInRequest


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
    context = {
        "form": form,
        "errors": summary_of(form),
        "sends_mail": settings.SENDS_MAIL,
        "facts": [(gettext("Nombre"), request.user.name), (gettext("Correo electrónico"), request.user.email)],
        "colleagues": colleagues_of(request.user),
    }
    return page(request, "staff/account.html", context, status=422 if form.errors else 200)


@require_safe
def sign_ins(request: SignedInRequest) -> HttpResponse:
    """Who entered with this account and from where, the failed tries too, newest first."""
    context = {"entries": slice_of(request, sign_ins_of(request.user)), "kept_days": settings.SIGN_INS_DAYS}
    return page(request, "staff/sign_ins.html", context)
