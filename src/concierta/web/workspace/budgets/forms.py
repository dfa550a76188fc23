"""The forms of the budget: lines, needs, funds, acts, contracts, execution."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.budgets.enums import ActType, Effect, FundingKind, ModificationKind, Vintage
from concierta.budgets.operations import LineChange, LineExecution
from concierta.budgets.queries import find_lines, lines_among
from concierta.kernel.writing import shortened
from concierta.web.kit.formats import pesos
from concierta.web.workspace.budgets.lines import line_title
from concierta.web.workspace.fields import DayField, PesosField
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.paging import whole
from concierta.web.workspace.shell import SignedInRequest

if TYPE_CHECKING:
    from datetime import date

    from concierta.budgets.models import BudgetLine, FundingSource
    from concierta.budgets.queries import StandingLine
    from concierta.mesa.models import Decision
    from concierta.people.models import Territory
    from concierta.plans.models import Plan, Project


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
        self,
        data: Any = None,
        *,
        years: Iterable[int],
        year: int,
        funds: "Iterable[FundingSource]",
        project: "Project",
        places: "Iterable[Territory]",
    ) -> None:
        super().__init__(data, initial={"fiscal_year": year})
        self.funds = {str(fund.pk): fund for fund in funds}
        self.places = {place.code: place for place in places}
        self.products = {f"p{product.pk}": product for product in project.products.all()}
        self.activities = {
            f"a{activity.pk}": activity for product in self.products.values() for activity in product.activities.all()
        }
        _offer(self, "fiscal_year", _each_year(years))
        kinds = [(pk, f"{fund.name} · {FundingKind(fund.kind).label}") for pk, fund in self.funds.items()]
        _offer(self, "funding_source", [("", _("Escoja la fuente")), *kinds])
        named = [(code, place.name) for code, place in self.places.items()]
        _offer(self, "territory", [("", _("Toda la ciudad")), *named])
        word = gettext("Producto")
        groups = [
            (
                shortened(f"{product.code} {product.name}", 80),
                [
                    (key, shortened(f"{word} {product.code} {product.name}", 120)),
                    *((f"a{act.pk}", shortened(f"{act.code} {act.name}", 120)) for act in product.activities.all()),
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
        _offer(self, "fiscal_year", _each_year(years))


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

    def __init__(self, data: Any = None, *, lines: "Iterable[BudgetLine]") -> None:
        super().__init__(data)
        self.lines = {str(line.pk): line for line in lines}
        named = ((pk, shortened(f"{line.fiscal_year} · {line_title(line)}", 120)) for pk, line in self.lines.items())
        _offer(self, "line", [("", _("No se sabe")), *named])

    def clean_line(self) -> "BudgetLine | None":
        return self.lines.get(self.cleaned_data["line"])


class ReasonForm(TypedForm):
    reason = forms.CharField(label=_("Por qué"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


def _offer(form: forms.Form, name: str, choices: Iterable[tuple[object, object]]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


def _each_year(years: Iterable[int]) -> list[tuple[int, str]]:
    return [(year, str(year)) for year in years]


#: What an act that is no transfer does to each of its lines.
_EFFECTS = {
    ModificationKind.ADDITION: Effect.ADDITION,
    ModificationKind.REDUCTION: Effect.REDUCTION,
    ModificationKind.DEFERRAL: Effect.DEFERRAL,
    ModificationKind.RELEASE: Effect.RELEASE,
}
_SPENT = (
    ("availability", _("CDP")),
    ("registration", _("RP")),
    ("obligation", _("Obligado")),
    ("payment", _("Pagado")),
)


class ActForm(TypedForm):
    """Two fields more for each line chosen: which way in a transfer, and how much."""

    kind = forms.ChoiceField(label=_("Qué hace"), choices=ModificationKind.choices)
    act_type = forms.ChoiceField(label=_("Tipo de acto"), choices=ActType.choices)
    act_number = forms.CharField(label=_("Número"), max_length=40)
    act_date = DayField(label=_("Fecha del acto"), help_text=_("De la misma vigencia que modifica."))
    decision = forms.ChoiceField(
        label=_("Decisión de la mesa"), required=False, help_text=_("Si la mesa lo decidió antes.")
    )
    reason = forms.CharField(
        label=_("Por qué"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )

    def __init__(self, data: Any = None, *, lines: "Sequence[PickedLine]", decisions: "Iterable[Decision]") -> None:
        super().__init__(data)
        self.lines = lines
        self.decisions = {str(decision.pk): decision for decision in decisions}
        named = [
            (pk, shortened(f"{decision.number} · {decision.text}", 120)) for pk, decision in self.decisions.items()
        ]
        _offer(self, "decision", [("", _("Ninguna")), *named])
        for line in lines:
            self.fields[f"effect-{line.pk}"] = forms.ChoiceField(
                label=_("En un traslado"),
                choices=[(Effect.CREDIT.value, _("Recibe")), (Effect.COUNTER_CREDIT.value, _("Cede"))],
                required=False,
            )
            self.fields[f"amount-{line.pk}"] = PesosField(label=_("Cuánto, en pesos"))

    def clean_decision(self) -> "Decision | None":
        return self.decisions.get(self.cleaned_data["decision"])

    def parts(self) -> "list[tuple[PickedLine, forms.BoundField, forms.BoundField]]":
        """Each line with its two bound fields, for the template to loop over."""
        return [(line, self[f"effect-{line.pk}"], self[f"amount-{line.pk}"]) for line in self.lines]

    def stated(self) -> dict[str, Any]:
        """The arguments of `record_modification`, without plan and year."""
        kind = ModificationKind(self.cleaned_data["kind"])
        return {
            **{name: self.cleaned_data[name] for name in ActForm.base_fields},
            "kind": kind,
            "act_type": ActType(self.cleaned_data["act_type"]),
            "changes": [
                LineChange(
                    line.line,
                    _EFFECTS.get(kind) or Effect(self.cleaned_data[f"effect-{line.pk}"] or Effect.CREDIT),
                    self.cleaned_data[f"amount-{line.pk}"],
                )
                for line in self.lines
            ],
        }


class ExecutionForm(TypedForm):
    """The four figures of each line, cumulative in the year; a line left wholly blank is not recorded."""

    cut_off = DayField(label=_("Corte"), help_text=_("El último día de un mes. Reemplaza lo registrado para ese día."))

    def __init__(self, data: Any = None, *, lines: "Sequence[StandingLine]", cut_off: "date") -> None:
        """What the lines had at their last cut is where one starts from."""
        super().__init__(data, initial={"cut_off": cut_off})
        self.lines = lines
        for standing in lines:
            for (stage, label), name in zip(_SPENT, _names(standing), strict=True):
                self.fields[name] = PesosField(label=label, required=False, initial=getattr(standing.stages, stage))

    @property
    def day(self) -> "date":
        day: date = self.cleaned_data["cut_off"]
        return day

    def parts(self) -> "list[tuple[StandingLine, list[forms.BoundField]]]":
        return [(standing, [self[name] for name in _names(standing)]) for standing in self.lines]

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean() or {}
        for standing in self.lines:
            names = _names(standing)
            blank = [name for name in names if given.get(name) is None and name not in self.errors]
            if 0 < len(blank) < len(names):
                for name in blank:
                    self.add_error(name, _("Falta esta cifra. Si no hay nada, escriba 0."))
        return given

    def figures(self) -> list[LineExecution]:
        given = self.cleaned_data
        spent = [(standing.line, [given.get(name) for name in _names(standing)]) for standing in self.lines]
        whole = [(line, amounts) for line, amounts in spent if None not in amounts]
        return [LineExecution(line, *amounts) for line, amounts in whole]  # type: ignore[arg-type]


def _names(standing: "StandingLine") -> list[str]:
    return [f"{stage}-{standing.line.pk}" for stage, _label in _SPENT]


class WithdrawForm(TypedForm):
    cut_off = DayField(label=_("Qué corte"))
    reason = forms.CharField(label=_("Por qué"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


@dataclass(frozen=True, slots=True)
class PickedLine:
    """A line as the picker's template wants it."""

    line: "BudgetLine"
    pk: int
    key: str
    code: str
    title: str
    where: str


