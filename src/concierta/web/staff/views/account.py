"""«Mi cuenta»: what is known of the person at the keyboard, and in which language they are written to."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, override
from django.views.decorators.http import require_http_methods, require_safe

from concierta.accounts.queries import sign_ins_of
from concierta.kernel.clock import now
from concierta.people.operations import choose_language
from concierta.web.staff.forms.account import LanguageForm
from concierta.web.staff.forms.refusals import summary_of
from concierta.web.staff.languages import remember_language
from concierta.web.staff.page import page
from concierta.web.staff.paging import slice_of
from concierta.web.staff.requests import SignedInRequest


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
    }
    return page(request, "staff/account.html", context, status=422 if form.errors else 200)


@require_safe
def sign_ins(request: SignedInRequest) -> HttpResponse:
    """Who entered with this account and from where, the failed tries too, newest first."""
    context = {"entries": slice_of(request, sign_ins_of(request.user)), "kept_days": settings.SIGN_INS_DAYS}
    return page(request, "staff/sign_ins.html", context)
