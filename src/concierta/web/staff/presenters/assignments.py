"""What a campaign gave to a verifier, and what a count of records says."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from concierta.verification.enums import Method
from concierta.web.components.checking import counted
from concierta.web.components.formats import due, long_date, short_date
from concierta.web.staff.presenters.campaigns import reason_words, risks_of
from concierta.web.staff.presenters.figures import with_unit
from concierta.web.staff.presenters.languages import in_language


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    title: str
    code: str
    meta: str
    href: str
    value: str
    reason: str
    why: str
    method: str
    second: bool
    due_words: str
    due_date: str
    overdue: bool


def assignment_row(work: Any) -> AssignmentRow:
    report = work.entry.report
    return AssignmentRow(
        title=in_language(report.indicator, "name"),
        code=report.indicator.code,
        meta=f"{report.period.label} · {report.reporter_entity.short_name}",
        href=reverse("second_look", args=[work.entry.pk]) if work.second else reverse("verify", args=[report.pk]),
        value=with_unit(report.value, report.indicator),
        reason=reason_words(work.entry),
        why=risks_of(work.entry),
        method=str(Method(work.method).label),
        second=work.second,
        due_words=due((work.due_on - work.on).days),
        due_date=short_date(work.due_on),
        overdue=work.overdue,
    )


def entry_note(checked: Any) -> dict[str, str] | None:
    """Why the campaign under way looks at this figure, by which method and until when."""
    if checked.entry is None:
        return None
    return {
        "reason": reason_words(checked.entry),
        "why": risks_of(checked.entry),
        "method": str(Method(checked.method).label),
        "due_on": long_date(checked.entry.campaign.due_on),
    }


def count_words(report: Any, count: Any, seen: Any) -> dict[str, Any]:
    """The line that will be published, before it is kept."""
    sentence = counted(
        reported=report.value,
        verified=count.verified,
        low=count.low,
        high=count.high,
        confidence=seen.confidence,
        all_seen=count.every_record_looked_at,
    )
    return {"sentence": sentence}
