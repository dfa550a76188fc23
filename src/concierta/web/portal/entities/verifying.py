"""The silence of who verifies, told like that of who reports."""

from django.utils.translation import gettext, ngettext

from concierta.web.kit import formats
from concierta.web.portal.corte import Corte


def told(corte: Corte, entity: str) -> str:
    """ "No ha verificado nada desde el 2 de marzo de 2025; 12 reportes esperan desde el 10 de enero de 2025.", or "" of
    one for which nothing waits."""
    row = next((row for row in corte.table("verifying_entities") if row.entity == entity), None)
    if row is None or not row.waiting:
        return ""
    waiting = ngettext(
        "%(n)s reporte espera desde el %(date)s", "%(n)s reportes esperan desde el %(date)s", row.waiting
    ) % {"n": formats.number(row.waiting), "date": formats.long_date(row.waiting_since)}
    if row.last_verified_on is None:
        return gettext("Todavía no ha verificado nada; %(waiting)s.") % {"waiting": waiting}
    return gettext("No ha verificado nada desde el %(date)s; %(waiting)s.") % {
        "date": formats.long_date(row.last_verified_on),
        "waiting": waiting,
    }
