"""The figure of an indicator in a sentence, who found what against what; and what a list of projects says."""

from typing import Any

from django.utils.translation import gettext, ngettext

from concierta.web.kit import formats, marks
from concierta.web.portal.corte import Corte
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.indicators import rates


def target_of_year(corte: Corte, code: str) -> Any:
    for target in corte.targets_of.get(code, []):
        if target.year == corte.year and target.quarter is None:
            return target.value
    return None


def finding(corte: Corte, indicator: Record) -> str:
    latest = corte.latest(indicator.indicator)
    if latest is None:
        return _silence(corte, indicator)
    said = {
        "reported": rates.value(latest.reported_value, indicator),
        "verified": rates.value(latest.verified_value, indicator),
        "period": formats.period(latest.period),
    }
    reported, verified = _agreement(latest.reported_value, indicator), _agreement(latest.verified_value, indicator)
    match latest.status:
        case marks.VERIFIED:
            sentence = ngettext(
                "Se verificó %(verified)s en el %(period)s, lo mismo que se había reportado.",
                "Se verificaron %(verified)s en el %(period)s, lo mismo que se había reportado.",
                verified,
            )
        case marks.ADJUSTED:
            sentence = ngettext(
                "Se verificó %(verified)s en el %(period)s; lo reportado era %(reported)s.",
                "Se verificaron %(verified)s en el %(period)s; lo reportado era %(reported)s.",
                verified,
            )
        case marks.REJECTED:
            sentence = ngettext(
                "Se reportó %(reported)s en el %(period)s y la verificación lo rechazó: cuenta cero.",
                "Se reportaron %(reported)s en el %(period)s y la verificación los rechazó: cuentan cero.",
                reported,
            )
        case marks.NOT_VERIFIABLE:
            sentence = ngettext(
                "Se reportó %(reported)s en el %(period)s y no hay cómo comprobarlo: cuenta cero.",
                "Se reportaron %(reported)s en el %(period)s y no hay cómo comprobarlos: cuentan cero.",
                reported,
            )
        case _ if returned := corte.returned_at(latest.report):
            said["date"] = formats.long_date(returned)
            sentence = ngettext(
                "Se reportó %(reported)s en el %(period)s; el %(date)s se devolvió a la entidad para corregirlo.",
                "Se reportaron %(reported)s en el %(period)s; el %(date)s se devolvió a la entidad para corregirlo.",
                reported,
            )
        case _:
            sentence = ngettext(
                "Se reportó %(reported)s en el %(period)s; nadie lo ha verificado todavía.",
                "Se reportaron %(reported)s en el %(period)s; nadie los ha verificado todavía.",
                reported,
            )
    return sentence % said


def _silence(corte: Corte, indicator: Record) -> str:
    if target_of_year(corte, indicator.indicator) is None:
        return gettext("No está programado para %(year)s y nadie ha reportado un valor: sin dato, que no es cero.") % {
            "year": corte.year
        }
    return gettext("Sin dato: nadie ha reportado un valor para %(year)s. No es cero.") % {"year": corte.year}


def _agreement(amount: Any, indicator: Record) -> int:
    """Of how many things the verb speaks: a rate is one, however high."""
    return 1 if amount is not None and (abs(amount) == 1 or formats.is_rate(indicator.unit)) else 2


def projects_finding(corte: Corte) -> str:
    """How many of the projects programmed for the year have moved, by what was verified alone."""
    found = [corte.achievements.get(("project", project.project)) for project in corte.all_projects]
    programmed = [row for row in found if row is not None and row.programmed]
    if not programmed:
        return gettext("Ningún proyecto está programado para %(year)s") % {"year": corte.year}
    return ngettext(
        "Hay avance verificado en %(ok)s de %(all)s proyecto programado para %(year)s",
        "Hay avance verificado en %(ok)s de %(all)s proyectos programados para %(year)s",
        len(programmed),
    ) % {
        "ok": formats.number(sum(bool(row.verified_share and row.verified_year) for row in programmed)),
        "all": formats.number(len(programmed)),
        "year": corte.year,
    }
