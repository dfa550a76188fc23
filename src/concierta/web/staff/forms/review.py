"""The forms of those who check."""

from django import forms
from django.utils.translation import gettext_lazy as _

from concierta.reporting.enums import Outcome
from concierta.web.staff.forms.typed import TypedForm


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
