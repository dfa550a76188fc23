"""What every form of the workspace does with what people type: words that can be printed, figures that are meant."""

from typing import Any

from django import forms
from django.utils.translation import gettext

from concierta.kernel.errors import Invalid
from concierta.kernel.writing import check_typed, tidy


class TypedForm(forms.Form):
    """The form that all others are. A test holds that none is made without it."""

    def _post_clean(self) -> None:
        """After everything else was read: a text that could not be printed is refused at its own field."""
        super()._post_clean()  # type: ignore[misc]
        for name, value in self._words():
            try:
                check_typed(value)
            except Invalid as refusal:
                self.add_error(name, refusal.render(gettext))

    def _words(self) -> list[tuple[str, str]]:
        return [
            (name, value)
            for name, value in self.cleaned_data.items()
            if isinstance(value, str)
            and isinstance(field := self.fields.get(name), forms.CharField)
            and not isinstance(field.widget, forms.PasswordInput)
        ]


def tidied(posted: Any) -> Any:
    """What was posted with tidy words: composed letters and one kind of line end. Passwords are as they were typed."""
    changed = {
        name: [tidy(value) for value in values]
        for name, values in posted.lists()
        if "password" not in name and any(tidy(value) != value for value in values)
    }
    if not changed:
        return posted
    posted = posted.copy()
    for name, values in changed.items():
        posted.setlist(name, values)
    posted._mutable = False
    return posted
