"""The addresses of the door and of one's own account: entering, the password, the second step, one's sessions."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as codes
from allauth.mfa.webauthn import views as keys
from allauth.usersessions import views as sessions
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path, re_path, reverse_lazy
from django.views.generic import RedirectView

from concierta.web.workspace.accounts import views

_SECURITY = "trabajo/cuenta/seguridad/"

urlpatterns: list[URLPattern] = [
    # Only what a person with an account needs. No sign-up, no e-mail management.
    path("ingresar/", account.login, name="account_login"),
    path("ingresar/segundo-paso/", login_not_required(second_factor.authenticate), name="mfa_authenticate"),
    path("ingresar/llave/", login_not_required(keys.login_webauthn), name="mfa_login_webauthn"),
    path("salir/", account.logout, name="account_logout"),
    path("cuenta-inactiva/", account.account_inactive, name="account_inactive"),
    path("clave/cambiar/", account.password_change, name="account_change_password"),
    path("clave/confirmar/", account.reauthenticate, name="account_reauthenticate"),
    path("clave/confirmar/codigo/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("clave/confirmar/llave/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("clave/restablecer/", account.password_reset, name="account_reset_password"),
    path("clave/restablecer/enviada/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "clave/restablecer/lista/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # One hyphen between the two, because allauth writes the letter's link that way.
    re_path(
        r"^clave/restablecer/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("invitacion/<str:token>/", views.accept, name="accept_invitation"),
    path("correo/<str:token>/", views.confirm_address, name="confirm_address"),
    path("trabajo/personas/<int:pk>/bloquear/", views.block, name="block_account"),
    path("trabajo/cuenta/", views.account, name="account"),
    path("trabajo/cuenta/correo/", views.ask_for_address, name="ask_for_address"),
    path("trabajo/cuenta/independencia/<int:pk>/", views.declare, name="declare_independence"),
    path("trabajo/cuenta/nombre/", views.own_name, name="own_name"),
    path("trabajo/cuenta/sesiones/", sessions.list_usersessions, name="usersessions_list"),
    path("trabajo/cuenta/entradas/", views.sign_ins, name="own_sign_ins"),
    path(_SECURITY, second_factor.index, name="mfa_index"),
    path(f"{_SECURITY}codigos/", codes.activate_totp, name="mfa_activate_totp"),
    path(f"{_SECURITY}codigos/quitar/", codes.deactivate_totp, name="mfa_deactivate_totp"),
    path(f"{_SECURITY}recuperacion/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(f"{_SECURITY}recuperacion/nuevos/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(f"{_SECURITY}llaves/nueva/", keys.add_webauthn, name="mfa_add_webauthn"),
    path(f"{_SECURITY}llaves/<int:pk>/quitar/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    # allauth comes back here after removing a key; the keys are on the page of security.
    path(f"{_SECURITY}llaves/", RedirectView.as_view(url=reverse_lazy("mfa_index")), name="mfa_list_webauthn"),
]
