"""A claim by itself. What is not listed here is left out on purpose: it could tell what the first verifier found."""

from typing import Any

from django.utils.translation import gettext

from concierta.verification.enums import Method
from concierta.web.components.formats import date_time, long_date, period
from concierta.web.staff.presenters.evidence import evidence_line
from concierta.web.staff.presenters.figures import with_unit
from concierta.web.staff.presenters.languages import in_language


def claim_alone(look: Any) -> dict[str, Any]:
    report = look.report
    indicator = report.indicator
    return {
        "code": indicator.code,
        "period": period(report.period.label),
        "name": in_language(indicator, "name"),
        "definition": in_language(indicator, "definition"),
        "value": with_unit(report.value, indicator),
        "narrative": report.narrative,
        "facts": [
            (gettext("Reporta"), report.reporter_entity.name),
            (gettext("Línea base"), with_unit(indicator.baseline, indicator)),
            (gettext("Medio de verificación"), indicator.means_of_verification or gettext("No se definió")),
            (gettext("Enviado"), date_time(report.submitted_at)),
        ],
        "method": str(Method(look.method).label),
        "due_on": long_date(look.entry.campaign.due_on),
        "evidence": [evidence_line(item) for item in look.evidence],
    }
