"""What happened to a report, in words."""

from typing import Any

from django.utils.translation import gettext

from concierta.web.components import marks
from concierta.web.components.formats import date_time
from concierta.web.staff.presenters.figures import with_unit

_MARKS = {
    "submit": marks.REPORTED,
    "verify": marks.VERIFIED,
    "adjust": marks.ADJUSTED,
    "reject": marks.REJECTED,
    "find_not_verifiable": marks.NOT_VERIFIABLE,
}


def history_items(steps: Any, indicator: Any) -> list[dict[str, Any]]:
    """The `timeline` component's items, oldest first."""
    items = []
    for step in steps:
        who = step.by.name if step.by else gettext("la instalación")
        items.append(
            {
                "title": _title(step, indicator),
                "when": date_time(step.at),
                "by": f"{who}, {step.entity.short_name}" if step.entity else who,
                "note": step.note,
                "state": _MARKS.get(step.act, ""),
            }
        )
    return items


def _title(step: Any, indicator: Any) -> str:
    words = {
        "submit": gettext("Enviado con valor %(value)s"),
        "return": gettext("Devuelto"),
        "review": gettext("Revisado"),
        "verify": gettext("Verificado"),
        "adjust": gettext("Verificado con ajuste"),
        "reject": gettext("Rechazado"),
        "find_not_verifiable": gettext("No verificable"),
        "publish": gettext("Publicado"),
        "supersede": gettext("Reemplazado por una corrección"),
        "correct": gettext("Se abrió una corrección"),
    }
    return words.get(step.act, step.act) % {"value": with_unit(step.value, indicator)}
