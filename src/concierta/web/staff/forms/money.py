"""The forms that write money down by hand: a line, its source, what a project needs, its contracts."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.budgets.enums import FundingKind, Vintage
from concierta.web.staff.forms.people_choices import DayField
from concierta.web.staff.forms.quantities import PesosField
from concierta.web.staff.forms.typed import TypedForm


class LineForm(TypedForm):
    fiscal_year = forms.TypedChoiceField(label=_("Vigencia"), coerce=int)
    funding_source = forms.ChoiceField(label=_("Fuente del dinero"))
    # Named as the argument of the operation; a form has a part of its own with that name.
    initial = PesosField(  # type: ignore[assignment]
        label=_("Apropiación inicial, en pesos"),
        help_text=_("Lo que cambie después se escribe con su acto, no aquí."),
    )
    what = forms.ChoiceField(
        label=_("Para qué"), required=False, help_text=_("Un producto o una actividad; si no, todo el proyecto.")
    )
    territory = forms.ChoiceField(label=_("Territorio"), required=False)
    vintage = forms.ChoiceField(label=_("De cuándo es el dinero"), choices=Vintage.choices, initial=Vintage.CURRENT)
    object_code = forms.CharField(label=_("Código del rubro"), required=False, max_length=40)
    object_name = forms.CharField(label=_("Nombre del rubro"), required=False, max_length=300)
    source = forms.CharField(
        label=_("De qué documento sale"), required=False, max_length=300, help_text=_("Por ejemplo, el POAI de 2026.")
    )

    def __init__(
        self, data: Any = None, *, years: Iterable[int], year: int, funds: Iterable[Any], project: Any, places: Any
    ) -> None:
        super().__init__(data, initial={"fiscal_year": year})
        self.funds = {str(one.pk): one for one in funds}
        self.places = {one.code: one for one in places}
        self.products = {f"p{one.pk}": one for one in project.products.all()}
        self.activities = {f"a{act.pk}": act for one in self.products.values() for act in one.activities.all()}
        _offer(self, "fiscal_year", [(one, str(one)) for one in years])
        kinds = [(pk, f"{one.name} · {FundingKind(one.kind).label}") for pk, one in self.funds.items()]
        _offer(self, "funding_source", [("", _("Escoja la fuente")), *kinds])
        _offer(self, "territory", [("", _("Toda la ciudad")), *((code, one.name) for code, one in self.places.items())])
        word = gettext("Producto")
        groups = [
            (
                f"{product.code} {product.name}"[:80],
                [
                    (key, f"{word} {product.code} {product.name}"[:120]),
                    *((f"a{act.pk}", f"{act.code} {act.name}"[:120]) for act in product.activities.all()),
                ],
            )
            for key, product in self.products.items()
        ]
        _offer(self, "what", [("", _("Todo el proyecto")), *groups])

    def stated(self) -> dict[str, Any]:
        """The arguments of `define_line`, without the plan and project."""
        given = dict(self.cleaned_data)
        what, place = given.pop("what"), given.pop("territory")
        return given | {
            "funding_source": self.funds[given["funding_source"]],
            "product": self.products.get(what),
            "activity": self.activities.get(what),
            "territory": self.places.get(place),
            "vintage": Vintage(given["vintage"]),
        }


class FundForm(TypedForm):
    code = forms.CharField(
        label=_("Código"), max_length=40, help_text=_("El del presupuesto. Si ya existe, se describe de nuevo.")
    )
    name = forms.CharField(label=_("Nombre"), max_length=300)
    kind = forms.ChoiceField(label=_("Clase"), choices=FundingKind.choices)
    classification = forms.CharField(label=_("Cómo la clasifica el presupuesto"), max_length=200, required=False)

    def clean_kind(self) -> FundingKind:
        return FundingKind(self.cleaned_data["kind"])


class NeedForm(TypedForm):
    fiscal_year = forms.TypedChoiceField(label=_("Vigencia"), coerce=int)
    amount = PesosField(label=_("Cuánto necesita, en pesos"))
    source = forms.CharField(
        label=_("Quién lo estimó y dónde"), max_length=300, help_text=_("La brecha se mide contra esta cifra.")
    )

    def __init__(self, data: Any = None, *, years: Iterable[int], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        _offer(self, "fiscal_year", [(one, str(one)) for one in years])


class ContractForm(TypedForm):
    process_id = forms.CharField(
        label=_("Proceso en SECOP"), max_length=80, help_text=_("Su identificador, p. ej. CO1.BDOS.1234567.")
    )
    url = forms.CharField(label=_("Dirección del proceso"), max_length=400, widget=forms.URLInput)
    number = forms.CharField(label=_("Número del contrato"), max_length=80, required=False)
    value = PesosField(label=_("Valor, en pesos"), required=False)
    signed_on = DayField(label=_("Firmado el"), required=False)
    line = forms.ChoiceField(label=_("Con qué línea se paga"), required=False)
    subject = forms.CharField(
        label=_("Objeto"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No escriba nombres de personas: a quién se adjudicó lo dice SECOP."),
    )

    def __init__(self, data: Any = None, *, lines: Iterable[tuple[Any, str]]) -> None:
        super().__init__(data)
        self.lines = {str(line.pk): (line, title) for line, title in lines}
        named = ((pk, f"{line.fiscal_year} · {title}"[:120]) for pk, (line, title) in self.lines.items())
        _offer(self, "line", [("", _("No se sabe")), *named])

    def clean_line(self) -> Any:
        return self.lines.get(self.cleaned_data["line"], (None, ""))[0]


class ReasonForm(TypedForm):
    reason = forms.CharField(label=_("Por qué"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


def _offer(form: forms.Form, name: str, choices: Any) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]
