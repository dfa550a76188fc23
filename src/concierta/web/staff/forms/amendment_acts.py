"""The short forms under an amendment or a measure: to which session, by which decision, for what reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from concierta.web.staff.forms.measures import offer_decisions
from concierta.web.staff.forms.typed import TypedForm


class AgendaForm(TypedForm):
    place = forms.ChoiceField(label=_("En qué sesión y punto"))

    def __init__(self, data: Any = None, *, places: Mapping[str, tuple[str, Any]], auto_id: str) -> None:
        super().__init__(data, auto_id=auto_id)
        self.places = places
        options = [(key, words) for key, (words, _place) in places.items()]
        self.fields["place"].choices = options  # type: ignore[attr-defined]

    def clean_place(self) -> Any:
        return self.places[self.cleaned_data["place"]][1]


class AdoptForm(TypedForm):
    """`asks_act`: the amendment touches the development plan and nobody has written the council's act yet."""

    decision = forms.ChoiceField(label=_("Decisión de la mesa"))
    council_act = forms.CharField(
        label=_("Acuerdo del concejo"),
        help_text=_("Su número y fecha: cambia el plan de desarrollo."),
        max_length=120,
    )

    def __init__(
        self, data: Any = None, *, decisions: Sequence[Any], auto_id: str, asks_act: bool = False, written_act: str = ""
    ) -> None:
        super().__init__(data, auto_id=auto_id, initial={"council_act": written_act})
        self.decisions = offer_decisions(self, decisions)
        if len(decisions) == 1:
            self.initial["decision"] = str(decisions[0].pk)
        if not asks_act:
            del self.fields["council_act"]

    def clean_decision(self) -> Any:
        return self.decisions[self.cleaned_data["decision"]]


class WhyForm(TypedForm):
    reason = forms.CharField(
        label=_("Por qué"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Queda en el registro. No escriba datos personales."),
        max_length=4000,
    )
