"""The account's own forms, without the placeholders that repeat their labels and vanish while one types."""

from typing import Any

from allauth.account import forms as account
from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.web.staff.forms.typed import TypedForm
from concierta.web.staff.languages import own_name


class _Plain:
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)


class LoginForm(_Plain, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ChangePasswordForm(_Plain, account.ChangePasswordForm):
    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
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
