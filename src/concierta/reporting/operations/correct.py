"""Correcting what is published: a new version beside the old one, with its reason."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from concierta.indicators.models import Indicator
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.people.models import User
from concierta.reporting.models import Report, ReportBreakdown
from concierta.reporting.operations.steps import locked, write_history
from concierta.reporting.permissions import check_can_correct
from concierta.reporting.workflow import CHECKED, UNDER_WAY
from concierta.responsibilities.operations import take_over


@transaction.atomic
def open_correction(*, report: Report, reason: str, by: User, at: datetime) -> Report:
    """A new draft version of a published report, starting from its figures; the old one stays public until replaced.

    The entity that answers for the indicator now corrects, whichever had reported.

    Refuses without a reason, and while another version is under way.
    """
    take_over(by=None, at=at)
    Indicator.objects.select_for_update(of=("self",)).get(pk=report.indicator_id)
    report = locked(report)
    check_can_correct(by, report)
    if not reason.strip():
        raise Invalid(gettext_noop("Diga por qué se corrige: se publicará junto al nuevo valor."), field="reason")
    versions = Report.objects.filter(indicator=report.indicator, period=report.period)
    if versions.filter(state__in=UNDER_WAY | CHECKED).exists():
        raise Refusal(gettext_noop("Ya hay una corrección en curso de este valor: continúe esa."))
    correction = Report.objects.create(
        indicator=report.indicator,
        period=report.period,
        version=(versions.aggregate(last=Max("version"))["last"] or 0) + 1,
        value=report.value,
        numerator=report.numerator,
        denominator=report.denominator,
        narrative=report.narrative,
        correction_reason=reason.strip(),
        origin=report.origin,
        source=report.source,
        matrix_import=report.matrix_import,
        reporter=by,
        reporter_entity=report.indicator.reporter,
        saved_at=at,
    )
    correction.evidence.set(report.evidence.all())
    ReportBreakdown.objects.bulk_create(
        ReportBreakdown(
            report=correction,
            category_id=part.category_id,
            value=part.value,
            numerator=part.numerator,
            denominator=part.denominator,
        )
        for part in report.breakdown.all()
    )
    write_history(
        report=correction,
        act="correct",
        event="report.correction_opened",
        source="",
        note=reason.strip(),
        body={"corrects": report.version},
        by=by,
        entity=report.indicator.reporter,
        at=at,
    )
    return correction
