"""The part of an amendment's form that describes a project to add: its products, what measures them, how far."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from concierta.amendments.enums import ChangeField, SubjectKind
from concierta.amendments.proposals import NewIndicator, NewProduct, NewProject, ProposedChange
from concierta.engines.achievement import Accumulation
from concierta.indicators.schema import INDICATOR_CODE, IndicatorDescription
from concierta.plans.schema import CODE, ProductDescription, ProjectDescription, attributes
from concierta.web.workspace.agreements.forms import MEASURE_CHOICES, MEASURE_HELP, accumulation_choices
from concierta.web.workspace.described import field_of
from concierta.web.workspace.fields import QuantityField, in_percent

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from concierta.amendments.models import Change

_PROJECT, _PRODUCT = attributes(ProjectDescription), attributes(ProductDescription)
_INDICATOR = attributes(IndicatorDescription)
_HEADS = ("code", "name", "node", "entity", *(name for name in _PROJECT if name != "name"))
#: In this form, where the name alone would not say whose it is.
_WORDS: dict[str, dict[str, Any]] = {
    "name": {"label": _("Nombre del proyecto")},
    "weight": {
        "label": _("Peso entre sus hermanos, en %"),
        "help_text": _("Si los demás tienen peso, cámbielos en esta misma modificación."),
    },
}


class NewProjectFields:
    """The fields of a project to add, which stand in the amendment's own form: their names begin with "new-".

    `products` is how many products there is room for; `years` those that may have a target; `proposed` the change of
    an amendment that is revised.
    """

    def __init__(
        self,
        *,
        places: Sequence[tuple[str, str]],
        entities: Sequence[tuple[str, str]],
        years: Sequence[int],
        products: int,
        proposed: "Change | None",
    ) -> None:
        self.years, self.products = years, products
        self.fields: dict[str, forms.Field] = {
            "new-code": field_of(CODE, label=_("Código del proyecto")),
            "new-node": forms.ChoiceField(label=_("Dónde va en el plan"), choices=[("", _("Escoja")), *places]),
            "new-entity": forms.ChoiceField(label=_("Entidad que lo ejecuta"), choices=[("", _("Escoja")), *entities]),
        }
        for name, attribute in _PROJECT.items():
            self.fields[f"new-{name}"] = field_of(attribute, **_WORDS.get(name, {}))
        for n in range(1, products + 1):
            self.fields |= self._of_product(f"new-p{n}_", [("", _("La misma que lo ejecuta")), *entities])
        for name, value in (_initial_of(proposed) if proposed else {}).items():
            if name in self.fields:
                self.fields[name].initial = value

    def _of_product(self, prefix: str, reporters: "Sequence[tuple[str, StrOrPromise]]") -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {
            "code": field_of(CODE, label=_("Código del producto")),
            "name": field_of(_PRODUCT["name"], label=_("Producto")),
            "weight": field_of(_PRODUCT["weight"], label=_("Peso en el proyecto, en %")),
            "indicator": field_of(INDICATOR_CODE, label=_("Código del indicador")),
            "unit": field_of(_INDICATOR["unit"], label=_("Unidad"), required=True),
            "accumulation": forms.ChoiceField(
                label=_("Tipo de acumulación"), choices=accumulation_choices, initial=Accumulation.FLOW.value
            ),
            "measure": forms.ChoiceField(
                label=_("Qué clase de cifra es"), choices=MEASURE_CHOICES, required=False, help_text=MEASURE_HELP
            ),
            "baseline": field_of(_INDICATOR["baseline"], label=_("Línea base")),
            "reporter": forms.ChoiceField(label=_("Reporta"), choices=reporters, required=False),
            "means": field_of(_INDICATOR["means_of_verification"], label=_("Con qué se comprueba")),
        }
        for year in self.years:
            fields[str(year)] = QuantityField(label=_("Meta %s") % year, required=False, negative=True)
        return {f"{prefix}{name}": field for name, field in fields.items()}

    def heads(self, form: forms.Form) -> list[forms.BoundField]:
        return [form[f"new-{name}"] for name in _HEADS]

    def blocks(self, form: forms.Form) -> list[list[forms.BoundField]]:
        """The bound fields of each product."""
        return [
            [form[name] for name in self.fields if name.startswith(f"new-p{n}_")] for n in range(1, self.products + 1)
        ]

    def change(self, given: Mapping[str, Any]) -> ProposedChange:
        """The project as one change, from clean data. Its years without a target are NP."""
        project = NewProject(
            node=given["new-node"],
            entity=given["new-entity"],
            **{name: given[f"new-{name}"] for name in _PROJECT},
            products=tuple(self._product(f"new-p{n}_", given) for n in range(1, self.products + 1)),
        )
        return ProposedChange(SubjectKind.PROJECT, given["new-code"], ChangeField.ADDED, project)

    def _product(self, prefix: str, given: Mapping[str, Any]) -> NewProduct:
        own = {name.removeprefix(prefix): value for name, value in given.items() if name.startswith(prefix)}
        indicator = NewIndicator(
            code=own["indicator"],
            name=own["name"],
            accumulation=own["accumulation"],
            reporter=own["reporter"] or given["new-entity"],
            targets={str(year): _text(own[str(year)]) for year in self.years},
            unit=own["unit"],
            measure=own["measure"],
            baseline=own["baseline"],
            means_of_verification=own["means"],
        )
        return NewProduct(
            code=own["code"], name=own["name"], unit=own["unit"], weight=own["weight"], indicator=indicator
        )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _initial_of(change: "Change") -> dict[str, object]:
    """What the form shows of a project that was already proposed."""
    project: dict[str, Any] = change.after or {}
    initial = {f"new-{name}": project.get(name) for name in ("node", "entity", *_PROJECT)}
    initial |= {"new-code": change.subject, "new-weight": in_percent(project["weight"])}
    for n, product in enumerate(project["products"], 1):
        indicator = product["indicator"]
        own = {
            "code": product["code"],
            "name": product["name"],
            "weight": in_percent(product["weight"]),
            "indicator": indicator["code"],
            "unit": product["unit"],
            "accumulation": indicator["accumulation"],
            "measure": indicator.get("measure", ""),
            "baseline": _quantity(indicator["baseline"]),
            "reporter": indicator["reporter"],
            "means": indicator["means_of_verification"],
            **{key: _quantity(target) for key, target in indicator["targets"].items()},
        }
        initial |= {f"new-p{n}_{name}": value for name, value in own.items()}
    return initial


def _quantity(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
