"""The forms of what an entity puts into a project: offering it, saying that it came, and checking that it did."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.agreements.enums import MeansKind
from concierta.budgets.enums import DeliveryMethod, DeliveryOutcome, DeliveryState, Form
from concierta.kernel.writing import shortened
from concierta.web.kit.formats import number
from concierta.web.workspace.fields import DayField, EntityField, PesosField, QuantityField
from concierta.web.workspace.forms import TypedForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from concierta.agreements.models import Pledge
    from concierta.budgets.models import Contribution, Delivery
    from concierta.people.models import Entity
    from concierta.plans.models import Project

#: What only one form of means has; under the other it is out of sight, and forgotten.
_OF_FORM = {Form.CASH: ("amount",), Form.IN_KIND: ("kind", "quantity", "unit", "unit_value", "valuation_method")}


class ProjectField(forms.ChoiceField):
    """A project of the plan by its code; cleans to the project."""

    def offer(self, projects: "Iterable[Project]") -> None:
        self.projects = {project.code: project for project in projects}
        named = [(code, f"{code} · {project.name}") for code, project in self.projects.items()]
        self.choices = [("", _("Escoja un proyecto")), *named]

    def clean(self, value: object) -> "Project | None":
        return self.projects.get(super().clean(value))


class OfferForm(TypedForm):
    """Cash and in kind ask for different things; what belongs to the other is left out."""

    project = ProjectField(label=_("Proyecto"))
    entity = EntityField(label=_("Entidad que aporta"))
    form = forms.ChoiceField(
        label=_("En qué se aporta"),
        choices=[
            (Form.CASH.value, _("Dinero: pesos que entran al proyecto")),
            (Form.IN_KIND.value, _("En especie: personas, equipos, espacios, servicios")),
        ],
        widget=forms.RadioSelect,
    )
    amount = PesosField(label=_("Cuántos pesos"), required=False)
    kind = forms.ChoiceField(
        label=_("Qué clase de medios"), choices=[("", _("Escoja una")), *MeansKind.choices], required=False
    )
    quantity = QuantityField(label=_("Cantidad"), required=False)
    unit = forms.CharField(
        label=_("Unidad"), help_text=_("Asesores, aulas, horas, equipos…"), max_length=60, required=False
    )
    unit_value = PesosField(
        label=_("Cuánto vale cada unidad, en pesos"),
        help_text=_("Déjelo en blanco si no se ha valorado: se cuenta en su unidad y no se convierte en dinero."),
        required=False,
    )
    valuation_method = forms.CharField(
        label=_("Cómo se supo cuánto vale"),
        help_text=_("La tabla de honorarios, la cotización, el arriendo de la zona… y su fecha."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )
    description = forms.CharField(
        label=_("Qué aporta y para qué"),
        help_text=_("Se publica con el nombre de la entidad. No escriba datos personales."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )
    pledge = forms.ChoiceField(
        label=_("Cumple la promesa"), required=False, help_text=_("Si la entidad lo prometió al firmar el acuerdo.")
    )
    due_on = DayField(
        label=_("Se entrega a más tardar el"), required=False, help_text=_("Entra al calendario de la entidad.")
    )

    def __init__(
        self,
        data: Any = None,
        *,
        projects: "Iterable[Project]",
        entities: "Sequence[Entity]",
        pledges: "Iterable[Pledge]",
    ) -> None:
        super().__init__(data, initial={"entity": entities[0].code} if len(entities) == 1 else None)
        self.fields["project"].offer(projects)  # type: ignore[attr-defined]
        self.fields["entity"].offer(entities)  # type: ignore[attr-defined]
        self.pledges = {str(pledge.pk): pledge for pledge in pledges}
        named = [
            (pk, f"{pledge.code} · {pledge.entity.short_name} · {shortened(pledge.text, 80)}")
            for pk, pledge in self.pledges.items()
        ]
        self.fields["pledge"].choices = [("", _("Con ninguno")), *named]  # type: ignore[attr-defined]
        if not self.pledges:
            del self.fields["pledge"]

    def clean_pledge(self) -> "Pledge | None":
        return self.pledges.get(self.cleaned_data["pledge"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "form" not in given:
            return given
        given["form"] = Form(given["form"])
        other = Form.IN_KIND if given["form"] == Form.CASH else Form.CASH
        for name in _OF_FORM[other]:
            given[name] = "" if name in ("unit", "valuation_method") else None
            self.errors.pop(name, None)
        if given["form"] == Form.CASH:
            given["kind"] = MeansKind.ECONOMIC
            self._needed("amount", _("Escriba cuántos pesos."))
        else:
            self._needed("kind", _("Escoja qué clase de medios son."))
            self._needed("quantity", _("Escriba una cantidad."))
            self._needed("unit", _("Diga en qué unidad se cuenta."))
        return given

    def _needed(self, name: str, words: "_StrPromise") -> None:
        if name not in self.errors and self.cleaned_data.get(name) in (None, ""):
            self.add_error(name, words)


class WithdrawForm(TypedForm):
    reason = forms.CharField(
        label=_("Por qué se retira"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Queda en el registro y se publica. No escriba datos personales."),
        max_length=2000,
    )


class DeclareForm(TypedForm):
    """One figure, in pesos or in the unit of the contribution."""

    delivered_on = DayField(label=_("Qué día se entregó"))

    def __init__(self, data: Any = None, *, contribution: "Contribution") -> None:
        super().__init__(data)
        if contribution.form == Form.CASH:
            self.fields["amount"] = PesosField(label=_("Cuántos pesos se entregaron"))
        else:
            self.fields["quantity"] = QuantityField(
                label=_("Cuánto se entregó"), help_text=gettext("En %(unit)s.") % {"unit": contribution.unit}
            )
        self.contribution = contribution

    def clean(self) -> dict[str, Any]:
        """More than was offered may come, and is rather a delivery that was declared before."""
        given: dict[str, object] = super().clean() or {}
        name = "amount" if self.contribution.form == Form.CASH else "quantity"
        now, offered = given.get(name), getattr(self.contribution, name)
        deliveries = [one for one in self.contribution.deliveries.all() if one.state != DeliveryState.WITHDRAWN]
        before = sum(getattr(one, name) for one in deliveries)
        if now is not None and before + now > offered:
            asked = gettext(
                "Con esta entrega serían %(all)s de %(offered)s que se ofrecieron. ¿No estaba ya declarada?"
            )
            self.ask(
                name,
                asked % {"all": number(before + now, 6), "offered": number(offered, 6)},
                gettext("Es otra entrega, y se entregó más de lo ofrecido"),
            )
        return given


class DeliveryVerdictForm(TypedForm):
    """What a verifier found of one delivery; `verified_*` only where it is not what was declared."""

    outcome = forms.ChoiceField(
        label=_("Qué encontró"),
        choices=DeliveryOutcome.choices,
        widget=forms.RadioSelect,
    )
    method = forms.ChoiceField(label=_("Cómo lo comprobó"), choices=[("", _("Escoja uno")), *DeliveryMethod.choices])
    reason = forms.CharField(
        label=_("Qué comprobó y por qué llegó a este resultado"),
        help_text=_("Se publica tal cual, con el nombre de su entidad. No escriba datos personales."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=8000,
    )

    def __init__(self, data: Any = None, *, delivery: "Delivery", auto_id: str = "id_%s") -> None:
        super().__init__(data, auto_id=auto_id)
        hint = gettext("Solo si lo ajusta; si no, déjelo en blanco.")
        if delivery.form == Form.CASH:
            self.fields["verified_amount"] = PesosField(
                label=_("Cuántos pesos encontró"), help_text=hint, required=False
            )
        else:
            self.fields["verified_quantity"] = QuantityField(
                label=gettext("Cuánto encontró, en %(unit)s") % {"unit": delivery.contribution.unit},
                help_text=hint,
                required=False,
            )
        self.order_fields(["outcome", "verified_amount", "verified_quantity", "method", "reason"])

    def clean_outcome(self) -> DeliveryOutcome:
        return DeliveryOutcome(self.cleaned_data["outcome"])

    def clean_method(self) -> DeliveryMethod:
        return DeliveryMethod(self.cleaned_data["method"])
