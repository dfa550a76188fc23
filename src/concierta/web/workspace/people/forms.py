"""Forms by which people come to act for an entity."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from concierta.accounts.permissions import can_bring
from concierta.kernel.clock import today
from concierta.people.enums import Role
from concierta.people.permissions import has_role
from concierta.people.queries import all_entities, entity_by_code
from concierta.web.workspace.forms import TypedForm

if TYPE_CHECKING:
    from concierta.people.models import Entity, User


class _ForAnEntity(TypedForm):
    """`by` brings people to their own entities; the secretariat to any, and it alone another secretariat."""

    entity = forms.ChoiceField(label=_("Entidad por la que actúa"))
    since = forms.DateField(
        label=_("Desde"),
        initial=today,
        help_text=_("Ningún papel empieza antes de que la entidad lo confirme."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ("name", "email", "roles", "role", "entity", "since")

    def __init__(self, *args: Any, by: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entities = [(entity.code, entity.name) for entity in all_entities() if can_bring(by, entity)]
        self.fields["entity"].choices = entities  # type: ignore[attr-defined]
        roles = [role for role in Role if role != Role.SECRETARIAT or has_role(by, Role.SECRETARIAT)]
        for name in ("role", "roles"):
            if name in self.fields:
                self.fields[name].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]

    def clean_entity(self) -> "Entity":
        return entity_by_code(self.cleaned_data["entity"])


class InvitationForm(_ForAnEntity):
    name = forms.CharField(label=_("Nombre completo"), max_length=120)
    email = forms.EmailField(
        label=_("Correo electrónico"),
        help_text=_(
            "Allí llega el enlace, y a nadie más. Si nadie actúa todavía por la entidad, "
            "debe ser de su dominio institucional."
        ),
    )
    roles = forms.MultipleChoiceField(label=_("Papeles"), widget=forms.CheckboxSelectMultiple)

    def clean_roles(self) -> list[Role]:
        return [Role(role) for role in self.cleaned_data["roles"]]


class RoleForm(_ForAnEntity):
    role = forms.ChoiceField(label=_("Papel"))

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class DomainForm(TypedForm):
    mail_domain = forms.CharField(
        label=_("Dominio de correo institucional"),
        max_length=253,
        help_text=_("Lo que va después de la arroba: entidad.gov.co. Es público y queda en el registro."),
    )


class FindingForm(TypedForm):
    finding = forms.CharField(label=_("Qué encontró"), max_length=300)
