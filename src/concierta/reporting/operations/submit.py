"""Sending a report: from here on it is the entity's claim."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from concierta.indicators.models import Category
from concierta.ledger.operations import record_event
from concierta.ledger.queries import CELL
from concierta.people.models import User
from concierta.reporting.cells import cell_text
from concierta.reporting.models import Report
from concierta.reporting.operations.completeness import sending_problems
from concierta.reporting.operations.steps import locked, pair_body, pass_on, subject_of, take_step
from concierta.reporting.permissions import check_can_submit
from concierta.responsibilities.operations import take_over

#: Sealed cells in one leaf, which holds 64 kB; the others go into leaves of their own, in the same transaction.
_CELLS_IN_A_LEAF = 300


@transaction.atomic
def submit_report(*, report: Report, by: User, at: datetime) -> Report:
    """Send `report` to review. Refuses, with the first of its `sending_problems`, one that nobody could check.

    Late reports are accepted and stay late.
    """
    take_over(by=None, at=at)
    report = locked(report)
    check_can_submit(by, report)
    pass_on(report)
    if problems := sending_problems(report, at):
        raise problems[0]
    # A part may be four people, and a leaf is for ever: each cell is sealed under a salt of its own, the empty ones
    # too, so that destroying one leaves the others provable and nothing tells which had a value.
    cells = list(_cells(report))
    sent = take_step(
        report=report,
        act="submit",
        changes={"reporter": by, "reporter_entity": report.reporter_entity, "submitted_at": at},
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
