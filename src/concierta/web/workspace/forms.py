"""The form that all others of the workspace are: words that can be printed, figures that are meant."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext

from concierta.kernel.errors import Invalid
from concierta.kernel.writing import check_typed, tidy
from concierta.web.workspace.fields import MEANT, Doubt


class TypedForm(forms.Form):
    """The form that all others are. A test holds that none is made without it."""

    def ask(self, name: str, asked: str, answer: str) -> None:
        """Ask whether the figure of a field is meant, before it is taken; `answer` are the words of the box."""
        self.fields[name].doubt = Doubt(asked, answer)  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """After everything else was read: a text that could not be printed is refused at its own field, and a figure
        that is probably not meant is asked about. A box that was ticked answers for the figure it stood under."""
        super()._post_clean()  # type: ignore[misc]
        meant = self.data.getlist(MEANT) if hasattr(self.data, "getlist") else self.data.get(MEANT, [])
        for name, field in self.fields.items():
            doubt = getattr(field, "doubt", None)
            if doubt is None or name in self.errors or self._is_untouched(name, field):
                continue
            box = f"{self.add_prefix(name)}={self[name].data}"
            field.widget.box = (box, doubt.answer, box in meant)
            if box not in meant:
                self.add_error(name, doubt.asked)
        for name, value in self._words():
            try:
                check_typed(value)
            except Invalid as refusal:
                self.add_error(name, refusal.render(gettext))

    def _is_untouched(self, name: str, field: forms.Field) -> bool:
        """True if the field says what it began with: nobody is asked about what they did not write."""
        initial = self.get_initial_for_field(field, name)
        return initial not in (None, "") and str(field.prepare_value(initial)) == str(self[name].data)

    def _words(self) -> list[tuple[str, str]]:
        return [
            (name, value)
            for name, value in self.cleaned_data.items()
            if isinstance(value, str)
            and isinstance(field := self.fields.get(name), forms.CharField)
            and not isinstance(field.widget, forms.PasswordInput)
        ]


def _is_password(name: str) -> bool:
    """True also of the field that repeats one: both are compared as they were typed."""
    return "password" in name or name == "again"


def tidied(posted: QueryDict) -> QueryDict:
    """`posted` with tidy words: composed letters and one kind of line end. Passwords are as they were typed."""
    changed = {
        name: [tidy(value) for value in values]
        for name, values in posted.lists()
        if not _is_password(name) and any(tidy(value) != value for value in values)
    }
    if not changed:
        return posted
    posted = posted.copy()
    for name, values in changed.items():
        posted.setlist(name, values)
    posted._mutable = False
    return posted
