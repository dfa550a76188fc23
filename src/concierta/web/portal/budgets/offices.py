"""Money by entity: in the budget the one that executes it, in the follow-up the one that answers for the project."""

from fractions import Fraction
from functools import partial

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.engines.finance import NOTHING
from concierta.web.kit import formats
from concierta.web.portal.budgets.breakdown import Breakdown, Line
from concierta.web.portal.corte import Corte, Told
from concierta.web.portal.portal import Portal


def finding(corte: Corte, told: Told) -> str:
    """Which entity has the most of what was appropriated in the last year."""
    year, sums = told.years[-1], told.by_entity()
    whole, most = told.total(year).final, lines(corte, told)[0].key
    final = sums.get((most, year), NOTHING).final
    if not whole or not final or most not in corte.entities:
        return gettext("Nadie dice qué entidad tiene el dinero de %(year)s") % {"year": year}
    return gettext("%(entity)s tiene el %(share)s de lo apropiado en %(year)s: %(final)s") % {
        "entity": corte.entities[most].name,
        "share": formats.percent(Fraction(final, whole)),
        "year": year,
        "final": formats.pesos(final),
    }


def lines(corte: Corte, told: Told) -> list[Line]:
    """The entity with the most money of the last year first."""
    year, sums = told.years[-1], told.by_entity()
    keys = sorted({key for key, _year in sums}, key=lambda key: (-(sums.get((key, year), NOTHING).final or 0), key))
    return [Line(sums, key, partial(_label, key)) for key in keys]


def _label(entity: str, portal: Portal) -> SafeString | str:
    return portal.entity_link(entity)


BY_ENTITY = Breakdown(
    folder="dinero/entidades/",
    title=lambda: gettext("Dinero por entidad"),
    head=lambda: gettext("Entidad"),
    lead=lambda: gettext(
        "El presupuesto dice quién ejecuta cada línea; el seguimiento, quién responde por el proyecto."
    ),
    finding=finding,
    lines=lines,
)
