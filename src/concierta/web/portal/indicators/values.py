"""The value of an indicator in its own unit, and in a sentence: who found what against what.

A rate is told as itself first ("18,2 %, meta 16 %"), and its achieved share after. Counts go by their share.
"""

from decimal import Decimal

from django.utils.translation import gettext, ngettext

from concierta.engines.achievement import Measure, day_of
from concierta.web.kit import formats, marks
from concierta.web.portal.corte import Corte, Row


def is_rate(indicator: Row) -> bool:
    """True if its figure is told as itself. Older cortes do not say what they measure."""
    return bool(indicator.measure) and Measure(indicator.measure).is_rate


def value(amount: Decimal | None, indicator: Row) -> str:
    """A quantity with the unit it is counted in: "1.440 personas", "11,4 %"; of a date, its day."""
    if indicator.measure == Measure.DATE and amount is not None:
        day = day_of(amount)
        return formats.long_date(day) if day else gettext("sin cumplir")
    return formats.measure(amount, indicator.unit, max(indicator.decimals or 0, 0) or 2)


def verified_value(latest: Row | None, indicator: Row) -> str:
    """What was verified; of a rate by its two figures, that of the year so far. Empty where nothing was."""
    if latest is None or latest.verified_value is None:
        return ""
    return value(_first(latest.verified_to_date, latest.verified_value), indicator)


def reported_value(latest: Row | None, indicator: Row) -> str:
    if latest is None:
        return ""
    return value(_first(latest.reported_to_date, latest.reported_value), indicator)


def expected_label(corte: Corte, indicator: Row) -> str:
    """What a rate was expected to be at the cut-off, in its own unit; "" for what is told by its share."""
    if not is_rate(indicator):
        return ""
    rows = [
        row
        for row in corte.measurements_of.get(indicator.indicator, [])
        if row.expected_value is not None and corte.periods[row.period].cut_off == corte.cut_off
    ]
    return value(rows[-1].expected_value, indicator) if rows else ""


def as_itself(shown: str, note: str, latest: Row | None, indicator: Row) -> tuple[str, str]:
    """The figure of a list and what stands beside it, of a rate: itself, then its share of the target."""
    itself = verified_value(latest, indicator)
    if not itself or not is_rate(indicator):
        return shown, note
    target = gettext("meta %(target)s") % {"target": value(latest.target, indicator)} if latest is not None else ""
    share = gettext("%(share)s de la meta") % {"share": shown}
    return itself, " · ".join(part for part in (target, share, note) if part)


def _first(*amounts: Decimal | None) -> Decimal | None:
    return next((amount for amount in amounts if amount is not None), None)


def target_of_year(corte: Corte, code: str) -> Decimal | None:
    for target in corte.targets_of.get(code, []):
        if target.year == corte.year and target.quarter is None:
            return target.value
    return None


def finding(corte: Corte, indicator: Row) -> str:
    latest = corte.latest(indicator.indicator)
    if latest is None:
        return _silence(corte, indicator)
    values = {
        "reported": value(latest.reported_value, indicator),
        "verified": value(latest.verified_value, indicator),
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
            values["date"] = formats.long_date(returned)
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
    return sentence % values


def _silence(corte: Corte, indicator: Row) -> str:
    if target_of_year(corte, indicator.indicator) is None:
        return gettext("No está programado para %(year)s y nadie ha reportado un valor: sin dato, que no es cero.") % {
            "year": corte.year
        }
    return gettext("Sin dato: nadie ha reportado un valor para %(year)s. No es cero.") % {"year": corte.year}


def _agreement(amount: Decimal | None, indicator: Row) -> int:
    """Of how many things the verb speaks: a rate is one, however high."""
    return 1 if amount is not None and (abs(amount) == 1 or formats.is_rate(indicator.unit)) else 2
