"""Money by territory, as each source places it. What is for the whole city is told as such and not shared out."""

from fractions import Fraction
from functools import partial

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.web.kit import formats
from concierta.web.kit.spanish import in_spanish
from concierta.web.portal import words
from concierta.web.portal.budgets.breakdown import Breakdown, Line
from concierta.web.portal.corte import Corte, Told
from concierta.web.portal.portal import Portal


def finding(corte: Corte, told: Told) -> str:
    """How much of the last year is for the whole city, and how much for somewhere in it."""
    year, sums = told.years[-1], told.by_territory()
    finals = {key: stages.final or 0 for (key, of), stages in sums.items() if of == year}
    whole, city = sum(finals.values()), finals.get("", 0)
    if not whole:
        return gettext("Nadie dice dónde se gasta el dinero de %(year)s") % {"year": year}
    if city == whole:
        return gettext("Todo lo apropiado en %(year)s es para toda la ciudad") % {"year": year}
    return gettext("El %(share)s de lo apropiado en %(year)s es para toda la ciudad; %(placed)s tienen un lugar") % {
        "share": formats.percent(Fraction(city, whole)),
        "year": year,
        "placed": formats.pesos(whole - city),
    }


def lines(corte: Corte, told: Told) -> list[Line]:
    """The whole city first, then the territory with the most money of all years."""
    sums = told.by_territory()
    keys = sorted({key for key, _year in sums}, key=lambda key: (bool(key), -(sums[key, None].final or 0), key))
    return [Line(sums, key, partial(_label, key)) for key in keys]


def _label(territory: str, portal: Portal) -> SafeString | str:
    if not territory:
        return format_html("<b>{}</b>", gettext("Toda la ciudad"))
    record = portal.corte.territories[territory]
    kind = words.territory_kind(record.kind)
    return format_html(
        '<a href="{}">{}</a> <span class="small quiet">{}</span>',
        portal.to(portal.corte.territory_folder(territory)),
        in_spanish(record.name),
        "" if record.name.startswith(kind) else kind,
    )


BY_TERRITORY = Breakdown(
    folder="dinero/territorio/",
    title=lambda: gettext("Dinero por territorio"),
    head=lambda: gettext("Territorio"),
    lead=lambda: gettext(
        "Lo que es para toda la ciudad no se reparte entre comunas: cualquier reparto sería una estimación. En la "
        "página de cada territorio está su dinero año por año."
    ),
    finding=finding,
    lines=lines,
)
