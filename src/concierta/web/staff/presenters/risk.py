"""Why a figure is worth a look, in words. It orders a queue and convicts nobody."""

from typing import Any

from django.utils.translation import gettext

from concierta.engines.risk import RiskPart


def risk_reasons(risk: Any) -> list[str]:
    words = {
        RiskPart.MONEY: gettext("Hay mucho dinero detrás de esta cifra."),
        RiskPart.OVER_TARGET: gettext("Pasa de la meta del año."),
        RiskPart.JUMP: gettext("Cambia mucho frente al periodo comparable."),
        RiskPart.LATE: gettext("Llegó después de la fecha."),
        RiskPart.RETURNED_BEFORE: gettext("Ya fue devuelto antes."),
        RiskPart.NO_EVIDENCE: gettext("No trae ningún archivo de evidencia."),
        RiskPart.PHYSICAL_AGAINST_FINANCIAL: gettext("Lo hecho y lo gastado no van a la par."),
    }
    return [words[part] for part, _points in risk.parts]


def risk_word(risk: Any) -> str:
    """Three words, by the points of the score (0 to 100)."""
    if risk.points >= 50:
        return gettext("Riesgo alto")
    if risk.points >= 20:
        return gettext("Riesgo medio")
    return gettext("Riesgo bajo")
