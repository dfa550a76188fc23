"""The forms of the door, of one's own account and of the second factor."""

from typing import TYPE_CHECKING, Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as codes
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.conf import settings
from django.forms import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.accounts.enums import SignInKind
from concierta.accounts.operations import MustWait, begin_try, claim_code, end_try, second_factor_key
from concierta.kernel.clock import now
from concierta.web.workspace.accounts.adapter import record_entry
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.shell import own_name

if TYPE_CHECKING:
    from concierta.people.models import User


class _Plain:
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)


class LoginForm(_Plain, account.LoginForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ChangePasswordForm(_Plain, account.ChangePasswordForm):
    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean()
        if given.get("password1") and given["password1"] == given.get("oldpassword"):
            self.add_error("password1", gettext("Es la misma contraseña: escriba otra, que solo usted conozca."))
        return given


class ReauthenticateForm(_Plain, account.ReauthenticateForm):
    pass


class ResetPasswordForm(_Plain, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(_Plain, account.ResetPasswordKeyForm):
    pass


class LanguageForm(TypedForm):
    language = forms.ChoiceField(
        label=_("En qué idioma lee y le escribimos"),
        choices=[(code, own_name(code)) for code, _name in settings.LANGUAGES],
        widget=forms.RadioSelect,
    )


class NameForm(TypedForm):
    name = forms.CharField(
        label=_("Nombre completo"),
        help_text=_("Así lo leen quienes trabajan con usted. Los actos del registro no llevan nombres: no cambian."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class AcceptanceForm(TypedForm):
    name = forms.CharField(label=_("Su nombre completo"), max_length=120)
    password = forms.CharField(
        label=_("Su contraseña"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Doce caracteres o más, que solo usted conozca: lo que se firma con su cuenta lo responde usted."),
    )
    again = forms.CharField(
        label=_("Otra vez, para estar seguros"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    independent = forms.BooleanField(
        label=_("Declaro que no tengo parte en lo que verificaré para esta entidad"),
        required=False,
        help_text=_("Es opcional. El público ve si quien verifica lo declaró, no su nombre."),
    )

    def __init__(self, *args: Any, verifies: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not verifies:
            del self.fields["independent"]

    def given(self) -> dict[str, Any]:
        """The arguments of `accept_invitation` that were typed."""
        data = self.cleaned_data
        return {name: data[name] for name in ("name", "password", "independent") if name in data}

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(gettext("No es la misma contraseña: escríbala otra vez."))
        return again


class AddressForm(TypedForm):
    address = forms.EmailField(
        label=_("Su nuevo correo"),
        help_text=_(
            "Le escribimos al correo de ahora para que lo confirme. Si ya no lo recibe, "
            "lo confirma una persona de su entidad."
        ),
    )


class AddKeyForm(keys.AddWebAuthnForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Cómo llamarla, para reconocerla después")
        own = self.fields["passwordless"]
        own.label, own.initial = _("Entrar solo con ella, sin contraseña"), True
        own.help_text = _("Su aparato le pedirá entonces la huella, el rostro o el PIN cada vez.")


class ActivateCodesForm(codes.ActivateTOTPForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Código de seis cifras")
        self.fields["code"].widget.attrs.pop("placeholder", None)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class _CountedCode:
    user: "User"

    def __init__(self, *args: object, **kwargs: object) -> None:
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


class ReauthenticateWithCodeForm(_CountedCode, second_factor.ReauthenticateForm):
    pass


class ReasonForm(TypedForm):
    reason = forms.CharField(
        label=_("Por qué"),
        help_text=_("Lo lee quien responda por la cuenta. En el registro público queda sellado: nadie lo lee allí."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )
