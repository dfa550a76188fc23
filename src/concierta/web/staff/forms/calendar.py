"""The form by which somebody asks for a calendar of their own."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from concierta.people.enums import Role
from concierta.web.staff.forms.typed import TypedForm


class FeedForm(TypedForm):
    """`acting`: one of the person's own memberships, as {"entity", "role"}."""

    acting = forms.ChoiceField(label=_("Como quién"))

    def __init__(self, *args: Any, memberships: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._memberships = {f"{one.entity.code}:{one.role}": one for one in memberships}
        choices = [(key, f"{Role(one.role).label} · {one.entity.short_name}") for key, one in self._memberships.items()]
        self.fields["acting"].choices = choices  # type: ignore[attr-defined]

    def clean_acting(self) -> dict[str, Any]:
        membership = self._memberships[self.cleaned_data["acting"]]
        return {"entity": membership.entity, "role": Role(membership.role)}
