"""The forms of an act that changes appropriations, and of how far the lines of a project were spent."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from concierta.budgets.enums import ActType, Effect, ModificationKind
from concierta.budgets.operations import LineChange, LineExecution
from concierta.web.staff.forms.people_choices import DayField
from concierta.web.staff.forms.quantities import PesosField
from concierta.web.staff.forms.typed import TypedForm

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

    def __init__(self, data: Any = None, *, lines: Sequence[Any], decisions: Iterable[Any]) -> None:
        """`lines` are `PickedLine`."""
        super().__init__(data)
        self.lines = lines
        self.decisions = {str(one.pk): one for one in decisions}
        self.fields["decision"].choices = [  # type: ignore[attr-defined]
            ("", _("Ninguna")),
            *((pk, f"{one.number} · {one.text}"[:120]) for pk, one in self.decisions.items()),
        ]
        for line in lines:
            self.fields[f"effect-{line.pk}"] = forms.ChoiceField(
                label=_("En un traslado"),
                choices=[(Effect.CREDIT.value, _("Recibe")), (Effect.COUNTER_CREDIT.value, _("Cede"))],
                required=False,
            )
            self.fields[f"amount-{line.pk}"] = PesosField(label=_("Cuánto, en pesos"))

    def clean_decision(self) -> Any:
        return self.decisions.get(self.cleaned_data["decision"])

    def parts(self) -> list[tuple[Any, Any, Any]]:
        """Each line with its two bound fields, for the template to loop over."""
        return [(line, self[f"effect-{line.pk}"], self[f"amount-{line.pk}"]) for line in self.lines]

    def words(self) -> list[Any]:
        return [self[name] for name in ActForm.base_fields]

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

    def __init__(self, data: Any = None, *, lines: Sequence[Any], cut_off: Any = None) -> None:
        """`lines` are `StandingLine`; what they had at their last cut is where one starts from."""
        super().__init__(data, initial={"cut_off": cut_off})
        self.lines = lines
        for one in lines:
            for name, label in _SPENT:
                self.fields[f"{name}-{one.line.pk}"] = PesosField(
                    label=label, required=False, initial=getattr(one.stages, name)
                )

    def parts(self) -> list[tuple[Any, list[Any]]]:
        return [(one, [self[f"{name}-{one.line.pk}"] for name, _label in _SPENT]) for one in self.lines]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for one in self.lines:
            names = [f"{name}-{one.line.pk}" for name, _label in _SPENT]
            blank = [name for name in names if given.get(name) is None and name not in self.errors]
            if 0 < len(blank) < len(names):
                for name in blank:
                    self.add_error(name, _("Falta esta cifra. Si no hay nada, escriba 0."))
        return given

    def figures(self) -> list[LineExecution]:
        found = []
        for one in self.lines:
            spent = [self.cleaned_data.get(f"{name}-{one.line.pk}") for name, _label in _SPENT]
            if None not in spent:
                found.append(LineExecution(one.line, *spent))  # type: ignore[arg-type]
        return found


class WithdrawForm(TypedForm):
    cut_off = DayField(label=_("Qué corte"))
    reason = forms.CharField(label=_("Por qué"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
