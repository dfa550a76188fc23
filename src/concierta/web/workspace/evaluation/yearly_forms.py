"""The forms of a yearly review of the agreement, and of what an agreement leaves and the next one answers."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from concierta.evaluation.enums import CellRating, CloseOutKind, CloseOutReply
from concierta.web.workspace.fields import DayField, DecisionField, EntityField, WholeField
from concierta.web.workspace.forms import TypedForm

if TYPE_CHECKING:
    from concierta.evaluation.models import CloseOutPoint
    from concierta.mesa.models import Decision
    from concierta.people.models import Entity


class OpenForm(TypedForm):
    year = WholeField(label=_("Año que se revisa"))
    assess_by = DayField(
        label=_("Plazo para autoevaluarse"), help_text=_("Quien no lo haga hasta ese día queda así en la revisión.")
    )
    phrase = forms.CharField(
        label=_("La frase del sorteo"),
        max_length=200,
        help_text=_(
            "Algo público que nadie escogió: por ejemplo el número ganador de la lotería de hoy, con su fecha. Con "
            "ella cualquiera repite el sorteo de lo que valoran dos entidades."
        ),
    )


class RatingForm(TypedForm):
    """Of the signatory itself, or of another entity that looks at it."""

    rating = forms.ChoiceField(
        label=_("Ese año, este compromiso"), choices=CellRating.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Por qué"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Se publica con el nombre de su entidad. No escriba datos personales."),
        max_length=4000,
    )


class DissentForm(TypedForm):
    entity = EntityField(label=_("Por qué entidad"))
    words = forms.CharField(
        label=_("Lo que su entidad no comparte"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Se publica como usted lo escriba. No escriba datos personales."),
        max_length=8000,
    )

    def __init__(self, data: QueryDict | None = None, *, entities: "Iterable[Entity]", auto_id: str) -> None:
        super().__init__(data, auto_id=auto_id)
        self.fields["entity"].offer(entities)  # type: ignore[attr-defined]


class DecidedForm(TypedForm):
    """What the table decided: `decisions` are those that may be cited."""

    decision = DecisionField(label=_("Decisión de la mesa"))

    def __init__(self, data: QueryDict | None = None, *, decisions: "Iterable[Decision]", auto_id: str) -> None:
        super().__init__(data, auto_id=auto_id)
        self.fields["decision"].offer(decisions)  # type: ignore[attr-defined]


class PointForm(DecidedForm):
    kind = forms.ChoiceField(label=_("Qué se deja dicho"), choices=CloseOutKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("En una o dos frases"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Se publica. No escriba nombres de personas."),
        max_length=4000,
    )
    field_order = ("kind", "text", "decision")


class AnswerForm(TypedForm):
    point = forms.ChoiceField(label=_("Punto del acuerdo anterior"))
    reply = forms.ChoiceField(
        label=_("Qué hace de él este acuerdo"), choices=CloseOutReply.choices, widget=forms.RadioSelect
    )
    article = forms.CharField(
        label=_("En qué artículo"), required=False, max_length=12, help_text=_("En blanco si se deja fuera.")
    )
    words = forms.CharField(
        label=_("Cómo, o por qué no"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Se publica. No escriba nombres de personas."),
        max_length=4000,
    )

    def __init__(self, data: QueryDict | None = None, *, points: "Iterable[CloseOutPoint]", auto_id: str) -> None:
        super().__init__(data, auto_id=auto_id)
        self.points = {str(point.number): point for point in points}
        self.fields["point"].choices = [  # type: ignore[attr-defined]
            ("", _("Escoja el punto")),
            *((number, f"{number}. {Truncator(point.text).chars(120)}") for number, point in self.points.items()),
        ]

    def clean_point(self) -> "CloseOutPoint":
        return self.points[self.cleaned_data["point"]]
