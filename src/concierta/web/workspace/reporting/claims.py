"""The claim of a report as a page shows it: the figure, its evidence, the verdicts on it, its history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from concierta.indicators.queries import targets_of
from concierta.reporting.enums import ReportState
from concierta.reporting.queries import BreakdownSet, ReportSheet, reports_of_indicator
from concierta.verification.enums import Method
from concierta.verification.queries import VerificationSheet
from concierta.web.kit import marks
from concierta.web.kit.charts import SeriesPoint, series_chart, series_table
from concierta.web.kit.formats import date_time, number, period, short_date
from concierta.web.workspace.reporting.evidence import EvidenceLine, evidence_line
from concierta.web.workspace.reporting.figures import mark_of, picture_of, with_unit
from concierta.web.workspace.shell import in_language
from concierta.web.workspace.verification.rows import risk_reasons, risk_word

if TYPE_CHECKING:
    from concierta.indicators.models import Indicator, Target
    from concierta.people.models import User
    from concierta.reporting.models import Report, ReportStep
    from concierta.verification.models import Verification

_MARKS = {
    "submit": marks.REPORTED,
    "verify": marks.VERIFIED,
    "adjust": marks.ADJUSTED,
    "reject": marks.REJECTED,
    "find_not_verifiable": marks.NOT_VERIFIABLE,
}


def history_items(steps: Iterable["ReportStep"], indicator: "Indicator") -> list[dict[str, str]]:
    """The `timeline` component's items, oldest first."""
    items = []
    for step in steps:
        who = step.by.name if step.by else gettext("la instalación")
        items.append(
            {
                "title": _history_title(step, indicator),
                "when": date_time(step.at),
                "by": f"{who}, {step.entity.short_name}" if step.entity else who,
                "note": step.note,
                "state": _MARKS.get(step.act, ""),
            }
        )
    return items


def _history_title(step: "ReportStep", indicator: "Indicator") -> str:
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


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict of a verifier, of this period or another."""

    state: str
    value: str
    reported: str
    method: str
    reason: str
    who: str
    when: str
    period: str
    evidence: list[EvidenceLine]


def claim_of(user: "User", checked: VerificationSheet) -> dict[str, object]:
    """The report of `checked`, beside the other reports of its indicator that `user` may see."""
    sheet, report = checked.sheet, checked.report
    indicator = sheet.indicator
    others = [other for other in reports_of_indicator(user, indicator.pk) if other.pk != report.pk]
    return {
        "sheet": sheet,
        "report": report,
        "name": in_language(indicator, "name"),
        "definition": in_language(indicator, "definition"),
        "state_word": str(ReportState(report.state).label),
        "picture": picture_of(sheet.standing, report),
        "value": with_unit(report.value, indicator),
        "title": _title(report, indicator),
        "facts": _facts(sheet, report, indicator),
        "parts": [_parts(one) for one in sheet.breakdown if any(value is not None for _category, value in one.parts)],
        "evidence": [evidence_line(item) for item in report.evidence.all()],
        "history": history_items(sheet.history, indicator),
        "finding": _finding(checked.verification, indicator) if checked.verification else None,
        "earlier": [_finding(one, indicator) for one in checked.earlier],
        # Called by the pages that show them, and only there.
        "reasons": lambda: risk_reasons(checked.risk),
        "risk": lambda: risk_word(checked.risk),
        "others": [_other(other, indicator) for other in others],
        "series": _series([report, *others], targets_of(user, indicator), indicator),
    }  # fmt: skip


def _title(report: "Report", indicator: "Indicator") -> str:
    words = {
        marks.VERIFIED: gettext("Verificado: %(value)s"),
        marks.ADJUSTED: gettext("Reportó %(value)s; se comprobó %(found)s"),
        marks.REJECTED: gettext("Reportó %(value)s: rechazado, no cuenta"),
        marks.NOT_VERIFIABLE: gettext("Reportó %(value)s: no hay cómo verificarlo, no cuenta"),
        marks.REPORTED: gettext("Reporta %(value)s, sin verificar"),
        marks.NO_DATA: gettext("Borrador sin enviar"),
    }
    return words[mark_of(report)] % {
        "value": with_unit(report.value, indicator),
        "found": with_unit(report.verified_value, indicator),
    }


def _facts(sheet: ReportSheet, report: "Report", indicator: "Indicator") -> list[tuple[str, str]]:
    plan = indicator.plan
    facts = [
        (gettext("Reporta"), report.reporter_entity.name),
        (gettext("Revisa"), str(indicator.reviewer or plan.reviewer or gettext("Nadie todavía"))),
        (gettext("Verifica"), str(indicator.verifier or plan.verifier or gettext("Nadie todavía"))),
        (gettext("Meta"), with_unit(sheet.standing.target, indicator)),
        (gettext("Línea base"), with_unit(indicator.baseline, indicator)),
        (gettext("Medio de verificación"), indicator.means_of_verification or gettext("No se definió")),
    ]
    if report.submitted_at:
        facts.append((gettext("Enviado"), date_time(report.submitted_at)))
    if indicator.product is not None:
        facts.append((gettext("Proyecto"), f"{indicator.product.project.code} {indicator.product.project.name}"))
    if indicator.pledge is not None:
        facts.append((gettext("Promesa"), f"{indicator.pledge.code} {in_language(indicator.pledge, 'text')}"))
    return facts


def _parts(breakdown: BreakdownSet) -> dict[str, object]:
    return {
        "name": in_language(breakdown.category_set, "name"),
        "items": [(in_language(category, "name"), number(value)) for category, value in breakdown.parts],
    }


def _finding(verification: "Verification", indicator: "Indicator") -> Finding:
    report = verification.report
    # The database holds no verdict that is not somebody's.
    assert report.verifier is not None
    assert report.verifier_entity is not None
    return Finding(
        state=report.outcome,
        value=with_unit(report.verified_value, indicator) if report.verified_value is not None else "",
        reported=with_unit(report.value, indicator),
        method=str(Method(verification.method).label),
        reason=verification.reason,
        who=f"{report.verifier.name}, {report.verifier_entity.short_name}",
        when=short_date(report.verified_at),
        period=period(report.period),
        evidence=[evidence_line(item) for item in verification.evidence.all()],
    )


def _other(report: "Report", indicator: "Indicator") -> dict[str, object]:
    return {
        "pk": report.pk,
        "period": report.period.label,
        "version": report.version,
        "value": with_unit(report.value, indicator),
        "state": mark_of(report),
    }


def _series(reports: list["Report"], targets: Iterable["Target"], indicator: "Indicator") -> dict[str, object] | None:
    """A picture of the periods, once there are two to compare; the newest version of each stands for it."""
    newest: dict[date, Report] = {}
    for report in sorted(reports, key=lambda report: (report.period.cut_off, report.version)):
        if report.value is not None and report.state != ReportState.DRAFT:
            newest[report.period.cut_off] = report
    if len(newest) < 2:
        return None
    of_period = {(target.year, target.quarter): target.value for target in targets}
    points = [
        SeriesPoint(
            period=report.period.label,
            target=of_period.get(
                (report.period.year, report.period.quarter), of_period.get((report.period.year, None))
            ),
            reported=report.value,
            verified=report.verified_value,
            state=mark_of(report),
        )
        for report in newest.values()
    ]
    name = in_language(indicator, "name")
    return {
        "svg": series_chart(id=f"serie-{indicator.pk}", points=points, name=name, unit=indicator.unit),
        "table": series_table(points, unit=indicator.unit),
    }
