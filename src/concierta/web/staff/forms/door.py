"""Forms of the door: coming in by an invitation."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.web.staff.forms.typed import TypedForm


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
