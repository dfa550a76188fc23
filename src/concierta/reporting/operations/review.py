"""The planning review: is it complete, is it plausible?"""

from datetime import datetime

from django.db import transaction

from concierta.kernel.errors import Invalid, gettext_noop
from concierta.people.models import User
from concierta.reporting.models import Report
from concierta.reporting.operations.steps import locked, take_step
from concierta.reporting.permissions import check_can_return, check_can_review, reviewing_entity
from concierta.responsibilities.operations import take_over


@transaction.atomic
def return_report(*, report: Report, reason: str, by: User, at: datetime) -> Report:
    """Give the report back to its entity with what is missing. Refuses without a reason: nobody could act on it."""
    take_over(by=None, at=at)
    report = locked(report)
    check_can_return(by, report)
    if not reason.strip():
        raise Invalid(
            gettext_noop("Diga qué falta o qué debe corregirse: la entidad lo leerá tal cual."), field="reason"
        )
    return take_step(
        report=report,
        act="return",
        changes={},
        note=reason.strip(),
        by=by,
        entity=reviewing_entity(report.indicator),
        at=at,
    )


@transaction.atomic
def review_report(*, report: Report, note: str = "", by: User, at: datetime) -> Report:
    """Find the report complete and plausible, and pass it on to the verifier."""
    take_over(by=None, at=at)
    report = locked(report)
    check_can_review(by, report)
    entity = reviewing_entity(report.indicator)
    return take_step(
        report=report,
        act="review",
        changes={"reviewer": by, "reviewer_entity": entity, "reviewed_at": at},
        note=note.strip(),
        by=by,
        entity=entity,
        at=at,
    )
