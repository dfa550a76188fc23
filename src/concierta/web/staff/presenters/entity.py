"""How an entity keeps its word besides its pledges: whether it came to the Mesa, and how much of what it said held."""

from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from concierta.web.components.formats import long_date, number, percent
from concierta.web.staff.presenters.mesa_seats import attendance_words


def keeping_facts(attendance: Any, factor: Any, cut_off: date | None) -> list[tuple[str, str]]:
    """`attendance` None: no seat, or not for this reader. `factor` None: nothing of it stands at `cut_off`."""
    facts = []
    if attendance is not None:
        came = attendance_words(attendance) if attendance.held else gettext("Sin dato: no ha habido sesiones.")
        facts.append((gettext("Asistencia a la mesa"), came))
    if cut_off is not None:
        facts.append((gettext("Factor de verificación"), _factor_words(factor, cut_off)))
    return facts


def _factor_words(factor: Any, cut_off: date) -> str:
    """«87,5 % de lo reportado se sostuvo…», with what it speaks for: the same figure as the portal's."""
    day = {"date": long_date(cut_off)}
    if factor is None:
        return gettext("Sin dato: no reportó nada en el corte del %(date)s.") % day
    reports = ngettext("%(n)s reporte", "%(n)s reportes", factor.reports) % {"n": number(factor.reports)}
    if not factor.looked_at:
        return gettext("Sin dato: nadie ha mirado todavía lo que reportó en el corte del %(date)s (%(reports)s).") % {
            **day,
            "reports": reports,
        }
    looked = ngettext("se miró %(n)s de %(reports)s", "se miraron %(n)s de %(reports)s", factor.looked_at) % {
        "n": number(factor.looked_at),
        "reports": reports,
    }
    said = gettext("%(share)s de lo que dijo se sostuvo: %(looked)s del corte del %(date)s.") % {
        **day,
        "share": percent(factor.factor),
        "looked": looked,
    }
    return " ".join(filter(None, (said, _count_zero(factor.rejected, factor.not_verifiable))))


def _count_zero(rejected: int, not_verifiable: int) -> str:
    parts = []
    if rejected:
        parts.append(ngettext("%(n)s rechazado", "%(n)s rechazados", rejected) % {"n": number(rejected)})
    if not_verifiable:
        parts.append(
            ngettext("%(n)s no verificable", "%(n)s no verificables", not_verifiable) % {"n": number(not_verifiable)}
        )
    if not parts:
        return ""
    return ngettext("Cuenta cero: %(what)s.", "Cuentan cero: %(what)s.", rejected + not_verifiable) % {
        "what": gettext(" y ").join(parts)
    }
