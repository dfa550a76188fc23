"""Writing a report down before it is sent."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from concierta.evidence.models import Evidence
from concierta.indicators.models import Category, Indicator
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.kernel.origin import Origin
from concierta.people.models import User
from concierta.plans.models import ReportingPeriod
from concierta.reporting.enums import ReportState
from concierta.reporting.limits import check_evidence_fits
from concierta.reporting.models import Report, ReportBreakdown
from concierta.reporting.operations.figures import check_quantity
from concierta.reporting.operations.steps import locked
from concierta.reporting.permissions import check_can_draft, check_can_edit
from concierta.reporting.workflow import CHECKED, UNDER_WAY


@transaction.atomic
def save_draft(
    *,
    indicator: Indicator,
    period: ReportingPeriod,
    value: Decimal | None,
    narrative: str = "",
    breakdown: Mapping[int, Decimal | None] | None = None,
    evidence: Iterable[Evidence] | None = None,
    origin: Origin = Origin.OWN,
    source: str = "",
    expected_saved_at: datetime | None = None,
    by: User,
    at: datetime,
) -> Report:
    """Save what is written so far, complete or not; makes the report if there was none, and tells nobody yet.

    `breakdown` maps category keys to parts of `value`; a part that is None is "sin dato". `breakdown` or `evidence`
    None leaves what was saved. `expected_saved_at` is the `saved_at` of the version the person was looking at, None
    if they saw none: if somebody saved since, nothing is overwritten and the refusal says who.
    """
    # The indicator's row is the lock: without it two first drafts could be made at once.
    Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    check_can_draft(by, indicator)
    if period.plan_id != indicator.plan_id:
        raise Invalid(gettext_noop("El periodo no es del plan de este indicador."), field="period")
    number = check_quantity(value, field="value")
    report = _report_under_way(indicator, period)
    if report is None:
        _check_first_version(indicator, period)
        _check_not_overwriting(None, expected_saved_at, by)
        report = Report(indicator=indicator, period=period, reporter_entity=indicator.reporter, version=1)
    else:
        check_can_edit(by, report)
        _check_not_overwriting(report, expected_saved_at, by)
    _write(report, number, narrative, origin, source, by, at)
    if breakdown is not None:
        _replace_breakdown(report, breakdown)
    if evidence is not None:
        _replace_evidence(report, list(evidence))
    return report


def _report_under_way(indicator: Indicator, period: ReportingPeriod) -> Report | None:
    found = Report.objects.filter(indicator=indicator, period=period, state__in=UNDER_WAY | CHECKED).first()
    return locked(found) if found else None


def _check_first_version(indicator: Indicator, period: ReportingPeriod) -> None:
    if Report.objects.filter(indicator=indicator, period=period).aggregate(last=Max("version"))["last"]:
        raise Refusal(
            gettext_noop("El indicador %(code)s ya tiene un valor publicado en %(period)s: abra una corrección."),
            code=indicator.code,
            period=period.label,
        )


def _check_not_overwriting(report: Report | None, expected: datetime | None, by: User) -> None:
    if report is None and expected is not None:
        raise Refusal(gettext_noop("El borrador que estaba editando ya no existe: vuelva a abrir el reporte."))
    if report is not None and report.saved_at != expected and report.reporter == by:
        raise Refusal(
            gettext_noop(
                "Usted guardó cambios en este reporte desde otra ventana. Nada se ha sobrescrito: "
                "compare lo de aquí con lo guardado y guarde de nuevo."
            )
        )
    if report is not None and report.saved_at != expected:
        raise Refusal(
            gettext_noop(
                "%(person)s guardó cambios en este reporte mientras usted lo editaba. Nada se ha sobrescrito: "
                "compare lo suyo con lo guardado y guarde de nuevo."
            ),
            person=report.reporter.name if report.reporter else gettext_noop("Otra persona"),
        )


def _write(
    report: Report, value: Decimal | None, narrative: str, origin: Origin, source: str, by: User, at: datetime
) -> None:
    """A figure taken from an official matrix keeps its origin only for as long as it is that figure."""
    if report.matrix_import_id is None or value != report.value:
        report.matrix_import, report.origin, report.source = None, origin, source
    report.value, report.narrative = value, narrative.strip()
    report.reporter, report.saved_at = by, at
    if report.state != ReportState.DRAFT and value is None:
        raise Invalid(gettext_noop("Un reporte devuelto conserva un valor: corríjalo, no lo borre."), field="value")
    report.save()


def _replace_breakdown(report: Report, breakdown: Mapping[int, Decimal | None]) -> None:
    allowed = Category.objects.filter(category_set__indicator=report.indicator).in_bulk(list(breakdown))
    if unknown := sorted(set(breakdown) - set(allowed)):
        raise Invalid(
            gettext_noop("Este indicador no se desagrega por las categorías %(categories)s."),
            field="breakdown",
            categories=", ".join(map(str, unknown)),
        )
    parts = {pk: check_quantity(part, field=f"category_{pk}") for pk, part in breakdown.items()}
    report.breakdown.all().delete()
    ReportBreakdown.objects.bulk_create(
        ReportBreakdown(report=report, category=allowed[pk], value=part)
        for pk, part in parts.items()
        if part is not None
    )


def _replace_evidence(report: Report, evidence: list[Evidence]) -> None:
    for item in evidence:
        if item.entity_id != report.reporter_entity_id:
            raise Invalid(
                gettext_noop("«%(title)s» es evidencia de otra entidad: adjunte la de %(entity)s."),
                field="evidence",
                title=item.title,
                entity=report.reporter_entity.short_name,
            )
    check_evidence_fits(sum(item.file.size for item in evidence))
    report.evidence.set(evidence)
