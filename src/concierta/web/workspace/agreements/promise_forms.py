"""The forms of a promise: what is promised, whether anybody could tell that it was kept, and why it is late."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from concierta.agreements.enums import Ambition, DelayCause, PledgeKind
from concierta.web.workspace.agreements.signing_forms import words
from concierta.web.workspace.fields import DayField, EntityField, PesosField, QuantityField
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.mesa.forms import PickField

if TYPE_CHECKING:
    from concierta.agreements.models import Clause, Pledge
    from concierta.people.models import Entity

_LONG = 8000


class PromiseForm(TypedForm):
    entity = EntityField(label=_("Quién promete"))
    clause = forms.Field()
    code = forms.CharField(label=_("Código"), max_length=20, help_text=_("Por ejemplo, SENA-1."))
    text = forms.CharField(label=_("Qué promete"), widget=words(), max_length=_LONG)
    kind = forms.ChoiceField(label=_("Clase"), choices=PledgeKind.choices, initial=PledgeKind.ACTION)
    amount = PesosField(label=_("Pesos"), required=False, help_text=_("Solo si es dinero."))
    quantity = QuantityField(label=_("Cantidad"), required=False)
    unit = forms.CharField(label=_("Unidad"), max_length=60, required=False)
    due_on = DayField(label=_("Para cuándo"), required=False, help_text=_("Sin fecha no se puede verificar."))
    milestone = forms.CharField(
        label=_("Qué se verá cuando se cumpla"),
        max_length=300,
        required=False,
        help_text=_("Un hecho que otra persona pueda comprobar, si nada se cuenta."),
    )
    depends_on = forms.Field()
    waits_for = forms.CharField(label=_("Qué más espera"), max_length=300, required=False)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        entities: "Iterable[Entity]",
        clauses: "Iterable[Clause]",
        pledges: "Iterable[Pledge]",
    ) -> None:
        super().__init__(data)
        self.fields["entity"].offer(entities)  # type: ignore[attr-defined]
        commitments = [(one, f"{one.code} {one.title}") for one in clauses]
        self.fields["clause"] = PickField(
            label=_("Bajo qué compromiso"), things=commitments, blank=_("Escoja un compromiso")
        )
        others = [(one, f"{one.code} · {one.entity.short_name}") for one in pledges]
        self.fields["depends_on"] = PickField(
            label=_("Promesa de otra entidad que espera"), things=others, blank=_("Ninguna"), required=False
        )


class AssessForm(TypedForm):
    verifiable = forms.ChoiceField(
        label=_("¿Podrá alguien decir si se cumplió?"),
        choices=[("yes", _("Sí, se puede verificar")), ("no", _("No: se guarda y no se califica"))],
        widget=forms.RadioSelect,
    )
    ambition = forms.ChoiceField(label=_("Qué tan lejos llega"), choices=Ambition.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Por qué"), widget=words(), max_length=_LONG)

    def clean_verifiable(self) -> bool:
        return bool(self.cleaned_data["verifiable"] == "yes")


class DelayForm(TypedForm):
    cause = forms.ChoiceField(label=_("Por qué va tarde"), choices=DelayCause.choices)
    text = forms.CharField(label=_("Qué pasó"), widget=words(), max_length=_LONG, required=False)
    next_step = forms.CharField(label=_("Próximo paso"), max_length=300)
    next_on = DayField(label=_("Para cuándo"))
