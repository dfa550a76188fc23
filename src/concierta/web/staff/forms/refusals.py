"""Showing a refusal where the person can act on it: at the field it names, or above the form."""

from django import forms
from django.utils.translation import gettext

from concierta.kernel.errors import Invalid, Refusal, Verdict


def why_not(verdict: Verdict) -> str:
    """The refusal's own words, for the place where the button would be; empty when there is none."""
    return verdict.refusal.render(gettext) if verdict.refusal else ""


def add_refusal(form: forms.Form, refusal: Refusal) -> None:
    field = refusal.field if isinstance(refusal, Invalid) and refusal.field in form.fields else None
    form.add_error(field, refusal.render(gettext))


def summary_of(form: forms.Form) -> list[dict[str, str]]:
    """The form's errors as links to their fields, for the `error-summary` component."""
    errors = [{"href": "", "label": str(error)} for error in form.non_field_errors()]
    for name, problems in form.errors.items():
        if name != "__all__":
            field = form[name]
            # A set of choices has no one box to label: one is led to the first of them.
            href = f"#{field.id_for_label or f'{field.auto_id}_0'}"
            errors += [{"href": href, "label": f"{field.label}: {p}"} for p in problems]
    return errors
