"""Choosing entities and people in a form: both by name, and back to what the operations want."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DayField(forms.DateField):
    """A day, in the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EntityField(forms.ChoiceField):
    """An entity by its code; cleans to the entity, or None where it may be left blank."""

    def __init__(self, *, entities: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offer(entities)

    def offer(self, entities: Iterable[Any]) -> None:
        self.found = {entity.code: entity for entity in entities}
        named = sorted(((code, entity.name) for code, entity in self.found.items()), key=lambda one: one[1])
        self.choices = [("", _("Escoja una entidad")), *named]

    def clean(self, value: Any) -> Any:
        return self.found.get(super().clean(value))


class PersonField(forms.ChoiceField):
    """A person among those of each entity; cleans to the person, or None where it may be left blank."""

    def __init__(self, *, people: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offer(people)

    def offer(self, people: Iterable[Any]) -> None:
        """`people` have their memberships and entities loaded; whoever acts for two entities is under both."""
        self.found = {str(person.pk): person for person in people}
        groups: dict[str, dict[str, str]] = {}
        for pk, person in self.found.items():
            entities = {membership.entity.short_name for membership in person.memberships.all()}
            for entity in entities or {""}:
                groups.setdefault(entity, {})[pk] = person.name
        self.choices = [
            ("", _("Sin persona todavía")),
            *((entity, list(people.items())) for entity, people in sorted(groups.items())),
        ]

    def clean(self, value: Any) -> Any:
        return self.found.get(super().clean(value))
