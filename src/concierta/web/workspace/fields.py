"""Form fields that read what people in Colombia write: quantities, percentages, days, entities and people."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from concierta.indicators.written import Written
from concierta.web.kit.formats import number

if TYPE_CHECKING:
    from concierta.mesa.models import Decision
    from concierta.people.models import Entity, User

_SPANISH = re.compile(r"[-−]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
_ENGLISH = re.compile(r"[-−]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")
#: Their decimal mark before exactly three digits, in Spanish and in English: thousands to a reader of the other.
_EITHER = re.compile(r"[-−]?[1-9]\d{0,2},\d{3}"), re.compile(r"[-−]?[1-9]\d{0,2}\.\d{3}")
_LONGEST = 40
_SPACES = re.compile(r"\s")
#: What the columns of quantities hold; whole numbers are kept in eight bytes.
LARGEST_QUANTITY, LARGEST_WHOLE = Decimal(10) ** 18 - 1, Decimal(9) * 10**18
#: The name of the boxes by which somebody says that a figure is meant.
MEANT = "meant"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure that can be and is probably not meant: what is asked, and the words of the box that answers «yes»."""

    asked: str
    answer: str


class FigureInput(forms.TextInput):
    """With a box under it where a figure was asked about. `box`: its value, its words, and if it was ticked before."""

    box: tuple[str, str, bool] | None = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        html = super().render(name, value, attrs, renderer)
        return html if self.box is None else html + box_of(*self.box)


def box_of(value: str, words: str, ticked: bool = False) -> SafeString:
    """The box that says «it is so»."""
    return format_html(
        '<label class="c-field__meant"><input type="checkbox" name="{}" value="{}"{}> {}</label>',
        MEANT,
        value,
        " checked" if ticked else "",
        words,
    )


