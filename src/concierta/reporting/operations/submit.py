"""Sending a report: from here on it is the entity's claim."""

from datetime import datetime

from django.db import transaction

from concierta.kernel.clock import date_in_bogota
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.people.models import User
from concierta.reporting.models import Report
from concierta.reporting.operations.figures import check_breakdown
from concierta.reporting.operations.steps import locked, take_step, text_hash
from concierta.reporting.permissions import check_can_submit


@transaction.atomic
def submit_report(*, report: Report, by: User, at: datetime) -> Report:
    """Send `report` to review. Refuses one that nobody could check:

    without a value or a narrative, with a value other than zero and no evidence, with parts that do not fit the total,
    or before its period ends. Late reports are accepted and stay late.
    """
    report = locked(report)
    check_can_submit(by, report)
    _check_complete(report)
    if date_in_bogota(at) < report.period.cut_off:
        raise Refusal(
            gettext_noop("%(period)s termina el %(cut_off)s: el reporte se envía desde ese día."),
            period=report.period.label,
            cut_off=report.period.cut_off.strftime("%d/%m/%Y"),
        )
    hashes = sorted(set(report.evidence.values_list("file_id", flat=True)))
    return take_step(
        report=report,
        act="submit",
        changes={"reporter": by, "submitted_at": at},
        body={
            "origin": report.origin,
            "evidence": hashes,
            "narrative_sha256": text_hash(report.narrative),
            "breakdown": {
                f"{part.category.category_set.code}/{part.category.code}": plain(part.value)
                for part in report.breakdown.select_related("category__category_set")
            },
        },
        by=by,
        entity=report.reporter_entity,
        at=at,
    )


def _check_complete(report: Report) -> None:
    if report.value is None:
        raise Invalid(gettext_noop("Falta el valor. Si no hubo avance, escriba cero."), field="value")
    if not report.narrative:
        raise Invalid(
            gettext_noop("Falta la narrativa: diga en una o dos frases cómo se llegó a este valor."), field="narrative"
        )
    if report.value and not report.evidence.exists():
        raise Invalid(
            gettext_noop("Falta la evidencia: sin un archivo que lo respalde nadie puede verificar este valor."),
            field="evidence",
        )
    check_breakdown(report)
