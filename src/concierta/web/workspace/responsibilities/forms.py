"""Assigning duties, and handing them over."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from concierta.kernel.clock import today
from concierta.responsibilities.enums import Duty
from concierta.web.workspace.fields import DayField, DecisionField, EntityField, PersonField
from concierta.web.workspace.forms import TypedForm

if TYPE_CHECKING:
    from concierta.mesa.models import Decision
    from concierta.people.models import Entity, User


class HolderForm(TypedForm):
    """Who holds a duty, and from when."""

    entity = EntityField(label=_("Entidad"))
    person = PersonField(label=_("Persona"), required=False)
    substitute = PersonField(label=_("Suplente"), required=False)
    since = DayField(label=_("Desde"), initial=today)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        entities: "Iterable[Entity]",
        people: "Iterable[User]",
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        people = list(people)
        self.fields["entity"].offer(entities)  # type: ignore[attr-defined]
        for name in ("person", "substitute"):
            self.fields[name].offer(people)  # type: ignore[attr-defined]


class AssignForm(HolderForm):
    """One duty of everything that is marked."""

    duty = forms.ChoiceField(label=_("Qué hará"), choices=[("", _("Escoja")), *Duty.choices])

    field_order = ("duty",)

    def clean_duty(self) -> Duty:
        return Duty(self.cleaned_data["duty"])


class HandOverForm(HolderForm):
    """One duty of one thing, to somebody else: to whom, from when, why; by which decision when the entity changes.

    `holds`: somebody holds it already, so that it is handed over and not only assigned.
    """

    reason = forms.CharField(
        label=_("Por qué cambia"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Queda en la historia. No escriba datos personales."),
        max_length=4000,
        required=False,
    )
    decision = DecisionField(
        label=_("Decisión de la mesa"),
        required=False,
        help_text=_("Hace falta solo si cambia la entidad y el plan está vigente."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        entities: "Iterable[Entity]",
        people: "Iterable[User]",
        decisions: "Sequence[Decision]",
        holds: bool,
        initial: dict[str, object],
    ) -> None:
        super().__init__(data, entities=entities, people=people, initial=initial)
        self.fields["decision"].offer(decisions)  # type: ignore[attr-defined]
        if not holds:
            del self.fields["reason"]
        if not holds or not decisions:
            del self.fields["decision"]
