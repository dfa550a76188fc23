"""The form that brings an execution file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from concierta.budgets.matrix import known_budget_profiles, load_budget_profile
from concierta.web.staff.forms.people_choices import DayField
from concierta.web.staff.forms.typed import TypedForm


class BudgetFileForm(TypedForm):
    file = forms.FileField(label=_("Archivo"), help_text=_("La ejecución de un solo corte, en .csv o .xlsx."))
    profile = forms.ChoiceField(label=_("Forma del archivo"), help_text=_("Cómo leer sus columnas."))
    cut_off = DayField(
        label=_("Corte"), required=False, help_text=_("Solo si el nombre del archivo no lo dice, o lo dice mal.")
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        profiles = [(name, load_budget_profile(name).title) for name in known_budget_profiles()]
        self.fields["profile"].choices = profiles  # type: ignore[attr-defined]
