"""How the figures of an indicator are written: with how many decimals, and whether they may lie below zero.

The one place that says so, for forms and for operations.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from concierta.engines.achievement import Measure
from concierta.indicators.models import Indicator, Target

#: As many as the database keeps.
MOST_DECIMALS = 6
#: Plurals that are measured and not counted: half of one can be.
_AMOUNTS = frozenset(
    re.findall(
        r"\w+",
        """
        kilómetros kilometros metros centímetros hectáreas hectareas toneladas kilogramos kilos gramos litros galones
        kilovatios megavatios vatios horas minutos días dias semanas meses años pesos dólares dolares euros miles
        millones billones salarios
        """,
    )
)
_MEASURED = _AMOUNTS | {"puntos", "grados", "índices", "indices", "tasas", "porcentajes", "veces"}
_COUNTED = frozenset({"número", "numero", "unidad", "cantidad"})
_WORD = re.compile(r"[a-záéíóúüñ]+")


@dataclass(frozen=True, slots=True)
class Written:
    decimals: int
    negative: bool


def written_as(indicator: Indicator) -> Written:
    """What a figure of `indicator` may be. A count is whole and not negative; anything else keeps the decimals that
    were said, or six where nobody said any, and is negative where its unit or its own baseline and targets can be."""
    measure = Measure(indicator.measure)
    if measure is Measure.DATE:
        return Written(decimals=0, negative=False)
    counted = not measure.is_rate and is_count(indicator.unit) and not _has_parts(indicator)
    decimals = indicator.decimals or (0 if counted else MOST_DECIMALS)
    below = indicator.baseline is not None and indicator.baseline < 0
    negative = not counted and (
        not _is_amount(indicator.unit) or below or Target.objects.filter(indicator=indicator, value__lt=0).exists()
    )
    return Written(decimals, negative)


def is_count(unit: str) -> bool:
    """True if a unit counts whole things: «personas», «documentos de política», «Número»; not «%», «horas», «km»."""
    head = _WORD.match(unit.strip().casefold())
    if head is None:
        return False
    word = head[0]
    return word in _COUNTED or (len(word) > 4 and word.endswith("s") and word not in _MEASURED)


def _is_amount(unit: str) -> bool:
    """Lengths, areas, hours and money: never below nothing. A rate of change, an index or a blank unit may be."""
    head = _WORD.match(unit.strip().casefold())
    return head is not None and head[0] in _MEASURED - {
        "puntos",
        "grados",
        "índices",
        "indices",
        "tasas",
        "porcentajes",
    }


def _has_parts(indicator: Indicator) -> bool:
    """A unit that reads like a count and was given halves is none."""
    known = [indicator.baseline, *Target.objects.filter(indicator=indicator).values_list("value", flat=True)]
    return any(value is not None and Decimal(value) != Decimal(value).to_integral_value() for value in known)
