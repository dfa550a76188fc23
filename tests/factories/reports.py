"""Reports in every state, by the acts that lead there."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from concierta.evidence.models import Evidence
from concierta.evidence.operations import store_evidence
from concierta.people.models import Entity, User
from concierta.reporting.enums import Outcome, ReportState
from concierta.reporting.models import Report
from concierta.reporting.operations import open_correction, return_report, review_report, save_draft, submit_report
from concierta.verification.enums import Method
from concierta.verification.operations import mark_published, verify_report
from factories.cast import AT, Cast
from factories.files import PDF, upload

HOUR = timedelta(hours=1)
NARRATIVE = "Se atendieron en las jornadas de los centros de empleo."


def evidence_of(entity: Entity, by: User, content: bytes = PDF, at: datetime = AT) -> Evidence:
    return store_evidence(
        upload=upload(content), filename="actas.pdf", title="Actas de las jornadas", entity=entity, by=by, at=at
    )


def draft_report(
    cast: Cast, value: object = 900, *, evidence: Iterable[Evidence] | None = None, **changes: object
) -> Report:
    """A complete draft, ready to be submitted."""
    fields = {
        "indicator": cast.indicator,
        "period": cast.period,
        "value": None if value is None else Decimal(str(value)),
        "narrative": NARRATIVE,
        "evidence": [evidence_of(cast.desarrollo, cast.reporter)] if evidence is None else evidence,
        "by": cast.reporter,
        "at": AT,
    }
    return save_draft(**(fields | changes))


def submitted_report(cast: Cast, value: object = 900, **changes: object) -> Report:
    return submit_report(report=draft_report(cast, value, **changes), by=cast.reporter, at=AT + HOUR)


def returned_report(cast: Cast, value: object = 900, reason: str = "Falta el listado firmado.") -> Report:
    return return_report(report=submitted_report(cast, value), reason=reason, by=cast.reviewer, at=AT + 2 * HOUR)


def reviewed_report(cast: Cast, value: object = 900, **changes: object) -> Report:
    return review_report(report=submitted_report(cast, value, **changes), by=cast.reviewer, at=AT + 2 * HOUR)


def checked_report(
    cast: Cast,
    outcome: Outcome = Outcome.VERIFIED,
    value: object = 900,
    verified_value: object = None,
    **changes: object,
) -> Report:
    """Verified by `control`; an adjustment finds 700 unless told otherwise."""
    report = reviewed_report(cast, value, **changes)
    found = 700 if outcome == Outcome.ADJUSTED and verified_value is None else verified_value
    return verify_report(
        report=report,
        outcome=outcome,
        verified_value=None if found is None else Decimal(str(found)),
        method=Method.DESK_REVIEW,
        reason="Se contrastaron las actas con el listado.",
        by=cast.verifier,
        at=AT + 3 * HOUR,
    ).report


def published_report(cast: Cast, outcome: Outcome = Outcome.VERIFIED, value: object = 900, **changes: object) -> Report:
    report = checked_report(cast, outcome, value, **changes)
    return mark_published(reports=[report], by=cast.secretary, at=AT + 4 * HOUR)[0]


def superseded_report(cast: Cast) -> Report:
    """The first version, after its correction went the whole way too."""
    first = published_report(cast)
    second = open_correction(report=first, reason="Se contó dos veces una jornada.", by=cast.reporter, at=AT + 5 * HOUR)
    submit_report(report=second, by=cast.reporter, at=AT + 6 * HOUR)
    review_report(report=second, by=cast.reviewer, at=AT + 7 * HOUR)
    verify_report(
        report=second,
        outcome=Outcome.VERIFIED,
        method=Method.RECORDS_COUNT,
        reason="Conteo completo.",
        by=cast.verifier,
        at=AT + 8 * HOUR,
    )
    mark_published(reports=[second], by=cast.secretary, at=AT + 9 * HOUR)
    first.refresh_from_db()
    return first


_WALKS: dict[ReportState, Callable[[Cast], Report]] = {
    ReportState.DRAFT: draft_report,
    ReportState.SUBMITTED: submitted_report,
    ReportState.RETURNED: returned_report,
    ReportState.REVIEWED: reviewed_report,
    ReportState.VERIFIED: lambda cast: checked_report(cast, Outcome.VERIFIED),
    ReportState.ADJUSTED: lambda cast: checked_report(cast, Outcome.ADJUSTED),
    ReportState.REJECTED: lambda cast: checked_report(cast, Outcome.REJECTED),
    ReportState.NOT_VERIFIABLE: lambda cast: checked_report(cast, Outcome.NOT_VERIFIABLE),
    ReportState.PUBLISHED: published_report,
    ReportState.SUPERSEDED: superseded_report,
}


def report_in(cast: Cast, state: ReportState) -> Report:
    """A report in `state`, reached by the acts that lead there."""
    return _WALKS[state](cast)
