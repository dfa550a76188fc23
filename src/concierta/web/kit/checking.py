"""What the words of verification campaigns are, for the workspace and for the portal."""

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext, gettext_noop, ngettext

from concierta.web.kit import formats

Number = Fraction | Decimal | int

_RISKS = {
    "money": gettext_noop("Hay mucho dinero detrás de esta cifra."),
    "over_target": gettext_noop("Pasa de la meta del año."),
    "jump": gettext_noop("Cambia mucho frente al periodo comparable."),
    "late": gettext_noop("Llegó después de la fecha."),
    "returned_before": gettext_noop("Ya fue devuelto antes."),
    "no_evidence": gettext_noop("No trae ningún archivo de evidencia."),
    "physical_against_financial": gettext_noop("Lo hecho y lo gastado no van a la par."),
}
#: From which kappa on the words of J. R. Landis & G. G. Koch, Biometrics 33 (1977) 159-174, apply.
_LEVELS = (
    (Fraction(8, 10), gettext_noop("casi perfecto")),
    (Fraction(6, 10), gettext_noop("sustancial")),
    (Fraction(4, 10), gettext_noop("moderado")),
    (Fraction(2, 10), gettext_noop("aceptable")),
    (Fraction(0), gettext_noop("leve")),
)
_THOUSANDTHS = 3


def risk_words(code: str) -> str:
    """Why a part of the score says that a figure is worth a look; a code nobody named is shown as it is."""
    return gettext(_RISKS[code]) if code in _RISKS else code


def agreement_words(
    items: int,
    agreed: Fraction | Decimal | None,
    kappa: Fraction | Decimal | None,
    interval: tuple[Fraction | Decimal, Fraction | Decimal] | None = None,
    *,
    with_interval: bool = True,
) -> str:
    """How far two verifiers agree, said so that nobody needs to know what kappa is, and how sure that is.

    Results too much alike cannot tell. A corte from before there were intervals says nothing of it (`with_interval`).
    """
    if not items or agreed is None:
        return gettext("Todavía no hay reportes que dos personas hayan verificado.")
    first = ngettext(
        "Dos personas verificaron por separado %(n)s reporte y coincidieron en el %(share)s.",
        "Dos personas verificaron por separado %(n)s reportes y coincidieron en el %(share)s.",
        items,
    ) % {"n": formats.number(items), "share": formats.percent(agreed)}
    return f"{first} {_beyond_chance(kappa, interval, with_interval)}"


def review_agreement_words(
    items: int,
    agreed: Fraction | Decimal | None,
    kappa: Fraction | Decimal | None,
    interval: tuple[Fraction | Decimal, Fraction | Decimal] | None = None,
) -> str:
    """The same of two entities that rated the same cases of a yearly review."""
    if not items or agreed is None:
        return gettext("Todavía no hay un caso que dos entidades hayan valorado.")
    first = ngettext(
        "Dos entidades valoraron por separado %(n)s caso y coincidieron en el %(share)s.",
        "Dos entidades valoraron por separado %(n)s casos y coincidieron en el %(share)s.",
        items,
    ) % {"n": formats.number(items), "share": formats.percent(agreed)}
    return f"{first} {_beyond_chance(kappa, interval)}"


def _beyond_chance(
    kappa: Fraction | Decimal | None,
    interval: tuple[Fraction | Decimal, Fraction | Decimal] | None,
    with_interval: bool = True,
) -> str:
    if kappa is None:
        return gettext("Ambas dieron siempre el mismo resultado: el acuerdo no se distingue del azar.")
    said = {"level": _level(Fraction(kappa)), "kappa": formats.number(kappa, _THOUSANDTHS)}
    first = gettext("Descontado el azar, el acuerdo es %(level)s (κ = %(kappa)s; 1 es siempre).") % said
    if not with_interval:
        return first
    if interval is None:
        return f"{first} " + gettext("Con estos resultados no se puede decir cuán seguro es ese valor.")
    low, high = (formats.number(limit, _THOUSANDTHS) for limit in interval)
    return f"{first} " + gettext("Con 95 %% de confianza está entre %(low)s y %(high)s.") % {"low": low, "high": high}


def counted(
    *, reported: Number, verified: Number, low: Number, high: Number, confidence: Number, all_seen: bool
) -> str:
    """A records count in one line: 1.440 reportado · 1.212 verificado (95 %: 1.150–1.268)."""
    said = {
        "reported": formats.number(reported),
        "verified": formats.number(verified),
        "low": formats.number(low),
        "high": formats.number(high),
        "confidence": formats.percent(confidence),
    }
    if all_seen:
        return gettext("%(reported)s reportado · %(verified)s verificado (se miraron todos los registros)") % said
    return gettext("%(reported)s reportado · %(verified)s verificado (%(confidence)s: %(low)s–%(high)s)") % said


def _level(kappa: Fraction) -> str:
    for floor, word in _LEVELS:
        if kappa >= floor:
            return gettext(word)
    return gettext("peor que el azar")