def _picked(line: "BudgetLine") -> PickedLine:
    title = line.activity_name or line.object_name or line.project_name
    where = f"{line.funding_source.name} · {line.object_code} · {pesos(line.initial)}"
    return PickedLine(line, line.pk, str(line.pk), line.project_code, title, where)


class LinePicker:
    """Two queries: the lines chosen so far, and the first that have every word. Like `picking.Picker`."""

    def __init__(self, request: SignedInRequest, plan: "Plan", fiscal_year: int) -> None:
        posted = request.method == "POST"
        act = request.POST.get("act", "") if posted else ""
        keys = request.POST.getlist("part") if posted else request.GET.getlist("linea")
        if act.startswith("add:"):
            keys = [*keys, act.removeprefix("add:")]
        if act.startswith("remove:"):
            keys = [key for key in keys if key != act.removeprefix("remove:")]
        numbers = [number for key in dict.fromkeys(keys) if (number := whole(key))]
        known = {line.pk: line for line in lines_among(request.user, plan, fiscal_year, numbers)}
        self.chosen = [_picked(known[number]) for number in numbers if number in known]
        self.added = act.removeprefix("add:") if act.startswith("add:") else ""
        self.text = "" if self.added else (request.POST if posted else request.GET).get("q", "").strip()
        self.only_picks = act == "search" or act.startswith(("add:", "remove:"))
        fitting = find_lines(request.user, plan, fiscal_year, self.text)
        self.found = [_picked(line) for line in fitting if line.pk not in known]
