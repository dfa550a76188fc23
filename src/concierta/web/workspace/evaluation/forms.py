"""The forms of a risk, of a draw of projects and of what the Mesa found of one."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from concierta.evaluation.enums import Impact, Probability, ReviewFinding
from concierta.web.workspace.fields import DayField, DecisionField, EntityField, PersonField, WholeField
from concierta.web.workspace.forms import TypedForm

if TYPE_CHECKING:
    from concierta.evaluation.models import Risk
    from concierta.evaluation.queries import QueuedProject
    from concierta.mesa.models import Decision
    from concierta.people.models import Entity, User


class ValuationForm(TypedForm):
    """How a risk is valued: on a form of its own once it is recorded."""

    probability = forms.TypedChoiceField(label=_("Probabilidad"), choices=Probability.choices, coerce=int)
    impact = forms.TypedChoiceField(label=_("Impacto"), choices=Impact.choices, coerce=int)
    countermeasure = forms.CharField(
        label=_("Qué se hace al respecto"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )
    owner = EntityField(label=_("Entidad que lo vigila"))
    person = PersonField(label=_("Persona"), required=False, help_text=_("No se publica."))
    review_on = DayField(
        label=_("Se vuelve a mirar el"), help_text=_("Si ese día sigue abierto, va solo al orden del día de la mesa.")
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        entities: "Iterable[Entity]",
        people: "Iterable[User]",
        risk: "Risk | None" = None,
        **kwargs: Any,
    ) -> None:
        if risk is not None:
            kwargs["initial"] = {name: getattr(risk, name) for name in ("probability", "impact", "countermeasure")} | {
                "owner": risk.owner.code,
                "person": risk.person_id,
                "review_on": risk.review_on,
            }
        super().__init__(data, **kwargs)
        self.fields["owner"].offer(entities)  # type: ignore[attr-defined]
        self.fields["person"].offer(people)  # type: ignore[attr-defined]


class RiskForm(ValuationForm):
    subject = forms.CharField(
        label=_("Proyecto o promesa"), max_length=90, help_text=_("Su código: «BP-26000000», o «C1/CP-2».")
    )
    title = forms.CharField(label=_("Qué puede pasar, en una línea"), max_length=200)
    field_order = ("subject", "title")


class ReassessForm(ValuationForm):
    note = forms.CharField(
        label=_("Por qué cambia"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )


class CloseForm(TypedForm):
    reason = forms.CharField(
        label=_("Por qué se cierra"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Dejó de amenazar, o ya ocurrió. Se publica."),
        max_length=2000,
    )


class AgendaForm(TypedForm):
    """`queue`: what may be ticked; cleans to those that were."""

    project = forms.MultipleChoiceField(label=_("Proyectos"))

    def __init__(self, data: QueryDict | None = None, *, queue: "Iterable[QueuedProject]", auto_id: str) -> None:
        super().__init__(data, auto_id=auto_id)
        self.queue = {queued.project.code: queued for queued in queue}
        self.fields["project"].choices = [(code, code) for code in self.queue]  # type: ignore[attr-defined]

    def clean_project(self) -> "list[QueuedProject]":
        return [self.queue[code] for code in self.cleaned_data["project"]]


class DrawForm(TypedForm):
    size = WholeField(label=_("Cuántos proyectos"))
    phrase = forms.CharField(
        label=_("La frase del sorteo"),
        max_length=200,
        help_text=_(
            "Algo público que nadie escogió: por ejemplo el número ganador de la lotería de hoy, con su fecha. Con "
            "ella cualquiera repite el sorteo."
        ),
    )


class ReviewForm(TypedForm):
    finding = forms.ChoiceField(
        label=_("Qué encontró la mesa"), choices=ReviewFinding.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("En sus palabras"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Se publica. No escriba nombres de personas."),
        max_length=4000,
    )


class ByDecisionForm(TypedForm):
    """What the secretariat puts on record, by a decision that its table took."""

    decision = DecisionField(label=_("Decisión de la mesa"))

    def __init__(self, data: QueryDict | None = None, *, auto_id: str, decisions: "Iterable[Decision]") -> None:
        super().__init__(data, auto_id=auto_id)
        self.fields["decision"].offer(decisions)  # type: ignore[attr-defined]


class SuspendForm(ByDecisionForm):
    reason = forms.CharField(
        label=_("Por qué"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Se publica con sus palabras."),
        max_length=8000,
    )


class AssignRoleForm(ByDecisionForm):
    role = forms.CharField(label=_("El papel que le da"), max_length=300)
