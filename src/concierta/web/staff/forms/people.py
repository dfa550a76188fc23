"""Forms of accounts and roles."""

from django import forms
from django.utils.translation import gettext_lazy as _

from concierta.kernel.clock import today
from concierta.people.enums import Role
from concierta.people.queries import all_entities, entity_by_code
from concierta.web.staff.forms.typed import TypedForm


class AccountForm(TypedForm):
    name = forms.CharField(label=_("Nombre completo"), max_length=120)
    email = forms.EmailField(label=_("Correo electrónico"))
    password = forms.CharField(
        label=_("Contraseña inicial"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Doce caracteres o más. Désela en persona: debe cambiarla al entrar por primera vez."),
    )


class RoleForm(TypedForm):
    role = forms.ChoiceField(label=_("Papel"), choices=Role.choices)
    entity = forms.ChoiceField(label=_("Entidad por la que actúa"))
    since = forms.DateField(
        label=_("Desde"), initial=today, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(entity.code, entity.name) for entity in all_entities()]
        self.fields["entity"].choices = choices  # type: ignore[attr-defined]

    def clean_entity(self) -> object:
        return entity_by_code(self.cleaned_data["entity"])

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])
