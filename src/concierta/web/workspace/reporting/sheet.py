"""The form of a report as its page shows it, and the queue of those that wait."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext

from concierta.engines.achievement import Accumulation, Measure, measure_of_unit, rate_of
from concierta.reporting.queries import BreakdownSet, QueuedReport, ReportSheet, Standing
from concierta.verification.queries import RiskyReport
from concierta.web.kit.formats import date_time, due, number, period, short_date
from concierta.web.workspace.reporting.claims import history_items
from concierta.web.workspace.reporting.drafting import Draft
from concierta.web.workspace.reporting.evidence import evidence_line
from concierta.web.workspace.reporting.figures import mark_of, picture_of, with_unit
from concierta.web.workspace.reporting.forms import ReportForm
from concierta.web.workspace.shell import in_language
from concierta.web.workspace.verification.rows import risk_reasons, risk_word

if TYPE_CHECKING:
    from concierta.indicators.models import Indicator
    from concierta.reporting.models import Report
    from concierta.verification.models import Verification

#: As many categories as can be asked for without tiring anybody.
_SHORT = 8


def form_context(sheet: ReportSheet, draft: Draft) -> dict[str, object]:
    report = draft.report or sheet.report
    value = _written_value(draft, report)
    indicator = sheet.indicator
    return {
        "sheet": sheet,
        "draft": draft,
        "form": draft.form,
        "errors": draft.problems,
        "name": in_language(indicator, "name"),
        "definition": in_language(indicator, "definition"),
        "hint": _value_hint(indicator),
        "target": with_unit(sheet.standing.target, indicator),
        "before": _before(sheet.standing),
        "picture": picture_of(sheet.standing, report, draft_value=value, id="vista"),
        "sums": [_sum(breakdown, fields, draft.form, value) for breakdown, fields in draft.form.sets()],
        "evidence": [evidence_line(item) for item in report.evidence.all()] if report else [],
        "saved_words": _saved(report),
        "saved_at": report.saved_at.isoformat() if report else "",
        "stored": _stored(report, indicator) if draft.conflict else None,
        "history": history_items(sheet.history, indicator),
        "returned": sheet.standing.returned_reason or _returned(sheet),
    }


def _value_hint(indicator: "Indicator") -> str:
    """Says what to write: a count adds up over the year, a rate belongs to its period, a level to its date."""
    measure, kind = Measure(indicator.measure), Accumulation(indicator.accumulation)
    if measure is Measure.RATIO and kind.periods_add_up:
        return gettext("Los del periodo, no los acumulados: la tasa del año es la suma de unos sobre la de los otros.")
    if measure is Measure.RATIO:
        return gettext("Los que hay en la fecha de corte. La tasa se calcula con ellos.")
    if measure is Measure.DATE:
        return gettext("La fecha en que quedó hecho, como AAAAMMDD: 20260630. Si aún no lo está, escriba 0.")
    if measure.is_rate or measure_of_unit(indicator.unit).is_rate:
        return gettext("El valor del periodo, tal como se mide; no la suma ni el cambio.")
    if kind.periods_add_up:
        return gettext("Lo acumulado desde el 1 de enero hasta la fecha de corte. Si no hubo avance, escriba 0.")
    return gettext("El valor a la fecha de corte, no lo que cambió.")


def _written_value(draft: Draft, report: "Report | None") -> Decimal | None:
    if draft.form.is_bound:
        given = getattr(draft.form, "cleaned_data", {})
        if not draft.form.is_ratio:
            return given.get("value")
        above, below = given.get("numerator"), given.get("denominator")
        rate = None if above is None or below is None else rate_of(above, below, draft.sheet.indicator.unit)
        return None if rate is None else Decimal(rate.numerator) / rate.denominator
    return report.value if report else None


def _before(standing: Standing) -> str:
    before = standing.last_published
    if before is None:
        return gettext("Es el primer valor de este indicador.")
    value = before.verified_value if before.verified_value is not None else before.value
    return gettext("Último valor publicado: %(value)s, en %(period)s.") % {
        "value": with_unit(value, standing.indicator),
        "period": period(before.period),
    }


def _sum(
    breakdown: BreakdownSet, fields: list[BoundField], form: ReportForm, value: Decimal | None
) -> dict[str, object]:
    """The running sum of the parts against the total, said as something to do; of a ratio, that of its numerators.

    The parts of a rate without its two figures do not add: there is nothing to say of their sum.
    """
    total = _decimal(form["numerator"]) if form.is_ratio else value
    written = [_decimal(field) for field in (fields[::2] if form.is_ratio else fields)]
    added = sum((part for part in written if part is not None), Decimal(0))
    rest = Decimal(0) if total is None else total - added
    words = ""
    adds_up = form.is_ratio or Measure(form.sheet.indicator.measure).adds_up
    if adds_up:
        words = gettext("Suma %(sum)s de %(total)s.") % {"sum": number(added), "total": number(total)}
        if rest < 0:
            words += " " + gettext("Sobran %(rest)s.") % {"rest": number(-rest)}
        elif rest > 0 and breakdown.category_set.exhaustive and any(part is not None for part in written):
            words += " " + gettext("Faltan %(rest)s: las partes deben sumar el total.") % {"rest": number(rest)}
    return {
        "name": in_language(breakdown.category_set, "name"),
        "fields": fields,
        "words": words,
        "wrong": adds_up and rest < 0,
        # Long lists of places stay folded until somebody writes in them.
        "open": len(fields) <= _SHORT or any(part is not None for part in written),
    }


def _decimal(field: BoundField) -> Decimal | None:
    if field.form.is_bound:
        value = getattr(field.form, "cleaned_data", {}).get(field.name)
        return value if isinstance(value, Decimal) else None
    return field.initial if isinstance(field.initial, Decimal) else None


def _saved(report: "Report | None") -> str:
    if report is None:
        return gettext("Todavía no se ha guardado nada.")
    return gettext("Guardado: %(when)s") % {"when": date_time(report.saved_at)}


def _stored(report: "Report | None", indicator: "Indicator") -> dict[str, str] | None:
    if report is None:
        return None
    return {
        "who": report.reporter.name if report.reporter else gettext("Otra persona"),
        "when": date_time(report.saved_at),
        "value": with_unit(report.value, indicator),
        "narrative": report.narrative,
    }


def _returned(sheet: ReportSheet) -> str:
    """The latest reason, while the report is in the hands of its entity again."""
    if sheet.report is None or sheet.report.state != "returned":
        return ""
    return next((step.note for step in reversed(sheet.history) if step.act == "return"), "")


@dataclass(frozen=True, slots=True)
class QueueRow:
    title: str
    code: str
    meta: str
    href: str
    value: str
    state: str
    risk: str
    reasons: list[str]
    due_words: str
    overdue: bool


def queue_row(item: QueuedReport | RiskyReport, view: str) -> QueueRow:
    report, risk = item.report, getattr(item, "risk", None)
    return QueueRow(
        title=in_language(report.indicator, "name"),
        code=report.indicator.code,
        meta=_meta(report),
        href=reverse(view, args=[report.pk]),
        value=with_unit(report.value, report.indicator),
        state=mark_of(report),
        risk=risk_word(risk) if risk else "",
        reasons=risk_reasons(risk) if risk else [],
        due_words=due((item.due_on - item.on).days),
        overdue=item.overdue,
    )


def done_row(verification: "Verification") -> QueueRow:
    report = verification.report
    return QueueRow(
        title=in_language(report.indicator, "name"),
        code=report.indicator.code,
        meta=_meta(report),
        href=reverse("report", args=[report.pk]),
        value=with_unit(report.verified_value if report.verified_value is not None else report.value, report.indicator),
        state=mark_of(report),
        risk="",
        reasons=[verification.reason],
        due_words=short_date(report.verified_at),
        overdue=False,
    )


def _meta(report: "Report") -> str:
    parts = [period(report.period), report.reporter_entity.short_name]
    if report.version > 1:
        parts.append(gettext("corrección, versión %(version)s") % {"version": report.version})
    return " · ".join(parts)
