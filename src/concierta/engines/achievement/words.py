"""The words of accumulation as offices write them, in one table, and what each may mean.

A word with one reading is taken as it. A word that means one thing to some and another to others ("Capacidad": level
over its target, or what was gained over what was to be gained: 81.8 % or 60 % of the same figures) has several, and
whoever brings it must say which. A word that is not here has every reading: it is asked, never guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from unicodedata import combining, normalize

from .accumulation import Accumulation, FlowPolicy
from .errors import InvalidFigures
from .measure import Measure, check_measure
from .quantities import Number
from .year import year_achievement

_A, _F = Accumulation, FlowPolicy


@dataclass(frozen=True, slots=True)
class Reading:
    """What a word may mean. `flow_policy` is read by a flow only."""

    accumulation: Accumulation
    flow_policy: FlowPolicy = FlowPolicy.MEAN

    @property
    def code(self) -> str:
        """How an answer names it: "stock", "flow", "flow/final_year"."""
        final = self.flow_policy is FlowPolicy.FINAL_YEAR
        return f"{self.accumulation.value}/{self.flow_policy.value}" if final else self.accumulation.value


_EVERY = (*(Reading(one) for one in Accumulation), Reading(_A.FLOW, _F.FINAL_YEAR))
_BY_CODE = {reading.code: reading for reading in _EVERY}

#: Word, as `plain_word` writes it → its readings. Several: a question.
WORDS: Mapping[str, tuple[Reading, ...]] = {
    **dict.fromkeys(
        (
            "acumulado",
            "acumulativo",
            "acumulable",
            "acumulacion",
            "incremento acumulado",
            "incremento acumulativo",
            "meta acumulado",
            "flujo acumulado",
            "suma",
            "sumatoria",
            "sumable",
            "cumulative",
        ),
        (Reading(_A.CUMULATIVE),),
    ),
    **dict.fromkeys(
        ("flujo", "no acumulado", "no acumulativo", "no acumulable", "anual", "independiente", "promedio", "flow",
         "promedio anual", "promedio de los anos", "mantenimiento flujo"),
        (Reading(_A.FLOW),),
    ),
    **dict.fromkeys(("ano final", "ultimo ano", "flow final year"), (Reading(_A.FLOW, _F.FINAL_YEAR),)),
    **dict.fromkeys(
        ("stock", "existencia", "existencias", "nivel", "saldo", "ultimo valor", "ultimo dato", "valor final"),
        (Reading(_A.STOCK),),
    ),
    **dict.fromkeys(
        ("mantenimiento", "mantenimiento stock", "mantener", "mantenido", "constante", "sostenimiento", "maintenance"),
        (Reading(_A.MAINTENANCE),),
    ),
    **dict.fromkeys(
        ("reduccion", "reduccion acumulado", "reduccion stock", "disminucion", "decremento", "descenso", "decreciente",
         "reduction"),
        (Reading(_A.REDUCTION),),
    ),
    **dict.fromkeys(
        ("reduccion anual", "disminucion anual", "reduccion interanual", "annual reduction"),
        (Reading(_A.ANNUAL_REDUCTION),),
    ),
    **dict.fromkeys(("capacidad", "capacidad instalado"), (Reading(_A.STOCK), Reading(_A.CAPACITY))),
    **dict.fromkeys(("incremento", "aumento", "crecimiento"), (Reading(_A.CUMULATIVE), Reading(_A.CAPACITY))),
    **dict.fromkeys(
        ("creciente", "incremento stock", "incremento de capacidad"), (Reading(_A.CAPACITY), Reading(_A.STOCK))
    ),
    **dict.fromkeys(("incremento anual", "incremento flujo"), (Reading(_A.FLOW), Reading(_A.CAPACITY))),
}  # fmt: skip


def plain_word(word: str) -> str:
    """`word` as the table has it: no accents, case, marks nor extra spaces; "Acumulada" and "Acumulado" are one."""
    text = "".join(letter for letter in normalize("NFKD", word.casefold()) if not combining(letter))
    parts = re.sub(r"[^a-z0-9]+", " ", text).split()
    return " ".join(_masculine(part) for part in parts)


def readings_of(word: str, measure: Measure = Measure.COUNT) -> tuple[Reading, ...]:
    """What `word` may mean of such a measure: one, several (ask), every sound one where the table does not know it.

    Of a rate "Acumulado" has no reading of its own: it is one more word to ask about.
    """
    known = [reading for reading in WORDS.get(plain_word(word), ()) if _is_sound(reading, measure)]
    return tuple(known) or tuple(reading for reading in _EVERY if _is_sound(reading, measure))


def reading_of_code(code: str) -> Reading | None:
    """The reading that an answer names: "stock", "flow/final_year". None where it names none."""
    return _BY_CODE.get(code.strip().casefold().replace("-", "_"))


def worked(
    reading: Reading,
    *,
    target: Number | None,
    actual: Number | None,
    baseline: Number | None,
    previous: Number | None = None,
    measure: Measure = Measure.COUNT,
) -> Fraction | None:
    """What these figures come to under a reading: null where it cannot read them."""
    try:
        return year_achievement(
            reading.accumulation,
            actual=actual,
            target=target,
            baseline=baseline,
            previous=baseline if previous is None else previous,
            measure=measure,
        )
    except InvalidFigures:
        return None


def _is_sound(reading: Reading, measure: Measure) -> bool:
    try:
        check_measure(measure, reading.accumulation)
    except InvalidFigures:
        return False
    return True


def _masculine(part: str) -> str:
    """The table is written in the masculine: "acumulada", "acumulativa", "acumuladas" → "acumulado"…"""
    for ending, written in (("adas", "ado"), ("ados", "ado"), ("ada", "ado"), ("ivas", "ivo"), ("iva", "ivo")):
        if part.endswith(ending):
            return part[: -len(ending)] + written
    return part
