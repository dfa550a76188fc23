"""The forms of an adjustment measure: proposing it, and saying whether it worked."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from concierta.amendments.enums import MeasureState
from concierta.web.workspace.fields import DayField, EntityField, PersonField, QuantityField
from concierta.web.workspace.forms import TypedForm

#: What the Mesa may conclude about a measure at its date.
VERDICTS = (MeasureState.WORKED, MeasureState.PARTLY, MeasureState.FAILED)


class MeasureForm(TypedForm):
    """One field more for each figure that shows the problem: what is sought of it."""

    title = forms.CharField(label=_("Qué medida es, en una línea"), max_length=200)
    problem = forms.CharField(
        label=_("Qué problema se ve"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Lo que muestran las cifras que escogerá abajo, y por qué pasa."),
        max_length=8000,
    )
    measure = forms.CharField(label=_("Qué se hará"), widget=forms.Textarea(attrs={"rows": 4}), max_length=8000)
    success = forms.CharField(
        label=_("Qué contaría como éxito"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dicho hoy, para que en la fecha nadie lo acomode."),
        max_length=4000,
    )
    evaluate_on = DayField(
        label=_("Se evalúa el"), help_text=_("Ese día vuelve sola al orden del día, con el antes y el después.")
    )
    entity = EntityField(label=_("Entidad responsable"))
    person = PersonField(label=_("Persona responsable"), required=False)
    amendment = forms.ChoiceField(
        label=_("Va con la modificación"),
        required=False,
        help_text=_("Si la medida acompaña un cambio de meta, peso o cronograma."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        entities: Iterable[Any],
        people: Iterable[Any],
        amendments: Sequence[Any],
        figures: Sequence[Any],
    ) -> None:
        super().__init__(data)
        self.fields["entity"].offer(entities)  # type: ignore[attr-defined]
        self.fields["person"].offer(people)  # type: ignore[attr-defined]
        self.amendments = {str(one.pk): one for one in amendments}
        self.fields["amendment"].choices = [  # type: ignore[attr-defined]
            ("", _("Con ninguna")),
            *((pk, f"{one.number}. {one.title}") for pk, one in self.amendments.items()),
        ]
        self.figures = figures
        for figure in figures:
            self.fields[f"sought-{figure.key}"] = QuantityField(
                label=_("Lo que se busca"), required=False, help_text=figure.now, negative=True
            )

    def clean_amendment(self) -> Any:
        return self.amendments.get(self.cleaned_data["amendment"])

    def sought(self) -> list[tuple[Any, Any]]:
        """Each figure with its bound field, for the template to loop over."""
        return [(figure, self[f"sought-{figure.key}"]) for figure in self.figures]

    def proposed(self) -> dict[str, Any]:
        """The arguments of `propose_measure` that are not figures."""
        return {name: value for name, value in self.cleaned_data.items() if not name.startswith("sought-")}


class EvaluationForm(TypedForm):
    verdict = forms.ChoiceField(
        label=_("Qué concluyó la mesa"),
        choices=[(one.value, one.label) for one in VERDICTS],
        widget=forms.RadioSelect,
    )
    evaluation = forms.CharField(
        label=_("Por qué"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Con el criterio que se escribió al proponerla. Se publica."),
        max_length=8000,
    )
    decision = forms.ChoiceField(label=_("Decisión de la mesa"))

    def __init__(self, data: Any = None, *, decisions: Sequence[Any], auto_id: str = "id_%s") -> None:
        super().__init__(data, auto_id=auto_id)
        self.decisions = offer_decisions(self, decisions)

    def clean_verdict(self) -> MeasureState:
        return MeasureState(self.cleaned_data["verdict"])

    def clean_decision(self) -> Any:
        return self.decisions[self.cleaned_data["decision"]]


def offer_decisions(form: forms.Form, decisions: Iterable[Any]) -> dict[str, Any]:
    """The decisions that may be cited, newest first, by their number and words."""
    found = {str(one.pk): one for one in decisions}
    form.fields["decision"].choices = [  # type: ignore[attr-defined]
        ("", _("Escoja la decisión")),
        *((pk, f"{one.number} · {one.text}") for pk, one in found.items()),
    ]
    return found
