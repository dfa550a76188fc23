"""The forms of a report and of its review."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from concierta.engines.achievement import Measure, Ratio
from concierta.indicators.written import written_as
from concierta.reporting.enums import Outcome
from concierta.reporting.queries import BreakdownSet, ReportSheet
from concierta.web.workspace.fields import QuantityField
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.shell import in_language


class ReportForm(TypedForm):
    """Built for one sheet: one field per category of each way in which the figure is broken down."""

    value = QuantityField(label=_("Valor"), required=False)
    narrative = forms.CharField(
        label=_("Cómo se llegó a este valor"),
        help_text=_("Dos o tres frases: qué se hizo, con quiénes, dónde. Se publica; no escriba datos personales."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=8000,
    )
    saved_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, sheet: ReportSheet, data: QueryDict | None = None) -> None:
        self.sheet = sheet
        report = sheet.report
        self.is_ratio = sheet.indicator.measure == Measure.RATIO
        initial = {
            "value": report.value if report else None,
            "numerator": report.numerator if report else None,
            "denominator": report.denominator if report else None,
            "narrative": report.narrative if report else "",
            "saved_at": report.saved_at.isoformat() if report else "",
        }
        super().__init__(data, initial=initial)
        written = written_as(sheet.indicator)
        if self.is_ratio:
            # The rate follows from its two figures: nobody types it, so nobody can type another.
            del self.fields["value"]
            self.fields["numerator"] = QuantityField(label=_("Numerador: cuántos"), required=False)
            self.fields["denominator"] = QuantityField(label=_("Denominador: de cuántos"), required=False)
        else:
            self.fields["value"].measured_as(written)  # type: ignore[attr-defined]
        for breakdown in sheet.breakdown:
            for category, part in breakdown.parts:
                name = in_language(category, "name")
                if self.is_ratio:
                    self._offer_pair(category.pk, name)
                else:
                    self.fields[_part(category.pk)] = QuantityField(
                        label=name, required=False, initial=part, **asdict(written)
                    )

    def _offer_pair(self, category: int, name: str) -> None:
        above, below = self.sheet.pairs.get(category, (None, None))
        self.fields[_part(category)] = QuantityField(
            label=_("%(part)s: cuántos") % {"part": name}, required=False, initial=above
        )
        self.fields[_below(category)] = QuantityField(
            label=_("%(part)s: de cuántos") % {"part": name}, required=False, initial=below
        )

    def sets(self) -> Iterator[tuple[BreakdownSet, list[forms.BoundField]]]:
        """Each way of breaking the figure down with its bound fields, for the template to loop over."""
        for breakdown in self.sheet.breakdown:
            names = [name for category, _written in breakdown.parts for name in self._names(category.pk)]
            yield breakdown, [self[name] for name in names]

    def figures(self) -> dict[str, Decimal | None]:
        """The figure as `save_draft` takes it: its value, or of a ratio what it is made of."""
        names = ("numerator", "denominator") if self.is_ratio else ("value",)
        return {name: self.cleaned_data.get(name) for name in names}

    def parts(self) -> dict[int, Decimal | Ratio | None]:
        return {
            category.pk: self._part_of(category.pk)
            for breakdown in self.sheet.breakdown
            for category, _written in breakdown.parts
        }

    def _part_of(self, category: int) -> Decimal | Ratio | None:
        given = [self.cleaned_data.get(name) for name in self._names(category)]
        if not self.is_ratio:
            return given[0]
        return Ratio(*given) if any(one is not None for one in given) else None

    def _names(self, category: int) -> list[str]:
        return [_part(category), *([_below(category)] if self.is_ratio else [])]

    def clean_saved_at(self) -> datetime | None:
        text = self.cleaned_data["saved_at"]
        try:
            return datetime.fromisoformat(text) if text else None
        except ValueError:
            return None


def _part(category: int) -> str:
    return f"category_{category}"


def _below(category: int) -> str:
    return f"category_{category}_denominator"


class CorrectionForm(TypedForm):
    reason = forms.CharField(
        label=_("Por qué se corrige"),
        help_text=_("Se publica junto al nuevo valor; el anterior queda a la vista como reemplazado."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )


class ReviewForm(TypedForm):
    """One text for both acts: a note when it passes, the reason when it goes back."""

    reason = forms.CharField(
        label=_("Qué le dice a la entidad"),
        help_text=_("Obligatorio si lo devuelve: la entidad lo lee tal cual y corrige con eso."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=4000,
    )


_MEANINGS = {
    Outcome.VERIFIED: _("La evidencia respalda el valor reportado. Cuenta como está."),
    Outcome.ADJUSTED: _("La evidencia respalda otro valor. Cuenta el suyo; se publican los dos."),
    Outcome.REJECTED: _("La evidencia no respalda el valor. Cuenta cero y se publica por qué."),
    Outcome.NOT_VERIFIABLE: _("No hay cómo comprobarlo con lo que existe. Cuenta cero, sin decir que sea falso."),
}
#: Value, word and meaning of each outcome, as a group of choices wants them.
OUTCOME_MEANINGS = [(outcome, outcome.label, meaning) for outcome, meaning in _MEANINGS.items()]
