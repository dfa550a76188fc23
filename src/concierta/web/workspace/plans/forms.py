"""The form that brings an official matrix."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from concierta.kernel.errors import Invalid
from concierta.kernel.periods import Period
from concierta.plans.matrix import known_profiles, load_profile
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.shell import in_language

if TYPE_CHECKING:
    from concierta.plans.models import Plan


class MatrixForm(TypedForm):
    plan = forms.ChoiceField(label=_("Plan"), required=False)
    new_name = forms.CharField(
        label=_("Nombre del plan nuevo"),
        required=False,
        help_text=_("Solo si es un plan nuevo. Queda en formulación y a cargo de su entidad."),
        max_length=100,
    )
    file = forms.FileField(label=_("Archivo"), help_text=_("La matriz de un solo periodo, en .xlsx."))
    profile = forms.ChoiceField(label=_("Forma del archivo"), help_text=_("Cómo leer sus columnas."))
    period = forms.CharField(
        label=_("Periodo"),
        required=False,
        help_text=_("Solo si el archivo no lo dice. Por ejemplo 2024-T4."),
        max_length=10,
    )

    def __init__(self, *args: Any, plans: list["Plan"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*((plan.slug, in_language(plan, "name")) for plan in plans), ("", _("Un plan nuevo"))]
        self.fields["plan"].choices = choices  # type: ignore[attr-defined]
        # The usual case is one more period of a plan that exists.
        self.fields["plan"].initial = choices[0][0]
        self.fields["profile"].choices = [(name, load_profile(name).title) for name in known_profiles()]  # type: ignore[attr-defined]
        self.fields["profile"].initial = "cuadro-1s"

    def clean(self) -> dict[str, object]:
        """A new plan is known by the short form of its name; `new` says that it must not exist yet."""
        given: dict[str, Any] = super().clean() or {}
        name = given.get("new_name", "").strip()
        if given.get("plan"):
            return given | {"new_name": ""}
        slug = slugify(name)[:40].strip("-")
        if not slug:
            self.add_error("new_name", _("Escriba el nombre del plan nuevo, o elija uno de la lista."))
        return given | {"plan": slug, "new_name": name}

    def clean_period(self) -> Period | None:
        text = self.cleaned_data["period"].strip()
        try:
            return Period.parse(text) if text else None
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
