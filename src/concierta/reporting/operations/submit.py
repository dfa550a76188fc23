"""Sending a report, reviewing it, correcting it, and the step that each act leaves."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from concierta.engines.achievement import Measure
from concierta.indicators.models import Category, Indicator
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.ledger.locking import locked_by_key
from concierta.ledger.operations import record_event
from concierta.ledger.queries import CELL
from concierta.people.models import User
from concierta.reporting.cells import cell_text
from concierta.reporting.models import Report, ReportBreakdown
from concierta.reporting.operations.figures import check_breakdown
from concierta.reporting.operations.steps import REPORT_ACTS, locked_report, pair_body, pass_on, subject_of
from concierta.reporting.permissions import (
    check_can_correct,
    check_can_return,
    check_can_review,
    check_can_submit,
    reviewing_entity,
)
from concierta.reporting.workflow import CHECKED, UNDER_WAY
from concierta.responsibilities.operations import take_over


def sending_problems(report: Report, at: datetime) -> list[Refusal]:
    """Every reason why nobody could check `report` as it stands, in the order of the form; empty when there is none.

    Without a value (of a ratio, its two figures) or a narrative, with a value other than zero and no evidence, with
    parts that do not fit the total, or before its period ends. It asks nothing about who is sending: that is
    `check_can_submit`.
    """
    problems: list[Refusal] = []
    if report.indicator.measure == Measure.RATIO and (report.numerator is None or report.denominator is None):
        problems.append(
            Invalid(
                gettext_noop("Faltan el numerador y el denominador de esta tasa: con ellos se calcula su valor."),
                field="numerator" if report.numerator is None else "denominator",
            )
        )
    elif report.value is None:
        problems.append(Invalid(gettext_noop("Falta el valor. Si no hubo avance, escriba cero."), field="value"))
    if not report.narrative:
        problems.append(
            Invalid(
                gettext_noop("Falta la narrativa: diga en una o dos frases cómo se llegó a este valor."),
                field="narrative",
            )
        )
    if report.value and not report.evidence.exists():
        problems.append(
            Invalid(
                gettext_noop("Falta la evidencia: sin un archivo que lo respalde nadie puede verificar este valor."),
                field="evidence",
            )
        )
    if report.value is not None:
        try:
            check_breakdown(report)
        except Invalid as refusal:
            problems.append(refusal)
    if local_date(at) < report.period.cut_off:
        problems.append(
            Refusal(
                gettext_noop("%(period)s termina el %(cut_off)s: el reporte se envía desde ese día."),
                period=report.period.label,
                cut_off=report.period.cut_off.strftime("%d/%m/%Y"),
            )
        )
    return problems


#: Sealed cells in one leaf, which holds 64 kB; the others go into leaves of their own, in the same transaction.
_CELLS_IN_A_LEAF = 300


@transaction.atomic
def submit_report(*, report: Report, by: User, at: datetime) -> Report:
    """Send `report` to review. Refuses, with the first of its `sending_problems`, one that nobody could check.

    Late reports are accepted and stay late.
    """
    take_over(by=None, at=at)
    report = locked_report(report)
    check_can_submit(by, report)
    pass_on(report)
    if problems := sending_problems(report, at):
        raise problems[0]
    # A part may be four people, and a leaf is for ever: each cell is sealed under a salt of its own, the empty ones
    # too, so that destroying one leaves the others provable and nothing tells which had a value.
    cells = list(_cells(report))
    sent = REPORT_ACTS.take_step(
        report,
        "submit",
        changes={"saved_at": at, "reporter": by, "reporter_entity": report.reporter_entity, "submitted_at": at},
        body={"origin": report.origin, **pair_body(report), "cells": len(cells)},
        sealed={
            "narrative": report.narrative,
            "evidence": sorted(set(report.evidence.values_list("file_id", flat=True))),
            **dict(cells[:_CELLS_IN_A_LEAF]),
        },
        by=by,
        entity=report.reporter_entity,
        at=at,
    )
    for start in range(_CELLS_IN_A_LEAF, len(cells), _CELLS_IN_A_LEAF):
        record_event(
            kind="report.cells_sealed",
            subject=subject_of(report),
            plan=report.indicator.plan.slug,
            body={"from": start},
            sealed=dict(cells[start : start + _CELLS_IN_A_LEAF]),
            by=by,
            entity=report.reporter_entity,
            at=at,
        )
    return sent


def _cells(report: Report) -> Iterator[tuple[str, Any]]:
    """Every category of the indicator under its name in the ledger, with the value as text or None."""
    figures = report.breakdown.order_by().values_list("category", "value", "numerator", "denominator")
    values = {category: cell_text(*figure) for category, *figure in figures}
    rows = (
        Category.objects.filter(category_set__indicator=report.indicator)
        .order_by("category_set__code", "ordinal", "pk")
        .values_list("pk", "category_set__code", "code")
    )
    for pk, group, code in rows:
        yield f"{CELL}{group}/{code}", values.get(pk)


@transaction.atomic
def open_correction(*, report: Report, reason: str, by: User, at: datetime) -> Report:
    """A new draft version of a published report, starting from its figures; the old one stays public until replaced.

    The entity that answers for the indicator now corrects, whichever had reported.

    Refuses without a reason, and while another version is under way.
    """
    take_over(by=None, at=at)
    locked_by_key(Indicator, report.indicator_id)
    report = locked_report(report)
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
    REPORT_ACTS.record_act(
        correction,
        "correct",
        "report.correction_opened",
        source="",
        note=reason.strip(),
        body={"corrects": report.version},
        by=by,
        entity=report.indicator.reporter,
        at=at,
    )
    return correction


@transaction.atomic
def return_report(*, report: Report, reason: str, by: User, at: datetime) -> Report:
    """Give the report back to its entity with what is missing. Refuses without a reason: nobody could act on it."""
    take_over(by=None, at=at)
    report = locked_report(report)
    check_can_return(by, report)
    if not reason.strip():
        raise Invalid(
            gettext_noop("Diga qué falta o qué debe corregirse: la entidad lo leerá tal cual."), field="reason"
        )
    return REPORT_ACTS.take_step(
        report,
        "return",
        changes={"saved_at": at},
        note=reason.strip(),
        by=by,
        entity=reviewing_entity(report.indicator),
        at=at,
    )


@transaction.atomic
def review_report(*, report: Report, note: str = "", by: User, at: datetime) -> Report:
    """Find the report complete and plausible, and pass it on to the verifier."""
    take_over(by=None, at=at)
    report = locked_report(report)
    check_can_review(by, report)
    entity = reviewing_entity(report.indicator)
    return REPORT_ACTS.take_step(
        report,
        "review",
        changes={"saved_at": at, "reviewer": by, "reviewer_entity": entity, "reviewed_at": at},
        note=note.strip(),
        by=by,
        entity=entity,
        at=at,
    )
