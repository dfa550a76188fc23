"""The ways in which an indicator adds up, each told with figures: a word alone means one thing here, another there."""

from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from concierta.engines.achievement import Accumulation, Reading, worked
from concierta.indicators.enums import ACCUMULATIONS, MEASURES
from concierta.web.components.formats import number, percent

#: Figures that tell the types apart: baseline (or the year before), target, actual.
_FIGURES: dict[Accumulation, tuple[int | None, int, int | Decimal]] = {
    Accumulation.CUMULATIVE: (None, 500, 450),
    Accumulation.STOCK: (120, 220, 180),
    Accumulation.CAPACITY: (120, 220, 180),
    Accumulation.REDUCTION: (12, 9, Decimal("10.5")),
    Accumulation.ANNUAL_REDUCTION: (12, 11, Decimal("11.4")),
    Accumulation.FLOW: (None, 100, 80),
    Accumulation.MAINTENANCE: (None, 12, 9),
}
MEASURE_CHOICES = [("", _("La que diga la unidad: un % es una tasa")), *MEASURES]
MEASURE_HELP = _("Una tasa o un índice no se suma de un periodo a otro: 95 % en cuatro trimestres es 95 %.")


def accumulation_choices() -> list[tuple[str, str]]:
    """Each type with what its figures come to: "Capacidad: de 120 a 220, con 180 va en 60 %"."""
    return [(code, f"{name}: {example_of(Accumulation(code))}") for code, name in ACCUMULATIONS]


def example_of(accumulation: Accumulation) -> str:
    start, target, actual = _FIGURES[accumulation]
    result = worked(Reading(accumulation), target=target, actual=actual, baseline=start)
    said = {
        "start": number(start) if start is not None else "",
        "target": number(target),
        "actual": number(actual),
        "share": percent(result),
    }
    if accumulation is Accumulation.ANNUAL_REDUCTION:
        return gettext("de %(start)s el año anterior a %(target)s, con %(actual)s va en %(share)s") % said
    if accumulation.reads_a_path:
        return gettext("de %(start)s a %(target)s, con %(actual)s va en %(share)s") % said
    if accumulation is Accumulation.CUMULATIVE:
        return gettext("los años se suman; %(actual)s de %(target)s es %(share)s") % said
    if accumulation is Accumulation.STOCK:
        return gettext("lo que hay en la fecha; %(actual)s de %(target)s es %(share)s, venga de donde venga") % said
    if accumulation is Accumulation.FLOW:
        return gettext("cada año su meta; %(actual)s de %(target)s es %(share)s") % said
    return gettext("sostener un nivel; %(actual)s de %(target)s es %(share)s, y nunca más de 100 %%") % said
