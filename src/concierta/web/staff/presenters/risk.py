"""Why a figure is worth a look, in words. It orders a queue and convicts nobody."""

from typing import Any

from django.utils.translation import gettext

from concierta.web.components.checking import risk_words


def risk_reasons(risk: Any) -> list[str]:
    return [risk_words(part.value) for part, _points in risk.parts]


def risk_word(risk: Any) -> str:
    """Three words, by the points of the score (0 to 100)."""
    if risk.points >= 50:
        return gettext("Riesgo alto")
    if risk.points >= 20:
        return gettext("Riesgo medio")
    return gettext("Riesgo bajo")
