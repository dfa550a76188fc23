"""The forms of an adjustment measure: proposing it, and saying whether it worked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from concierta.amendments.enums import MeasureState
from concierta.amendments.proposals import ProposedFigure
from concierta.kernel.folding import folded
from concierta.web.workspace.fields import DayField, DecisionField, EntityField, PersonField, QuantityField
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.measures.rows import JUDGED

if TYPE_CHECKING:
    from concierta.amendments.models import Amendment
    from concierta.indicators.models import Indicator
    from concierta.mesa.models import Decision
    from concierta.people.models import Entity, User


@dataclass(frozen=True)
class OfferedFigure:
    """An indicator as the picker and the form want it; `now` is what stands of it today, in words."""

    key: str
    title: str
    where: str
    now: str
    indicator: "Indicator"

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def words(self) -> str:
        return folded(f"{self.code} {self.title} {self.where}")


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
        data: QueryDict | None = None,
        *,
        entities: "Iterable[Entity]",
        people: "Iterable[User]",
        amendments: "Sequence[Amendment]",
        figures: Sequence[OfferedFigure],
    ) -> None:
        super().__init__(data)
        self.fields["entity"].offer(entities)  # type: ignore[attr-defined]
        self.fields["person"].offer(people)  # type: ignore[attr-defined]
        self.amendments = {str(amendment.pk): amendment for amendment in amendments}
        self.fields["amendment"].choices = [  # type: ignore[attr-defined]
            ("", _("Con ninguna")),
            *((pk, f"{amendment.number}. {amendment.title}") for pk, amendment in self.amendments.items()),
        ]
        self.offered = figures
        for figure in figures:
            self.fields[f"sought-{figure.key}"] = QuantityField(
                label=_("Lo que se busca"), required=False, help_text=figure.now, negative=True
            )

    def clean_amendment(self) -> "Amendment | None":
        return self.amendments.get(self.cleaned_data["amendment"])

    def sought(self) -> list[tuple[OfferedFigure, forms.BoundField]]:
        """Each figure with its bound field, for the template to loop over."""
        return [(figure, self[f"sought-{figure.key}"]) for figure in self.offered]

    def figures(self) -> list[ProposedFigure]:
        return [ProposedFigure(figure.indicator, self.cleaned_data[f"sought-{figure.key}"]) for figure in self.offered]

    def proposed(self) -> dict[str, Any]:
        """The arguments of `propose_measure` that are not figures."""
        return {name: self.cleaned_data[name] for name in self.base_fields}


class EvaluationForm(TypedForm):
    verdict = forms.ChoiceField(
        label=_("Qué concluyó la mesa"),
        choices=[(verdict.value, verdict.label) for verdict in JUDGED],
        widget=forms.RadioSelect,
    )
    evaluation = forms.CharField(
        label=_("Por qué"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Con el criterio que se escribió al proponerla. Se publica."),
        max_length=8000,
    )
    decision = DecisionField(label=_("Decisión de la mesa"))

    def __init__(self, data: QueryDict | None = None, *, decisions: "Iterable[Decision]", auto_id: str) -> None:
        super().__init__(data, auto_id=auto_id)
        self.fields["decision"].offer(decisions)  # type: ignore[attr-defined]

    def clean_verdict(self) -> MeasureState:
        return MeasureState(self.cleaned_data["verdict"])
