"""The form field of an attribute that the plan's schema declares."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from concierta.plans.schema import Attribute, Kind
from concierta.web.workspace.fields import DayField, PercentField, QuantityField, in_percent

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    Choices = Sequence[tuple[str, StrOrPromise]]


def field_of(
    attribute: Attribute, written: str | None = None, *, long: bool = False, entities: "Choices" = (), **said: object
) -> forms.Field:
    """`written` is what stands in it at first, as changes keep it; `entities`, those to choose from; `said` goes to the
    field as it is."""
    common: dict[str, Any] = {"required": attribute.required, "label": _(attribute.label) if attribute.label else None}
    common |= said
    match attribute.kind:
        case Kind.QUANTITY:
            return QuantityField(initial=Decimal(written) if written else None, negative=True, **common)
        case Kind.FRACTION:
            return PercentField(initial=in_percent(written), **common)
        case Kind.DAY:
            return DayField(initial=date.fromisoformat(written) if written else None, **common)
        case Kind.ENTITY:
            nobody = [] if attribute.required else [("", _("La del plan"))]
            return forms.ChoiceField(choices=[*nobody, *entities], initial=written, **common)
        case Kind.WORD:
            nothing = [] if attribute.required else [("", _("Sin dato"))]
            # The schema knows no Django: its own words are told in the reader's language here.
            words = [(word, _(name) if isinstance(name, str) else name) for word, name in attribute.words.items()]
            return forms.ChoiceField(choices=[*nothing, *words], initial=written, **common)
        case _:
            widget = forms.Textarea(attrs={"rows": 2}) if long else forms.TextInput()
            longest = attribute.longest or None
            return forms.CharField(widget=widget, max_length=longest, initial=written, strip=False, **common)
