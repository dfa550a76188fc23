"""The forms of a milestone: what an entity did and when, and what another entity found of it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from concierta.evaluation.enums import MilestoneKind, MilestoneState, Rung
from concierta.evaluation.workflow import ACT_OF_FINDING
from concierta.web.workspace.fields import DayField
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.mesa.forms import PickField

if TYPE_CHECKING:
    from concierta.agreements.models import Clause, Pledge


class MilestoneForm(TypedForm):
    clause = forms.Field()
    pledge = forms.Field()
    kind = forms.ChoiceField(label=_("Qué fue"), choices=MilestoneKind.choices)
    title = forms.CharField(
        label=_("Qué se hizo, en una línea"),
        max_length=300,
        help_text=_("Se publica. No escriba nombres de personas."),
    )
    reached_on = DayField(label=_("Cuándo"))
    instance = forms.CharField(
        label=_("Ante qué instancia de gobierno"),
        max_length=200,
        required=False,
        help_text=_("En una presentación, una reunión o un boletín. Por ejemplo, el concejo municipal."),
    )
    rung = forms.ChoiceField(
        label=_("Qué tan suyo hizo el plan esa instancia"),
        choices=[("", _("No aplica, o no se sabe")), *Rung.choices],
        required=False,
    )
    expires_on = DayField(
        label=_("Hasta cuándo rige"),
        required=False,
        help_text=_("Solo un acto, un cargo, un rubro o una regla. En blanco: no dice hasta cuándo."),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        clauses: "Iterable[Clause]",
        pledges: "Iterable[Pledge]",
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, initial=initial)
        commitments = [(one, f"{one.code} {one.title}") for one in clauses]
        self.fields["clause"] = PickField(
            label=_("Bajo qué compromiso"), things=commitments, blank=_("Escoja un compromiso")
        )
        promises = [(one, f"{one.clause.code} · {one.code} {one.text}") for one in pledges]
        self.fields["pledge"] = PickField(
            label=_("Promesa que cumple"), things=promises, blank=_("Ninguna"), required=False
        )


class FindingForm(TypedForm):
    finding = forms.ChoiceField(
        label=_("Qué encontró"),
        choices=[(state.value, state.label) for state in MilestoneState if state in ACT_OF_FINDING],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Qué comprobó y por qué llegó a este resultado"),
        help_text=_("Se publica tal cual, con el nombre de su entidad. No escriba datos personales."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=8000,
    )
