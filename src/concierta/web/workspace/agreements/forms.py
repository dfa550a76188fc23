"""The forms of a pledge: how it is measured, what its entity says of it, and what the Mesa thinks of that."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.engines.achievement import Accumulation, Measure, Reading, worked
from concierta.indicators.enums import ACCUMULATIONS, MEASURES
from concierta.reporting.enums import Rating
from concierta.web.kit.formats import number, percent
from concierta.web.workspace.fields import DayField, DecisionField, EntityField, QuantityField
from concierta.web.workspace.forms import TypedForm

if TYPE_CHECKING:
    from concierta.mesa.models import Decision
    from concierta.people.models import Entity

#: Figures that tell the types apart: baseline (or the year before), target, actual.
_FIGURES: dict[Accumulation, tuple[int | None, int, int | Decimal]] = {
    Accumulation.CUMULATIVE: (None, 500, 450),
    Accumulation.STOCK: (120, 220, 180),
    Accumulation.CAPACITY: (120, 220, 180),
    Accumulation.REDUCTION: (12, 9, Decimal("10.5")),
    Accumulation.ANNUAL_REDUCTION: (12, 11, Decimal("11.4")),
    Accumulation.FLOW: (None, 100, 80),
    Accumulation.MAINTENANCE: (None, 12, 9),
}
MEASURE_CHOICES = [("", _("La que diga la unidad: un % es una tasa")), *MEASURES]
MEASURE_HELP = _("Una tasa o un índice no se suma de un periodo a otro: 95 % en cuatro trimestres es 95 %.")


def accumulation_choices() -> list[tuple[str, str]]:
    """Each type with what its figures come to: "Capacidad: de 120 a 220, con 180 va en 60 %"."""
    return [(code, f"{name}: {example_of(Accumulation(code))}") for code, name in ACCUMULATIONS]


def example_of(accumulation: Accumulation) -> str:
    start, target, actual = _FIGURES[accumulation]
    result = worked(Reading(accumulation), target=target, actual=actual, baseline=start)
    figures = {
        "start": number(start) if start is not None else "",
        "target": number(target),
        "actual": number(actual),
        "share": percent(result),
    }
    if accumulation is Accumulation.ANNUAL_REDUCTION:
        return gettext("de %(start)s el año anterior a %(target)s, con %(actual)s va en %(share)s") % figures
    if accumulation.reads_a_path:
        return gettext("de %(start)s a %(target)s, con %(actual)s va en %(share)s") % figures
    if accumulation is Accumulation.CUMULATIVE:
        return gettext("los años se suman; %(actual)s de %(target)s es %(share)s") % figures
    if accumulation is Accumulation.STOCK:
        return gettext("lo que hay en la fecha; %(actual)s de %(target)s es %(share)s, venga de donde venga") % figures
    if accumulation is Accumulation.FLOW:
        return gettext("cada año su meta; %(actual)s de %(target)s es %(share)s") % figures
    return gettext("sostener un nivel; %(actual)s de %(target)s es %(share)s, y nunca más de 100 %%") % figures


_RATINGS = [(one.value, one.label) for one in Rating]


class PledgeIndicatorForm(TypedForm):
    """How a pledge is counted: one field for the target of each year of the plan."""

    code = forms.SlugField(label=_("Código del indicador"), max_length=90, help_text=_("Por ejemplo, C4-SENA-1."))
    name = forms.CharField(label=_("Qué se cuenta"), max_length=300)
    definition = forms.CharField(
        label=_("Cómo se cuenta"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("Qué entra y qué no, para que dos personas lleguen al mismo número."),
        max_length=4000,
    )
    unit = forms.CharField(label=_("Unidad"), max_length=80, help_text=_("Personas, becas, pesos, asesores…"))
    measure = forms.ChoiceField(
        label=_("Qué clase de cifra es"), choices=MEASURE_CHOICES, required=False, help_text=MEASURE_HELP
    )
    accumulation = forms.ChoiceField(
        label=_("Tipo de acumulación"), choices=accumulation_choices, initial=Accumulation.FLOW.value
    )
    year_weights = forms.CharField(
        label=_("Lo que pesa cada año"),
        required=False,
        max_length=200,
        help_text=_("Solo si no pesan lo mismo: un porcentaje por año, por ejemplo 15/35/35/15."),
    )
    baseline = QuantityField(
        negative=True,
        label=_("Línea base"),
        required=False,
        help_text=_("Solo si la meta se mide contra un punto de partida."),
    )
    baseline_on = DayField(label=_("Fecha de la línea base"), required=False)
    baseline_source = forms.CharField(label=_("Fuente de la línea base"), required=False, max_length=300)
    means_of_verification = forms.CharField(
        label=_("Con qué se comprueba"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Los documentos o registros que la entidad traerá con cada reporte."),
        max_length=2000,
    )
    reviewer = EntityField(
        label=_("Revisa"), required=False, help_text=_("En blanco, la entidad que revisa todo el plan.")
    )
    verifier = EntityField(
        label=_("Verifica"), required=False, help_text=_("En blanco, la entidad que verifica todo el plan.")
    )
    presenter = EntityField(label=_("Presenta a la comunidad"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        entities: "Iterable[Entity]",
        years: Sequence[int],
        initial: dict[str, object],
    ) -> None:
        super().__init__(data, initial=initial)
        entities = list(entities)
        for name in ("reviewer", "verifier", "presenter"):
            self.fields[name].offer(entities)  # type: ignore[attr-defined]
        self.years = years
        for year in years:
            self.fields[f"target_{year}"] = QuantityField(label=str(year), required=False, negative=True)

    def clean_measure(self) -> Measure | None:
        return Measure(self.cleaned_data["measure"]) if self.cleaned_data["measure"] else None

    def clean_accumulation(self) -> Accumulation:
        return Accumulation(self.cleaned_data["accumulation"])

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if not self.errors and not any(value is not None for value in self.targets().values()):
            self.add_error(
                f"target_{self.years[0]}", _("Escriba la meta de al menos un año: sin ella no hay qué cumplir.")
            )
        return given

    def target_fields(self) -> list[forms.BoundField]:
        return [self[f"target_{year}"] for year in self.years]

    def targets(self) -> dict[int, Decimal | None]:
        """The target of each year; None is NP, not programmed."""
        return {year: self.cleaned_data.get(f"target_{year}") for year in self.years}

    def defined(self) -> dict[str, Any]:
        """The arguments of `define_indicator`: what was left blank is left to it."""
        given = {name: self.cleaned_data[name] for name in self.base_fields}
        return {name: value for name, value in given.items() if value is not None}


class SelfAssessmentForm(TypedForm):
    """What the entity says of its own pledge. Blank in a draft; the operation asks for all of it."""

    rating = forms.ChoiceField(
        label=_("Cómo va esta promesa"), choices=_RATINGS, widget=forms.RadioSelect, required=False
    )
    text = forms.CharField(
        label=_("Qué se hizo y qué falta"),
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Se publica con el nombre de su entidad. No escriba datos personales."),
        max_length=8000,
        required=False,
    )


class OpinionForm(TypedForm):
    """What the Mesa thinks of it, by a decision."""

    opinion = forms.ChoiceField(label=_("Para la mesa, esta promesa"), choices=_RATINGS, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Por qué"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Se publica junto a lo que dijo la entidad, sin cambiarlo."),
        max_length=8000,
    )
    decision = DecisionField(label=_("Decisión de la mesa"))

    def __init__(self, data: QueryDict | None = None, *, decisions: "Iterable[Decision]") -> None:
        super().__init__(data)
        self.fields["decision"].offer(decisions)  # type: ignore[attr-defined]

    def clean_opinion(self) -> Rating:
        return Rating(self.cleaned_data["opinion"])
