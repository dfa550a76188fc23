"""Codes of the second step, each try counted before the code is looked at."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as codes
from allauth.mfa.webauthn import forms as keys
from django.forms import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.accounts.enums import SignInKind
from concierta.accounts.operations import MustWait, begin_try, claim_code, end_try, second_factor_key
from concierta.kernel.clock import now
from concierta.web.staff.account import record_entry


class AddKeyForm(keys.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Cómo llamarla, para reconocerla después")
        own = self.fields["passwordless"]
        own.label, own.initial = _("Entrar solo con ella, sin contraseña"), True
        own.help_text = _("Su aparato le pedirá entonces la huella, el rostro o el PIN cada vez.")


class ActivateCodesForm(codes.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Código de seis cifras")
        self.fields["code"].widget.attrs.pop("placeholder", None)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class _CountedCode:
    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = _("Código de la aplicación, o uno de recuperación")
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        key = second_factor_key(self.user)
        try:
            begin_try(key=key, at=now())
        except MustWait as refusal:
            record_entry(context.request, SignInKind.DELAYED, self.user)
            raise ValidationError(refusal.render(gettext), code="must_wait") from refusal
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            record_entry(context.request, SignInKind.SECOND_FACTOR_FAILED, self.user)
            raise
        if not claim_code(user=self.user, code=code, at=now()):
            raise get_adapter().validation_error("incorrect_code")
        end_try(key=key)
        return code


class CodeForm(_CountedCode, second_factor.AuthenticateForm):
    pass


class ReauthenticateForm(_CountedCode, second_factor.ReauthenticateForm):
    pass
