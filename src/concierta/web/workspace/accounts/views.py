"""One's own account, invitations and confirmed addresses, and blocking the account of somebody else."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from concierta.accounts.blocking import can_block, can_unblock, colleagues_of, open_block, person_to_block
from concierta.accounts.operations import (
    accept_invitation,
    block_account,
    confirm_by_old_address,
    declare_independence,
    request_address_change,
    unblock_account,
)
from concierta.accounts.queries import invitation_behind, own_membership, sign_ins_of
from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.people.enums import Role
from concierta.people.operations import choose_language, rename_account
from concierta.web.kit.formats import date_time
from concierta.web.workspace.accounts.adapter import remember_browser
from concierta.web.workspace.accounts.forms import AcceptanceForm, AddressForm, LanguageForm, NameForm, ReasonForm
from concierta.web.workspace.acts import add_refusal, summary_of, why_not
from concierta.web.workspace.paging import slice_of
from concierta.web.workspace.shell import SignedInRequest, memberships_of, page, remember_language, roles_of


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
    return page(request, "accounts/own_name.html", context, status=422 if form.errors else 200)


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
    return page(request, "accounts/account.html", context, status=422 if errors else 200)


@require_safe
def sign_ins(request: SignedInRequest) -> HttpResponse:
    """Who entered with this account and from where, the failed tries too, newest first."""
    context = {"entries": slice_of(request, sign_ins_of(request.user)), "kept_days": settings.SIGN_INS_DAYS}
    return page(request, "accounts/sign_ins.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Nobody is signed in by accepting: they enter by the door, in a session that begins there."""
    invitation = invitation_behind(token, now())
    if request.user.is_authenticated:
        return page(request, "accounts/leave_first.html", {"entity": invitation.entity}, status=409)
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
    return page(request, "accounts/accept.html", context, status=422 if form.errors else 200)


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
    return page(request, "accounts/confirm_address.html")


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
    return page(request, "people/block.html", context, status=422 if form.errors else 200)


def _facts(shut: Any) -> list[tuple[str, str]]:
    by = shut.blocked_by.name if shut.blocked_by else gettext("Quien administra la instalación")
    entity = f" · {shut.blocked_for.short_name}" if shut.blocked_for else ""
    return [
        (gettext("Desde"), date_time(shut.blocked_at)),
        (gettext("La bloqueó"), f"{by}{entity}"),
        (gettext("Por qué"), shut.reason),
    ]
