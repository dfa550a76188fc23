"""The part of an amendment's form that describes a project to add: its products, what measures them, how far."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.proposals import NewIndicator, NewProduct, NewProject, ProposedChange
from concierta.engines.achievement import Accumulation
from concierta.web.workspace.agreements.forms import MEASURE_CHOICES, MEASURE_HELP, accumulation_choices
from concierta.web.workspace.fields import PercentField, QuantityField, in_percent
from concierta.web.workspace.forms import TypedForm

_CODE = 40


class NewProjectForm(TypedForm):
    """`products` is how many products the page has room for; `years` those that may have a target."""

    code = forms.CharField(label=_("Código del proyecto"), max_length=_CODE)
    name = forms.CharField(label=_("Nombre del proyecto"), max_length=500)
    node = forms.ChoiceField(label=_("Dónde va en el plan"))
    entity = forms.ChoiceField(label=_("Entidad que lo ejecuta"))
    bpin = forms.CharField(label="BPIN", max_length=20, required=False)
    weight = PercentField(
        label=_("Peso entre sus hermanos, en %"),
        required=False,
        help_text=_("Si los demás tienen peso, cámbielos en esta misma modificación."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        places: Sequence[tuple[str, str]],
        entities: Sequence[tuple[str, str]],
        years: Sequence[int],
        products: int = 1,
        initial: Any = None,
    ) -> None:
        super().__init__(data, prefix="new", initial=initial)
        self.years = years
        self.products = products
        self.fields["node"].choices = [("", _("Escoja")), *places]  # type: ignore[attr-defined]
        self.fields["entity"].choices = [("", _("Escoja")), *entities]  # type: ignore[attr-defined]
        for n in range(1, products + 1):
            self._offer_product(n, [("", _("La misma que lo ejecuta")), *entities])

    def _offer_product(self, n: int, entities: Sequence[tuple[str, Any]]) -> None:
        self.fields |= {
            f"p{n}_code": forms.CharField(label=_("Código del producto"), max_length=_CODE),
            f"p{n}_name": forms.CharField(label=_("Producto"), max_length=500),
            f"p{n}_weight": PercentField(label=_("Peso en el proyecto, en %"), required=False),
            f"p{n}_indicator": forms.CharField(label=_("Código del indicador"), max_length=90),
            f"p{n}_unit": forms.CharField(label=_("Unidad"), max_length=80),
            f"p{n}_accumulation": forms.ChoiceField(
                label=_("Tipo de acumulación"), choices=accumulation_choices, initial=Accumulation.FLOW.value
            ),
            f"p{n}_measure": forms.ChoiceField(
                label=_("Qué clase de cifra es"), choices=MEASURE_CHOICES, required=False, help_text=MEASURE_HELP
            ),
            f"p{n}_baseline": QuantityField(label=_("Línea base"), required=False, negative=True),
            f"p{n}_reporter": forms.ChoiceField(label=_("Reporta"), choices=entities, required=False),
            f"p{n}_means": forms.CharField(label=_("Con qué se comprueba"), max_length=2000, required=False),
            **{
                f"p{n}_{year}": QuantityField(label=_("Meta %s") % year, required=False, negative=True)
                for year in self.years
            },
        }

    def heads(self) -> list[Any]:
        return [self[name] for name in ("code", "name", "node", "entity", "bpin", "weight")]

    def blocks(self) -> list[list[Any]]:
        """The bound fields of each product, for the template to loop over."""
        return [[self[name] for name in self.fields if name.startswith(f"p{n}_")] for n in range(1, self.products + 1)]

    def change(self) -> ProposedChange:
        """The project as one change. Its years without a target are NP."""
        given = self.cleaned_data
        project = NewProject(
            node=given["node"],
            entity=given["entity"],
            name=given["name"],
            bpin=given["bpin"],
            weight=_text(given["weight"]),
            products=tuple(self._product(n) for n in range(1, self.products + 1)),
        )
        return ProposedChange(SubjectKind.PROJECT, given["code"], ChangeField.ADDED, project)

    def _product(self, n: int) -> NewProduct:
        given = {name: self.cleaned_data[f"p{n}_{name}"] for name in _OF_PRODUCT}
        indicator = NewIndicator(
            code=given["indicator"],
            name=given["name"],
            accumulation=given["accumulation"],
            reporter=given["reporter"] or self.cleaned_data["entity"],
            targets={str(year): _text(self.cleaned_data[f"p{n}_{year}"]) for year in self.years},
            unit=given["unit"],
            measure=given["measure"],
            baseline=_text(given["baseline"]),
            means_of_verification=given["means"],
        )
        return NewProduct(
            code=given["code"],
            name=given["name"],
            unit=given["unit"],
            weight=_text(given["weight"]),
            indicator=indicator,
        )


_OF_PRODUCT = (
    *("code", "name", "weight", "indicator", "unit", "accumulation", "measure"),
    *("baseline", "reporter", "means"),
)


def _text(value: Any) -> str | None:
    return None if value is None else f"{value:f}"


def initial_of(change: Any) -> dict[str, Any]:
    """What the form shows of a project that was already proposed."""
    value = change.after
    initial = {name: value[name] for name in ("name", "node", "entity", "bpin")}
    initial |= {"code": change.subject, "weight": in_percent(value["weight"])}
    for n, product in enumerate(value["products"], 1):
        indicator = product["indicator"]
        initial |= {
            f"p{n}_code": product["code"],
            f"p{n}_name": product["name"],
            f"p{n}_weight": in_percent(product["weight"]),
            f"p{n}_indicator": indicator["code"],
            f"p{n}_unit": product["unit"],
            f"p{n}_accumulation": indicator["accumulation"],
            f"p{n}_measure": indicator.get("measure", ""),
            f"p{n}_baseline": _quantity(indicator["baseline"]),
            f"p{n}_reporter": indicator["reporter"],
            f"p{n}_means": indicator["means_of_verification"],
            **{f"p{n}_{key}": _quantity(target) for key, target in indicator["targets"].items()},
        }
    return initial


def _quantity(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
