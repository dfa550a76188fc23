"""The forms of a verifier: outcome, value, method, reason; the count of records; the checklist."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from concierta.indicators.written import written_as
from concierta.reporting.enums import Outcome
from concierta.verification.enums import Answer, Dimension, Method
from concierta.verification.operations import RecordsSeen, Reply
from concierta.verification.queries import Question
from concierta.web.workspace.fields import QuantityField, WholeField
from concierta.web.workspace.forms import TypedForm

if TYPE_CHECKING:
    from concierta.indicators.models import Indicator

COUNT_FIELDS = ("records", "sampled", "holding")


class SecondLookForm(TypedForm):
    """The verdict itself, which is all that a second look gives."""

    outcome = forms.ChoiceField(label=_("Qué encontró"), choices=Outcome.choices)
    verified_value = QuantityField(
        label=_("Valor que usted comprobó"),
        help_text=_("Solo si lo ajusta; si no, déjelo en blanco."),
        required=False,
    )
    method = forms.ChoiceField(label=_("Cómo lo comprobó"), choices=[("", _("Escoja uno")), *Method.choices])
    reason = forms.CharField(
        label=_("Qué comprobó y por qué llegó a este resultado"),
        help_text=_("Se publica tal cual, con el nombre de su entidad. No escriba datos personales."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=8000,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        indicator: "Indicator | None" = None,
        method: Method | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, initial={"method": method.value if method else ""}, **kwargs)
        if indicator is not None:
            self.fields["verified_value"].measured_as(written_as(indicator))  # type: ignore[attr-defined]

    def outcome_errors(self) -> str:
        return " ".join(str(error) for error in self.errors.get("outcome", []))

    def clean_outcome(self) -> Outcome | None:
        return Outcome(self.cleaned_data["outcome"]) if self.cleaned_data["outcome"] else None

    def clean_method(self) -> Method:
        return Method(self.cleaned_data["method"])


class VerificationForm(SecondLookForm):
    """With the count of records, shown where that method is chosen, and the questions that the figure asks for."""

    records = WholeField(
        label=_("Registros que hay (N)"), help_text=_("Los que la entidad entregó como soporte."), required=False
    )
    sampled = WholeField(label=_("Registros que miró (n)"), help_text=_("Escogidos al azar."), required=False)
    holding = WholeField(
        label=_("De ellos, los que se sostienen (k)"), help_text=_("Existen y cumplen la definición."), required=False
    )
    one_each = forms.ChoiceField(
        label=_("Qué es un registro"),
        choices=[
            ("yes", _("Una unidad de lo reportado: una persona, un contrato")),
            ("no", _("Una parte igual de lo reportado: una lista, un acta")),
        ],
        initial="yes",
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        indicator: "Indicator | None" = None,
        method: Method | None = None,
        questions: tuple[Question, ...] = (),
        all_needed: bool = False,
        is_ratio: bool = False,
    ) -> None:
        self.questions = questions
        super().__init__(data, indicator=indicator, method=method)
        self.is_ratio = is_ratio
        if is_ratio:
            del self.fields["verified_value"]
            self.fields["verified_numerator"] = QuantityField(
                label=_("Numerador que usted comprobó"),
                help_text=_("Solo si ajusta la tasa; si no, déjelo en blanco."),
                required=False,
            )
            self.fields["verified_denominator"] = QuantityField(
                label=_("Denominador que usted comprobó"), required=False
            )
        english = (get_language() or "").startswith("en")
        for question in questions:
            self.fields[_answer(question.code)] = forms.ChoiceField(
                label=question.text_en if english else question.text,
                choices=Answer.choices,
                widget=forms.RadioSelect,
                required=all_needed,
            )
            self.fields[_note(question.code)] = forms.CharField(
                label=_("Explique, si responde no"), required=False, max_length=2000
            )
        # A count says the outcome by itself.
        self.fields["outcome"].required = not self._counts(data)

    def checklist(self) -> Iterator[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """The questions of each dimension of data quality: (its name, [(answer, note)…])."""
        for dimension in Dimension:
            asked = [question.code for question in self.questions if question.dimension == dimension]
            if asked:
                yield str(dimension.label), [(self[_answer(code)], self[_note(code)]) for code in asked]

    def verdict(self) -> dict[str, Any]:
        """The arguments of `verify_report` that were typed."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("outcome", *self.value_fields(), "method", "reason")},
            "records": self.records_seen(),
            "checklist": {
                question.code: Reply(Answer(data[_answer(question.code)]), data[_note(question.code)])
                for question in self.questions
                if data[_answer(question.code)]
            },
        }

    def value_fields(self) -> tuple[str, ...]:
        return ("verified_numerator", "verified_denominator") if self.is_ratio else ("verified_value",)

    def records_seen(self) -> RecordsSeen | None:
        """The count as typed, where that is the method and all of it is there."""
        data = self.cleaned_data
        records, sampled, holding = (data.get(name) for name in COUNT_FIELDS)
        if data.get("method") != Method.RECORDS_COUNT or records is None or sampled is None or holding is None:
            return None
        return RecordsSeen(records, sampled, holding, one_each=data.get("one_each") != "no")

    def count_key(self) -> str:
        """The numbers of the count in one word: who confirms a result confirms it of these numbers."""
        data = self.cleaned_data
        return "-".join(str(data.get(name, "")) for name in (*COUNT_FIELDS, "one_each"))

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or {}
        if data.get("method") != Method.RECORDS_COUNT:
            for name in COUNT_FIELDS:  # out of sight under any other method: nobody could correct them there
                data[name] = None
                self.errors.pop(name, None)
        elif 0 < sum(data.get(name) is not None for name in COUNT_FIELDS) < len(COUNT_FIELDS):
            for name in COUNT_FIELDS:
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, gettext("Falta este número del conteo."))
        return data

    @staticmethod
    def _counts(data: QueryDict | None) -> bool:
        return bool(
            data
            and data.get("method") == Method.RECORDS_COUNT
            and any(str(data.get(name, "")).strip() for name in COUNT_FIELDS)
        )


def _answer(code: str) -> str:
    return f"checklist_{code}"


def _note(code: str) -> str:
    return f"checklist_{code}_note"
