"""Sending a report: from here on it is the entity's claim."""

from datetime import datetime

from django.db import transaction

from concierta.kernel.decimals import plain
from concierta.people.models import User
from concierta.reporting.models import Report
from concierta.reporting.operations.completeness import sending_problems
from concierta.reporting.operations.steps import locked, pair_body, take_step, text_hash
from concierta.reporting.permissions import check_can_submit


@transaction.atomic
def submit_report(*, report: Report, by: User, at: datetime) -> Report:
    """Send `report` to review. Refuses, with the first of its `sending_problems`, one that nobody could check.

    Late reports are accepted and stay late.
    """
    report = locked(report)
    check_can_submit(by, report)
    if problems := sending_problems(report, at):
        raise problems[0]
    hashes = sorted(set(report.evidence.values_list("file_id", flat=True)))
    return take_step(
        report=report,
        act="submit",
        changes={"reporter": by, "submitted_at": at},
        body={
            "origin": report.origin,
            "evidence": hashes,
            **pair_body(report),
            "narrative_sha256": text_hash(report.narrative),
            "breakdown": {
                f"{part.category.category_set.code}/{part.category.code}": plain(part.value)
                for part in report.breakdown.select_related("category__category_set")
            },
        },
        by=by,
        entity=report.reporter_entity,
        at=at,
    )
