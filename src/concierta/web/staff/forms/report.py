"""The form of a report: value, parts, narrative, and the version the person was looking at."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from concierta.indicators.written import written_as
from concierta.web.staff.forms.quantities import QuantityField
from concierta.web.staff.forms.typed import TypedForm
from concierta.web.staff.presenters.languages import in_language


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

    def __init__(self, sheet: Any, data: Any = None) -> None:
        self.sheet = sheet
        report = sheet.report
        initial = {
            "value": report.value if report else None,
            "narrative": report.narrative if report else "",
            "saved_at": report.saved_at.isoformat() if report else "",
        }
        super().__init__(data, initial=initial)
        written = written_as(sheet.indicator)
        self.fields["value"].measured_as(written)  # type: ignore[attr-defined]
        for breakdown in sheet.breakdown:
            for category, part in breakdown.parts:
                self.fields[_part(category.pk)] = QuantityField(
                    label=in_language(category, "name"), required=False, initial=part, **asdict(written)
                )

    def sets(self) -> Iterator[tuple[Any, list[Any]]]:
        """Each way of breaking the figure down with its bound fields, for the template to loop over."""
        for breakdown in self.sheet.breakdown:
            yield breakdown, [self[_part(category.pk)] for category, _written in breakdown.parts]

    def parts(self) -> dict[int, Decimal | None]:
        return {
            category.pk: self.cleaned_data.get(_part(category.pk))
            for breakdown in self.sheet.breakdown
            for category, _written in breakdown.parts
        }

    def clean_saved_at(self) -> datetime | None:
        text = self.cleaned_data["saved_at"]
        try:
            return datetime.fromisoformat(text) if text else None
        except ValueError:
            return None


def _part(category: int) -> str:
    return f"category_{category}"


class ReasonForm(TypedForm):
    """One reason, in words that somebody else will read."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)

    def __init__(self, *args: Any, label: Any, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text
