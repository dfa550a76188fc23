"""What is owed, a row each."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext

from concierta.reporting.enums import ReportState
from concierta.web.components.formats import due, period, short_date
from concierta.web.staff.presenters.figures import Picture, picture_of, with_unit
from concierta.web.staff.presenters.languages import in_language

#: Nearer than this many working days, a due date is shown as near.
_SOON = 3
#: Enough of a project's name to know it again; official names run to three lines.
_PROJECT = 70


@dataclass(frozen=True, slots=True)
class DueRow:
    title: str
    code: str
    meta: str
    href: str
    picture: Picture
    tag: str
    tag_kind: str
    due_words: str
    due_date: str
    reason: str
    act: str


def due_row(standing: Any, *, reading: bool = False) -> DueRow:
    """`reading` is for whoever looks on: the row leads to the figure, if there is one, and asks for nothing."""
    indicator = standing.indicator
    tag, kind = _tag(standing)
    return DueRow(
        title=in_language(indicator, "name"),
        code=indicator.code,
        meta=_meta(standing),
        href=_href(standing, reading),
        picture=picture_of(standing, standing.report),
        tag=tag,
        tag_kind=kind,
        due_words=due((standing.due_on - standing.on).days) if standing.needs_report else gettext("enviado"),
        due_date=short_date(standing.due_on),
        reason=standing.returned_reason,
        act="" if reading else _act(standing),
    )


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    title: str
    code: str
    meta: str
    href: str
    tag: str
    tag_kind: str
    due_words: str
    due_date: str


def assessment_row(owed: Any) -> AssessmentRow:
    """A pledge that nothing counts, in a period for which its entity has not said how it goes."""
    pledge = owed.pledge
    soon = "soon" if owed.working_days_left <= _SOON else "plain"
    return AssessmentRow(
        title=in_language(pledge, "text"),
        code=pledge.code,
        meta=f"{period(owed.period)} · {pledge.entity.short_name}",
        href=reverse("self_assessment", args=[pledge.pk, owed.period.pk]),
        tag=gettext("Vencido") if owed.overdue else gettext("Sin empezar"),
        tag_kind="late" if owed.overdue else soon,
        due_words=due((owed.due_on - owed.on).days),
        due_date=short_date(owed.due_on),
    )


def _href(standing: Any, reading: bool) -> str:
    if not reading:
        return reverse("report_form", args=[standing.indicator.pk, standing.period.pk])
    seen = standing.report is not None and standing.state != ReportState.DRAFT
    return reverse("report", args=[standing.report.pk]) if seen else ""


def _meta(standing: Any) -> str:
    parts = [
        period(standing.period),
        gettext("sin meta")
        if standing.target is None
        else gettext("meta %(target)s") % {"target": with_unit(standing.target, standing.indicator)},
    ]
    if (before := standing.last_published) is not None:
        parts.append(
            gettext("último publicado %(value)s (%(period)s)")
            % {
                "value": with_unit(
                    before.value if before.verified_value is None else before.verified_value, standing.indicator
                ),
                "period": period(before.period),
            }
        )
    if (product := standing.indicator.product) is not None:
        parts.append(Truncator(product.project.name).chars(_PROJECT))
    if (pledge := standing.indicator.pledge) is not None:
        parts.append(Truncator(in_language(pledge, "text")).chars(_PROJECT))
    return " · ".join(parts)


def _tag(standing: Any) -> tuple[str, str]:
    """What came back is told apart even when it is late: its date says that it is."""
    if standing.state == ReportState.RETURNED:
        return gettext("Devuelto"), "late"
    if standing.overdue:
        return gettext("Vencido"), "late"
    match standing.state:
        case ReportState.DRAFT:
            return gettext("Borrador"), "soon" if standing.working_days_left <= _SOON else "plain"
        case None:
            return gettext("Sin empezar"), "soon" if standing.working_days_left <= _SOON else "plain"
        case state:
            return str(state.label), "plain"


def _act(standing: Any) -> str:
    match standing.state:
        case None:
            return gettext("Reportar")
        case ReportState.DRAFT:
            return gettext("Continuar")
        case ReportState.RETURNED:
            return gettext("Corregir y reenviar")
        case _:
            return gettext("Ver")