class QuantityField(forms.Field):
    """A decimal figure; blank is None, which means «sin dato» and never zero.

    `decimals` are those that its unit has; `negative`, if it may be below zero.
    """

    widget = FigureInput
    most_decimals = 6
    largest = LARGEST_QUANTITY

    def __init__(
        self, *, decimals: int | None = None, negative: bool = False, largest: Decimal | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.decimals = self.most_decimals if decimals is None else decimals
        self.negative = negative
        self.largest = self.largest if largest is None else largest
        self.doubt: Doubt | None = None

    def measured_as(self, written: Written) -> None:
        """Take only what the figures of an indicator may be."""
        self.decimals, self.negative = written.decimals, written.negative

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off", "class": "num"}

    def to_python(self, value: object) -> object:
        return value if isinstance(value, Decimal) else self.read(value)

    def read(self, text: object) -> Decimal | None:
        """The figure. Refuses what cannot be; what is to be asked waits in `doubt`, for the form to ask."""
        self.doubt = None
        found = parse_quantity(text)
        if found is None:
            return None
        likely = self._other_reading(text)
        if self._decimals_of(found) > self.decimals:
            raise ValidationError(_with_likely(self.too_many_decimals(text), likely))
        if problem := self._impossible(found):
            raise ValidationError(problem % {"text": text})
        if likely is not None and _EITHER[_is_english()].fullmatch(_SPACES.sub("", str(text))):
            self.doubt = Doubt(
                gettext("«%(text)s» se lee %(read)s. ¿Quiso decir %(likely)s?")
                % {"text": text, "read": _read_aloud(found), "likely": number(likely, 6)},
                gettext("No: es %(read)s") % {"read": _read_aloud(found)},
            )
        return found

    def too_many_decimals(self, text: object) -> str:
        if not self.decimals:
            return gettext("«%(text)s» no es un número entero, y esto se cuenta en enteros.") % {"text": text}
        return ngettext(
            "«%(text)s» tiene más de %(most)s decimal, que es lo que lleva esta cifra.",
            "«%(text)s» tiene más de %(most)s decimales, que es lo que lleva esta cifra.",
            self.decimals,
        ) % {"text": text, "most": self.decimals}

    def prepare_value(self, value: object) -> object:
        return number(value, 6) if isinstance(value, Decimal) else value

    def _impossible(self, found: Decimal) -> str:
        if found < 0 and not self.negative:
            return gettext("«%(text)s»: esta cifra no puede ser menor que cero.")
        if abs(found) > self.largest:
            return gettext("«%(text)s» pasa de lo que esta cifra puede ser.")
        return ""

    def _other_reading(self, text: object) -> Decimal | None:
        """The figure as somebody used to the other language would have meant it; None where that cannot be."""
        other = _in_the_other_way(text)
        fits = other is not None and self._decimals_of(other) <= self.decimals and not self._impossible(other)
        return other if fits else None

    @staticmethod
    def _decimals_of(value: Decimal) -> int:
        exponent = value.normalize().as_tuple().exponent
        return max(0, -int(exponent))


class WholeField(QuantityField):
    """Whole numbers, as `int`."""

    most_decimals = 0
    largest = LARGEST_WHOLE

    def clean(self, value: object) -> int | None:
        written = super().clean(value)
        return None if written is None else int(written)


class PesosField(WholeField):
    """Whole pesos, written as people write them, with or without their sign."""

    def to_python(self, value: object) -> object:
        if isinstance(value, int):
            return Decimal(value)
        return super().to_python(value.replace("$", "") if isinstance(value, str) else value)

    def too_many_decimals(self, text: object) -> str:
        return gettext("Escriba un valor en pesos, sin centavos.")

    def prepare_value(self, value: object) -> object:
        return number(value) if isinstance(value, int) else super().prepare_value(value)


def parse_quantity(text: object) -> Decimal | None:
    """Raises ValidationError with an example, or the likely meaning, for anything that could be read in two ways."""
    written = _SPACES.sub("", str(text if text is not None else ""))
    if not written:
        return None
    english = _is_english()
    if len(written) > _LONGEST or not (_ENGLISH if english else _SPANISH).fullmatch(written):
        words = gettext("No entendimos «%(text)s». Escriba la cifra así: %(example)s.") % {
            "text": text,
            "example": "1,440.5" if english else "1.440,5",
        }
        raise ValidationError(_with_likely(words, _in_the_other_way(text)))
    return _decimal(written, english)


def _in_the_other_way(text: object) -> Decimal | None:
    """As the other of our two languages reads it; None where it does not."""
    written = _SPACES.sub("", str(text))
    english = not _is_english()
    if len(written) > _LONGEST or not (_ENGLISH if english else _SPANISH).fullmatch(written):
        return None
    return _decimal(written, english)


def _decimal(written: str, english: bool) -> Decimal:
    thousands, point = (",", ".") if english else (".", ",")
    return Decimal(written.replace("−", "-").replace(thousands, "").replace(point, "."))


def _with_likely(words: str, likely: Decimal | None) -> str:
    if likely is None:
        return words
    return " ".join([words, gettext("¿Quiso decir %(likely)s?") % {"likely": number(likely, 6)}])


def _read_aloud(value: Decimal) -> str:
    """«1,44»: without the idle zeros that made it look like a thousand."""
    return number(value, 6)


def _is_english() -> bool:
    return (get_language() or "es").startswith("en")


_HUNDRED = Decimal(100)


class PercentField(QuantityField):
    """Cleans to a fraction; `initial` is in percent, as `in_percent` gives it. A hundred at most."""

    most_decimals = 4
    largest = _HUNDRED

    def clean(self, value: object) -> Decimal | None:
        written = super().clean(value)
        return None if written is None else written / _HUNDRED


def in_percent(fraction: Decimal | str | None) -> Decimal | None:
    """A fraction (also as text) in percent, for the initial value of a `PercentField`."""
    return None if fraction in (None, "") else Decimal(str(fraction)) * _HUNDRED


class DayField(forms.DateField):
    """A day, in the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EntityField(forms.ChoiceField):
    """An entity by its code; cleans to the entity, or None where it may be left blank."""

    def __init__(self, *, entities: Iterable["Entity"] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offer(entities)

    def offer(self, entities: Iterable["Entity"]) -> None:
        self.found = {entity.code: entity for entity in entities}
        named = sorted(((code, entity.name) for code, entity in self.found.items()), key=lambda one: one[1])
        self.choices = [("", _("Escoja una entidad")), *named]

    def clean(self, value: object) -> "Entity | None":
        return self.found.get(super().clean(value))


class PersonField(forms.ChoiceField):
    """A person among those of each entity; cleans to the person, or None where it may be left blank."""

    def __init__(self, *, people: Iterable["User"] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.offer(people)

    def offer(self, people: Iterable["User"]) -> None:
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

    def clean(self, value: Any) -> "User | None":
        return self.found.get(super().clean(value))


class DecisionField(forms.ChoiceField):
    """A decision of the Mesa, by its number and its words; cleans to the decision, or None where it may be left
    blank."""

    def offer(self, decisions: "Iterable[Decision]") -> None:
        self.found = {str(decision.pk): decision for decision in decisions}
        self.choices = [
            ("", _("Escoja la decisión")),
            *((pk, f"{decision.number} · {decision.text}") for pk, decision in self.found.items()),
        ]

    def clean(self, value: object) -> "Decision | None":
        return self.found.get(super().clean(value))
