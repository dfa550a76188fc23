"""The form that shuts an account, and opens it again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from concierta.web.staff.forms.typed import TypedForm


class ReasonForm(TypedForm):
    reason = forms.CharField(
        label=_("Por qué"),
        help_text=_("Lo lee quien responda por la cuenta. En el registro público queda sellado: nadie lo lee allí."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )
