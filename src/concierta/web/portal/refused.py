"""What was looked at and did not hold, and what nobody has looked at yet: said apart, never one for the other."""

from django.utils.translation import gettext, ngettext

from concierta.web.kit import formats
from concierta.web.portal.corte import Corte


def refused(rejected: int, not_verifiable: int) -> str:
    """ "1 rechazado y 2 no verificables": only what there is; "" where nothing was refused."""
    said = {
        "rejected": ngettext("%(n)s rechazado", "%(n)s rechazados", rejected) % {"n": formats.number(rejected)},
        "other": ngettext("%(n)s no verificable", "%(n)s no verificables", not_verifiable)
        % {"n": formats.number(not_verifiable)},
    }
    if rejected and not_verifiable:
        return gettext("%(rejected)s y %(other)s") % said
    return said["rejected"] if rejected else said["other"] if not_verifiable else ""


def count_zero(rejected: int, not_verifiable: int) -> str:
    """ "Cuenta cero: 1 no verificable."; "" where nothing was refused."""
    if not rejected + not_verifiable:
        return ""
    return ngettext("Cuenta cero: %(refused)s.", "Cuentan cero: %(refused)s.", rejected + not_verifiable) % {
        "refused": refused(rejected, not_verifiable)
    }


def all_refused(corte: Corte, level: str, subject: str) -> str:
    """The finding where all that was reported was looked at and nothing of it held; "" anywhere else."""
    found = corte.achievements[level, subject]
    if found.reported or corte.any_verified(found) or not found.rejected + found.not_verifiable:
        return ""
    return gettext("Se revisó todo lo reportado para %(year)s y nada quedó verificado: %(refused)s") % {
        "year": corte.year,
        "refused": refused(found.rejected, found.not_verifiable),
    }


def nothing_verified(corte: Corte, level: str, subject: str) -> str:
    """Why something programmed and reported has no verified figure: it waits, it was refused, or some of each."""
    found, possible = corte.achievements[level, subject], corte.possible(level, subject)
    if looked_at := all_refused(corte, level, subject):
        return f"{looked_at}."
    waiting = ngettext("%(n)s reporte espera", "%(n)s reportes esperan", found.reported) % {
        "n": formats.number(found.reported)
    }
    said = {
        "year": corte.year,
        "how": ", ".join(filter(None, (waiting, refused(found.rejected, found.not_verifiable)))),
    }
    first = gettext("Nada de lo reportado para %(year)s está verificado: %(how)s.") % said
    if possible is None:
        return first
    if not possible:
        second = gettext("Lo que espera no trae avance.")
        return f"{first} {second}"
    second = gettext("Si se confirma lo que espera, el avance será del %(possible)s.")
    return f"{first} {second % {'possible': formats.percent(possible)}}"
