"""One's own account, invitations and confirmed addresses, and blocking the account of somebody else."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
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
from concierta.people.enums import Role
from concierta.people.operations import choose_language, rename_account
from concierta.web.kit.formats import date_time
from concierta.web.workspace.accounts.adapter import remember_browser
from concierta.web.workspace.accounts.forms import AcceptanceForm, AddressForm, LanguageForm, NameForm, ReasonForm
from concierta.web.workspace.acts import act_view, sent, why_not
from concierta.web.workspace.paging import slice_of
from concierta.web.workspace.shell import SignedInRequest, memberships_of, page, remember_language, roles_of

if TYPE_CHECKING:
    from concierta.accounts.models import Block
    from concierta.people.models import User


@require_POST
def ask_for_address(request: SignedInRequest) -> HttpResponse:
    """Another address: nothing changes until it is confirmed from the one of now, or by a colleague."""
    form = AddressForm(request.POST)
    return act_view(
        request,
        "accounts/account.html",
        form,
        lambda: request_address_change(person=request.user, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Le escribimos a %(email)s: abra ese enlace para confirmar el cambio.")
        % {"email": request.user.email},
        to="account",
        context=lambda: _account_context(request, address_form=form),
    )


@require_POST
def declare(request: SignedInRequest, pk: int) -> HttpResponse:
    declare_independence(membership=own_membership(request.user, pk), by=request.user, at=now())
    messages.success(request, gettext("Su declaración quedó en el registro. El público ve que la hizo, no su nombre."))
    return redirect("account")


@require_http_methods(["GET", "HEAD", "POST"])
def own_name(request: SignedInRequest) -> HttpResponse:
    """The owner of the data corrects it; what was already published or signed does not carry names."""
    form = sent(request, NameForm, initial={"name": request.user.name})
    return act_view(
        request,
        "accounts/own_name.html",
        form,
        lambda: rename_account(user=request.user, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Nombre corregido."),
        to="account",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    form = sent(request, LanguageForm, initial={"language": request.user.reads})
    response = act_view(
        request,
        "accounts/account.html",
        form,
        lambda: choose_language(user=request.user, **form.cleaned_data, by=request.user, at=now()),
        done=_language_words,
        to="account",
        context=lambda: _account_context(request, form=form),
    )
    return remember_language(response, request.user.language) if response.status_code == HTTPStatus.FOUND else response


def _language_words(user: "User") -> str:
    """In the language that was just chosen."""
    with override(user.language):
        return gettext("Desde ahora le escribimos en este idioma.")


def _account_context(request: SignedInRequest, **forms: LanguageForm | AddressForm) -> dict[str, object]:
    """The page of the account, with the one of its `forms` that was sent."""
    return {
        "form": LanguageForm(initial={"language": request.user.reads}),
        "address_form": AddressForm(),
        "undeclared": [
            held for held in memberships_of(request.user) if held.role == Role.VERIFIER and held.independent_at is None
        ],
        "sends_mail": settings.SENDS_MAIL,
        "facts": [(gettext("Nombre"), request.user.name), (gettext("Correo electrónico"), request.user.email)],
        "colleagues": colleagues_of(request.user),
        **forms,
    }


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
    form = sent(
        request, AcceptanceForm, initial={"name": invitation.user.name}, verifies=Role.VERIFIER in invitation.roles
    )
    response = act_view(
        request,
        "accounts/accept.html",
        form,
        lambda: accept_invitation(token=token, **form.given(), by=None, at=now()),
        done=gettext("Su cuenta está lista: ingrese con su correo y su contraseña."),
        to="account_login",
        context={"invitation": invitation, "roles": [Role(role).label for role in invitation.roles]},
    )
    if response.status_code == HTTPStatus.FOUND:
        remember_browser(request, response, invitation.user)
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing: mail programs open links by themselves. Pressing the button does."""
    if request.method == "POST":
        user = request.user if request.user.is_authenticated else None
        confirm_by_old_address(token=token, by=user, at=now())
        messages.success(request, gettext("Listo: desde ahora ingresa con su nuevo correo."))
        return redirect("account" if user else "account_login")
    return page(request, "accounts/confirm_address.html")


@require_http_methods(["GET", "HEAD", "POST"])
def block(request: SignedInRequest, pk: int) -> HttpResponse:
    """The block of the account with the form that lifts it, or the form that blocks it."""
    person = person_to_block(request.user, pk)
    shut = open_block(person)
    act, can_act = (unblock_account, can_unblock) if shut else (block_account, can_block)
    form = sent(request, ReasonForm)
    return act_view(
        request,
        "people/block.html",
        form,
        lambda: act(person=person, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("La cuenta vuelve a abrir lo que abren sus papeles. Debe ingresar de nuevo.")
        if shut
        else gettext("La cuenta quedó bloqueada: terminaron sus sesiones, sus cartas y sus calendarios."),
        to=reverse("block_account", args=[pk]),
        context=lambda: {
            "who": person,
            "shut": shut and _facts(shut),
            "refused": why_not(can_act(request.user, person)),
            "administers": Role.SECRETARIAT in roles_of(request.user),
        },
    )


def _facts(shut: "Block") -> list[tuple[str, str]]:
    by = shut.blocked_by.name if shut.blocked_by else gettext("Quien administra la instalación")
    entity = f" · {shut.blocked_for.short_name}" if shut.blocked_for else ""
    return [
        (gettext("Desde"), date_time(shut.blocked_at)),
        (gettext("La bloqueó"), f"{by}{entity}"),
        (gettext("Por qué"), shut.reason),
    ]
