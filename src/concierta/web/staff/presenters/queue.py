"""Queues of those who check, a row each."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from concierta.web.components.formats import due, period, short_date
from concierta.web.staff.presenters.figures import mark_of, with_unit
from concierta.web.staff.presenters.languages import in_language
from concierta.web.staff.presenters.risk import risk_reasons, risk_word


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
    due_date: str
    overdue: bool


def queue_row(item: Any, view: str) -> QueueRow:
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
        due_date=short_date(item.due_on),
        overdue=item.overdue,
    )


def done_row(verification: Any, _view: str) -> QueueRow:
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
        due_date="",
        overdue=False,
    )


def _meta(report: Any) -> str:
    parts = [period(report.period), report.reporter_entity.short_name]
    if report.version > 1:
        parts.append(gettext("corrección, versión %(version)s") % {"version": report.version})
    return " · ".join(parts)
