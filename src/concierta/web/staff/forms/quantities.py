"""Figures as people write them: 1.440,5 in Spanish, 1,440.5 in English. Nothing ambiguous is guessed."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext

from concierta.web.components.formats import number

_SPANISH = re.compile(r"[-−]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
_ENGLISH = re.compile(r"[-−]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
_LONGEST = 40
_SPACES = re.compile(r"\s")


class QuantityField(forms.Field):
    """A decimal figure; blank is None, which means «sin dato» and never zero."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off", "class": "num"}

    def to_python(self, value: Any) -> Decimal | None:
        return value if isinstance(value, Decimal) else parse_quantity(value)

    def prepare_value(self, value: Any) -> Any:
        return number(value, 6) if isinstance(value, Decimal) else value


def parse_quantity(text: str | None) -> Decimal | None:
    """Raises ValidationError with an example for anything that could be read in two ways."""
    written = _SPACES.sub("", text or "")
    if not written:
        return None
    spanish = not (get_language() or "es").startswith("en")
    if len(written) > _LONGEST or not (_SPANISH if spanish else _ENGLISH).fullmatch(written):
        example = "1.440,5" if spanish else "1,440.5"
        raise ValidationError(
            gettext("No entendimos «%(text)s». Escriba la cifra así: %(example)s.") % {"text": text, "example": example}
        )
    thousands, point = (".", ",") if spanish else (",", ".")
    return Decimal(written.replace("−", "-").replace(thousands, "").replace(point, "."))
