"""Values that acts of every module check alike, with the sentence for each."""

from datetime import date
from enum import Enum
from typing import Any

from concierta.kernel.errors import Invalid, gettext_noop


def checked_text(text: str, field: str, longest: int | None = None, *, blank: bool = False) -> str:
    """One that says something (or, with `blank`, may be left out), with its ends trimmed."""
    clean = text.strip()
    if not clean and not blank:
        raise Invalid(gettext_noop("Falta este dato."), field=field)
    if longest is not None and len(clean) > longest:
        raise Invalid(gettext_noop("Es demasiado largo: caben %(longest)d caracteres."), field=field, longest=longest)
    return clean


def checked_choice(value: Any, choices: type[Enum], field: str) -> str:
    """The value of the choice, as text."""
    known = [str(choice.value) for choice in choices]
    if str(getattr(value, "value", value)) not in known:
        raise Invalid(gettext_noop("Elija una de las opciones."), field=field)
    return str(choices(value).value)


def checked_past(day: date, today: date, field: str) -> date:
    if day > today:
        raise Invalid(gettext_noop("Esa fecha todavía no ha llegado."), field=field)
    return day


def checked_span(since: date, until: date | None, field: str) -> None:
    """Refuses an end before its beginning."""
    if until is not None and until < since:
        raise Invalid(gettext_noop("Termina antes de empezar: revise las fechas."), field=field)
