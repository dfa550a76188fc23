"""What a corte shows is published from then on: immutable, and in the place of the version before it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from concierta.people.models import User
from concierta.reporting.enums import ReportState
from concierta.reporting.models import Report
from concierta.reporting.operations.steps import REPORT_ACTS
from concierta.verification.permissions import check_can_publish

_BATCH = 500


@transaction.atomic
def mark_published(*, reports: Iterable[Report], by: User | None, at: datetime) -> list[Report]:
    """Publish checked `reports`, superseding the version that each replaces; returns the published ones.

    All or nothing. Each publication and each replacement is an event of its own, so that anyone can prove for a
    single figure when it became public. Refuses reports that nobody has verified yet.
    """
    keys = sorted({report.pk for report in reports})
    published = []
    for start in range(0, len(keys), _BATCH):
        batch = _locked(keys[start : start + _BATCH])
        for plan in {report.indicator.plan for report in batch}:
            check_can_publish(by, plan)
        replaced = _replaced_by(batch)
        for report in batch:
            # The older version leaves first: the database allows one published version at any moment.
            if older := replaced.get((report.indicator_id, report.period_id)):
                _step(older, "supersede", {"superseded_by": report.version}, by, at)
            published.append(_step(report, "publish", {"outcome": report.outcome}, by, at))
    return published


def _step(report: Report, act: str, body: dict[str, object], by: User | None, at: datetime) -> Report:
    secretariat = report.indicator.plan.secretariat
    return REPORT_ACTS.take_step(report, act, changes={"saved_at": at}, body=body, by=by, entity=secretariat, at=at)


def _locked(keys: list[int]) -> list[Report]:
    return list(
        Report.objects.select_for_update(of=("self",))
        .select_related("indicator__plan__secretariat", "period")
        .filter(pk__in=keys)
        .order_by("pk")
    )


def _replaced_by(batch: list[Report]) -> dict[tuple[int, int], Report]:
    """The published versions of the same indicators and periods, in one query."""
    published = (
        Report.objects.select_for_update(of=("self",))
        .select_related("indicator__plan__secretariat", "period")
        .filter(
            state=ReportState.PUBLISHED,
            indicator__in={report.indicator_id for report in batch},
            period__in={report.period_id for report in batch},
        )
    )
    return {(report.indicator_id, report.period_id): report for report in published}
