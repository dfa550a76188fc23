"""The forms of support sought from others: each step until it came or came to nothing, and what surrounds it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from concierta.budgets.operations import Figure
from concierta.engines.finance import PESO
from concierta.web.workspace.fields import DayField, QuantityField
from concierta.web.workspace.forms import TypedForm

if TYPE_CHECKING:
    from concierta.budgets.models import BudgetLine, OpportunityContact, OpportunityDeadline

FIGURE = ("amount", "currency", "rate", "rate_on", "rate_source")


class FigureForm(TypedForm):
    """An amount as it was said; in another currency with its rate, the day of the rate and who says it."""

    amount = QuantityField(label=_("Valor"), decimals=2)
    currency = forms.CharField(
        label=_("Moneda"), initial=PESO, max_length=3, help_text=_("Con tres letras: COP, USD, EUR.")
    )
    rate = QuantityField(
        label=_("Pesos por cada unidad"),
        required=False,
        help_text=_("Solo si no es en pesos."),
        largest=Decimal(10) ** 12 - 1,
    )
    rate_on = DayField(label=_("Tasa de cambio del día"), required=False)
    rate_source = forms.CharField(
        label=_("De dónde se tomó la tasa"), required=False, max_length=200, help_text=_("TRM del Banco, el convenio…")
    )

    def figure(self) -> Figure | None:
        given = self.cleaned_data
        if given.get("amount") is None:
            return None
        return Figure(**{name: given[name] for name in FIGURE})


class OptionalFigureForm(FigureForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].required = False
        self.fields["currency"].required = False

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"] or PESO


class PrepareForm(OptionalFigureForm):
    note = forms.CharField(label=_("Nota"), required=False, max_length=2000)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].label = _("Cuánto se va a pedir")


class StepForm(FigureForm):
    """A step with its figure and its day."""

    on = DayField(label=_("Qué día"))
    note = forms.CharField(label=_("Nota"), required=False, max_length=2000, help_text=_("El radicado, el oficio…"))


class AgreementForm(StepForm):
    conditions = forms.CharField(
        label=_("Condiciones del convenio"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=4000,
        required=False,
        help_text=_("En blanco, quedan las que ya están."),
    )


class DisbursementForm(StepForm):
    line = forms.ChoiceField(
        label=_("Línea del presupuesto que ya lo tiene"),
        required=False,
        help_text=_("Si entró al presupuesto, dígalo: así no se cuenta dos veces."),
    )

    def __init__(self, data: Any = None, *, lines: "Iterable[BudgetLine]", auto_id: str = "id_%s") -> None:
        super().__init__(data, auto_id=auto_id)
        self.lines = {str(line.pk): line for line in lines}
        named = [
            (pk, f"{line.fiscal_year} · {line.project_code} · {line.funding_source.name}")
            for pk, line in self.lines.items()
        ]
        none = ("", _("Ninguna: no ha entrado al presupuesto"))
        self.fields["line"].choices = [none, *named]  # type: ignore[attr-defined]

    def clean_line(self) -> "BudgetLine | None":
        return self.lines.get(self.cleaned_data["line"])


class ReportBackForm(TypedForm):
    on = DayField(label=_("Qué día se informó"))
    note = forms.CharField(label=_("Qué se informó"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class EndForm(TypedForm):
    reason = forms.CharField(
        label=_("Por qué"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Queda en el registro y se publica. No escriba datos personales."),
        max_length=2000,
    )


class DeadlineForm(TypedForm):
    what = forms.CharField(label=_("Qué hay que hacer"), max_length=200)
    due_on = DayField(label=_("A más tardar el"))


class MeetForm(TypedForm):
    deadline = forms.ChoiceField(label=_("Cuál"))
    done_on = DayField(label=_("Qué día se hizo"))

    def __init__(self, data: Any = None, *, deadlines: "Iterable[OpportunityDeadline]", auto_id: str = "id_%s") -> None:
        super().__init__(data, auto_id=auto_id)
        self.deadlines = {str(deadline.pk): deadline for deadline in deadlines}
        named = [(pk, deadline.what) for pk, deadline in self.deadlines.items()]
        self.fields["deadline"].choices = named  # type: ignore[attr-defined]

    def clean_deadline(self) -> "OpportunityDeadline":
        return self.deadlines[self.cleaned_data["deadline"]]


class ContactForm(TypedForm):
    name = forms.CharField(label=_("Nombre"), max_length=120)
    position = forms.CharField(label=_("Cargo"), max_length=120, required=False)
    email = forms.EmailField(label=_("Correo"), required=False)
    phone = forms.CharField(label=_("Teléfono"), max_length=40, required=False)
    purpose = forms.CharField(
        label=_("Para qué se guarda"),
        max_length=200,
        required=False,
        help_text=_("En blanco: dar seguimiento a esta gestión, y nada más."),
    )
    keep_until = DayField(
        label=_("Se guarda hasta el"), help_text=_("Después se borra solo. A más tardar en dos años.")
    )


class ForgetForm(TypedForm):
    contact = forms.ChoiceField(label=_("Qué contacto"))

    def __init__(self, data: Any = None, *, contacts: "Iterable[OpportunityContact]", auto_id: str = "id_%s") -> None:
        super().__init__(data, auto_id=auto_id)
        self.contacts = {str(contact.pk): contact for contact in contacts}
        named = [(pk, contact.name) for pk, contact in self.contacts.items()]
        self.fields["contact"].choices = named  # type: ignore[attr-defined]

    def clean_contact(self) -> "OpportunityContact":
        return self.contacts[self.cleaned_data["contact"]]


class DocumentForm(TypedForm):
    file = forms.FileField(label=_("Archivo"), help_text=_("La solicitud, la respuesta, el convenio: PDF o imagen."))
    title = forms.CharField(label=_("Qué documento es"), max_length=200)

    def __init__(self, data: Any = None, *, files: Any = None, auto_id: str = "id_%s") -> None:
        super().__init__(data, files if data is not None else None, auto_id=auto_id)
