"""The questions a verifier answers about a figure, and which of them its type asks for."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from concierta.engines.achievement import Accumulation, Measure, measure_of_unit
from concierta.indicators.models import Indicator
from concierta.verification.enums import Dimension, FigureType

#: What has a record of its own, one by one: people, and the units that people form.
_PEOPLE = re.compile(
    r"\b(persona|beneficiari|mujer|hombre|joven|jóven|niñ|adult|estudiante|trabajador|emprende|empresa|empresari|"
    r"participante|ciudadan|víctima|usuari|habitante|aprendi[zc]|unidad(es)? productiva|familia|hogar|vacante|contrato|"
    r"asociaci|organizaci)",
    re.IGNORECASE,
)
_FALLING = {Accumulation.REDUCTION, Accumulation.ANNUAL_REDUCTION}


class Question(NamedTuple):
    code: str
    dimension: Dimension
    types: tuple[FigureType, ...]
    text: str
    text_en: str


@lru_cache(maxsize=1)
def questions() -> tuple[Question, ...]:
    """Every question there is, in the order they are asked."""
    written = tomllib.loads((Path(__file__).parent / "checklists.toml").read_text(encoding="utf-8"))["question"]
    return tuple(
        Question(row["code"], Dimension(row["dimension"]), tuple(map(FigureType, row["types"])), row["text"],
                 row["text_en"])
        for row in written
    )  # fmt: skip


def figure_type(indicator: Indicator) -> FigureType:
    """What a verifier looks at: the measure says it, and its unit of a count; a falling figure is seen as a rate."""
    measure, suggested = Measure(indicator.measure), measure_of_unit(indicator.unit)
    if measure.is_rate or suggested.is_rate or indicator.accumulation in _FALLING:
        return FigureType.RATE
    if Measure.MONEY in (measure, suggested):
        return FigureType.MONEY
    return FigureType.PEOPLE if _PEOPLE.search(indicator.unit) else FigureType.DELIVERY


def checklist_for(indicator: Indicator) -> tuple[Question, ...]:
    """The questions for an indicator's figures, by dimension of data quality."""
    kind = figure_type(indicator)
    return tuple(question for question in questions() if kind in question.types)
