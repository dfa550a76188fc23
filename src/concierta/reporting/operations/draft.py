"""Writing a report down before it is sent."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from concierta.engines.achievement import Measure, Ratio
from concierta.evidence.models import Evidence
from concierta.indicators.models import Category, Indicator
from concierta.kernel.decimals import plain
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.kernel.origin import Origin
from concierta.ledger.locking import locked
from concierta.people.models import User
from concierta.plans.models import ReportingPeriod
from concierta.reporting.enums import ReportState
from concierta.reporting.limits import check_evidence_fits
from concierta.reporting.models import Report, ReportBreakdown
from concierta.reporting.operations.figures import check_figure, check_pair, check_quantity, rate_from
from concierta.reporting.operations.steps import locked_report, pass_on
from concierta.reporting.permissions import check_can_draft, check_can_edit
from concierta.reporting.workflow import CHECKED, UNDER_WAY
from concierta.responsibilities.operations import take_over

Part = Decimal | Ratio | None
Figures = tuple[Decimal | None, Decimal | None, Decimal | None]


@transaction.atomic
def save_draft(
    *,
    indicator: Indicator,
    period: ReportingPeriod,
    value: Decimal | None = None,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    narrative: str = "",
    breakdown: Mapping[int, Part] | None = None,
    evidence: Iterable[Evidence] | None = None,
    origin: Origin = Origin.OWN,
    source: str = "",
    expected_saved_at: datetime | None = None,
    by: User,
    at: datetime,
) -> Report:
    """Save what is written so far, complete or not; makes the report if there was none, and tells nobody yet.

    Of a ratio `numerator` and `denominator` are written and the value follows from them; a `value` given beside them
    must be that one. `breakdown` maps category keys to parts of `value` (of a ratio: a `Ratio`); a part that is None is
    "sin dato". `breakdown` or `evidence` None leaves what was saved. A draft that another entity began and handed over
    goes on with its evidence. `expected_saved_at` is the `saved_at` of the version the person was looking at, None if
    they saw none: if somebody saved since, nothing is overwritten and the refusal says who.
    """
    take_over(by=None, at=at)
    # The indicator's row is the lock: without it two first drafts could be made at once.
    indicator = locked(indicator, "plan", "reporter")
    check_can_draft(by, indicator)
    if period.plan_id != indicator.plan_id:
        raise Invalid(gettext_noop("El periodo no es del plan de este indicador."), field="period")
    figures = _figures(indicator, value, numerator, denominator)
    report = _report_under_way(indicator, period)
    if report is None:
        _check_first_version(indicator, period)
        _check_not_overwriting(None, expected_saved_at, by)
        report = Report(indicator=indicator, period=period, reporter_entity=indicator.reporter, version=1)
    else:
        check_can_edit(by, report)
        pass_on(report)
        _check_not_overwriting(report, expected_saved_at, by)
    _write(report, figures, narrative, origin, source, by, at)
    if breakdown is not None:
        _replace_breakdown(report, breakdown)
    if evidence is not None:
        _replace_evidence(report, list(evidence))
    return report


def _report_under_way(indicator: Indicator, period: ReportingPeriod) -> Report | None:
    found = Report.objects.filter(indicator=indicator, period=period, state__in=UNDER_WAY | CHECKED).first()
    return locked_report(found) if found else None


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


def _figures(
    indicator: Indicator, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> Figures:
    """Value, numerator and denominator as they will be stored; the last two only of a ratio."""
    number = check_quantity(value, field="value", indicator=indicator)
    check_figure(indicator, number)
    if indicator.measure != Measure.RATIO:
        if numerator is not None or denominator is not None:
            raise Invalid(
                gettext_noop("Este indicador no se reporta con numerador y denominador: escriba su valor."),
                field="value",
            )
        return number, None, None
    above = check_quantity(numerator, field="numerator")
    below = check_quantity(denominator, field="denominator")
    check_pair(above, below)
    found = rate_from(indicator, above, below)
    if number is not None and found is not None and number != found:
        raise Invalid(
            gettext_noop("El valor %(value)s no es el numerador sobre el denominador, que da %(rate)s."),
            field="value",
            value=plain(number),
            rate=plain(found),
        )
    return number if found is None else found, above, below


def _write(
    report: Report, figures: Figures, narrative: str, origin: Origin, source: str, by: User, at: datetime
) -> None:
    """A figure taken from an official matrix keeps its origin only for as long as it is that figure."""
    value = figures[0]
    if report.matrix_import_id is None or value != report.value:
        report.matrix_import, report.origin, report.source = None, origin, source
    report.value, report.numerator, report.denominator = figures
    report.narrative = narrative.strip()
    report.reporter, report.saved_at = by, at
    if report.state != ReportState.DRAFT and value is None:
        raise Invalid(gettext_noop("Un reporte devuelto conserva un valor: corríjalo, no lo borre."), field="value")
    report.save()


def _replace_breakdown(report: Report, breakdown: Mapping[int, Part]) -> None:
    allowed = Category.objects.filter(category_set__indicator=report.indicator).in_bulk(list(breakdown))
    if unknown := sorted(set(breakdown) - set(allowed)):
        raise Invalid(
            gettext_noop("Este indicador no se desagrega por las categorías %(categories)s."),
            field="breakdown",
            categories=", ".join(map(str, unknown)),
        )
    parts = {pk: _part(report.indicator, pk, part) for pk, part in breakdown.items()}
    report.breakdown.all().delete()
    ReportBreakdown.objects.bulk_create(
        ReportBreakdown(report=report, category=allowed[pk], value=value, numerator=above, denominator=below)
        for pk, (value, above, below) in parts.items()
        if value is not None
    )


def _part(indicator: Indicator, pk: int, part: Part) -> Figures:
    field = f"category_{pk}"
    if not isinstance(part, Ratio):
        return check_quantity(part, field=field, indicator=indicator), None, None
    above, below = (
        None if number is None else check_quantity(Decimal(number), field=field)  # type: ignore[arg-type]
        for number in (part.numerator, part.denominator)
    )
    check_pair(above, below, prefix=f"{field}_")
    return rate_from(indicator, above, below), above, below


def _replace_evidence(report: Report, evidence: list[Evidence]) -> None:
    """What is already there stays, also where an entity that answered before had brought it."""
    there = set(report.evidence.values_list("pk", flat=True))
    for item in evidence:
        if item.entity_id != report.reporter_entity_id and item.pk not in there:
            raise Invalid(
                gettext_noop("«%(title)s» es evidencia de otra entidad: adjunte la de %(entity)s."),
                field="evidence",
                title=item.title,
                entity=report.reporter_entity.short_name,
            )
    check_evidence_fits(sum(item.file.size for item in evidence))
    report.evidence.set(evidence)
