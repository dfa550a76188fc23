"""Assigning duties, and handing them over."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from concierta.kernel.clock import today
from concierta.responsibilities.enums import Duty
from concierta.web.workspace.fields import DayField, EntityField, PersonField
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.measures.forms import offer_decisions


class AssignForm(TypedForm):
    """One duty of everything that is marked."""

    duty = forms.ChoiceField(label=_("Qué hará"), choices=[("", _("Escoja")), *Duty.choices])
    entity = EntityField(label=_("Entidad"))
    person = PersonField(label=_("Persona"), required=False)
    substitute = PersonField(label=_("Suplente"), required=False)
    since = DayField(label=_("Desde"), initial=today)

    def __init__(
        self, data: Any = None, *, entities: Iterable[Any], people: Iterable[Any], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        people = list(people)
        self.fields["entity"].offer(entities)  # type: ignore[attr-defined]
        for name in ("person", "substitute"):
            self.fields[name].offer(people)  # type: ignore[attr-defined]

    def clean_duty(self) -> Duty:
        return Duty(self.cleaned_data["duty"])


class HandOverForm(TypedForm):
    """One duty of one thing, to somebody else: to whom, from when, why; by which decision when the entity changes."""

    entity = EntityField(label=_("Entidad"))
    person = PersonField(label=_("Persona"), required=False)
    substitute = PersonField(label=_("Suplente"), required=False)
    since = DayField(label=_("Desde"), initial=today)
    reason = forms.CharField(
        label=_("Por qué cambia"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Queda en la historia. No escriba datos personales."),
        max_length=4000,
        required=False,
    )
    decision = forms.ChoiceField(
        label=_("Decisión de la mesa"),
        required=False,
        help_text=_("Hace falta solo si cambia la entidad y el plan está vigente."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        entities: Iterable[Any],
        people: Iterable[Any],
        decisions: Sequence[Any],
        holds: bool,
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial=initial)
        people = list(people)
        self.fields["entity"].offer(entities)  # type: ignore[attr-defined]
        for name in ("person", "substitute"):
            self.fields[name].offer(people)  # type: ignore[attr-defined]
        self.decisions = offer_decisions(self, decisions)
        if not holds:
            del self.fields["reason"]
        if not holds or not decisions:
            del self.fields["decision"]

    def clean_decision(self) -> Any:
        return self.decisions.get(self.cleaned_data["decision"])
