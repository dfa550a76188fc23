"""The rules a corte is made by, told to the public with their numbers and where each comes from (ADR 0007)."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from concierta.kernel.deadlines import DEFAULT_DEADLINES, Deadlines, deadlines_at
from concierta.publishing.queries.achievement import BAND_SCALE
from concierta.publishing.queries.small_counts import THRESHOLD

TO_CONFIRM, CHOICE = "to_confirm", "choice"


class Rule(NamedTuple):
    rule: str
    value: str
    unit: str
    standing: str
    text: str
    text_en: str


def deadlines_on(cut_off: date) -> Deadlines:
    return deadlines_at(cut_off, getattr(settings, "DEADLINES", DEFAULT_DEADLINES))


def rules_on(cut_off: date) -> Iterator[Rule]:
    """Every rule in force at a cut-off, in the order in which a reader needs them."""
    for written in tomllib.loads((Path(__file__).parent / "method.toml").read_text(encoding="utf-8"))["rule"]:
        yield Rule(value="", unit="", **written)
    for band in BAND_SCALE.bands:
        yield Rule(
            f"band_{band.name}",
            str(band.floor * 100),
            "%",
            TO_CONFIRM,
            "Avance desde el que se usa esta franja. Se compara sin redondear: 39,999 % no llega a 40 %.",
            "Achievement from which this band applies. Compared unrounded: 39.999 % does not reach 40 %.",
        )
    yield _risk_bands()
    deadlines = deadlines_on(cut_off)
    for step, days in (
        ("report", deadlines.report),
        ("review", deadlines.review),
        ("verification", deadlines.verification),
        ("publication", deadlines.publication),
    ):
        yield Rule(
            f"deadline_{step}",
            str(days),
            "días hábiles",
            CHOICE,
            "Días hábiles de Colombia que tiene este paso después del anterior; el primero cuenta desde el corte.",
            "Colombian working days this step has after the one before; the first counts from the cut-off.",
        )
    yield Rule(
        "small_counts",
        str(THRESHOLD),
        "personas",
        TO_CONFIRM,
        "Una categoría con menos personas no se muestra, ni otra con la que se pudiera deducir (Ley 79 de 1993).",
        "A category with fewer people is not shown, nor another that would let it be derived (Ley 79 of 1993).",
    )


def _risk_bands() -> Rule:
    begins = settings.RISK_BANDS
    return Rule(
        "risk_bands",
        "",
        "",
        CHOICE,
        "El puntaje de un riesgo es su probabilidad, de 1 a 5, por su impacto, de 1 a 5. Es medio desde "
        "{medium}, alto desde {high} y crítico desde {critical}; debajo, bajo.".format(**begins),
        "The score of a risk is its probability, from 1 to 5, times its impact, from 1 to 5. It is medium from "
        "{medium}, high from {high} and critical from {critical}; below, low.".format(**begins),
    )
