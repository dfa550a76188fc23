"""Moving a report: its new state, its history and the ledger event, always together."""

from collections.abc import Mapping
from datetime import datetime

from concierta.kernel.decimals import plain
from concierta.ledger.locking import locked
from concierta.ledger.operations import record_event
from concierta.people.models import Entity, User
from concierta.reporting.models import Report, ReportStep
from concierta.reporting.workflow import EDITABLE, REPORT_WORKFLOW


def locked_report(report: Report) -> Report:
    """The report as it is now, held until the transaction ends: two people never decide on it at once."""
    return locked(report, "indicator__plan", "indicator__reporter", "period", "reporter_entity", "reviewer_entity")


def pass_on(report: Report) -> None:
    """A report still being written belongs to the entity that answers for the indicator now; saved by the caller."""
    if report.state in EDITABLE:
        report.reporter_entity = report.indicator.reporter


def take_step(
    *,
    report: Report,
    act: str,
    changes: Mapping[str, object],
    note: str = "",
    body: Mapping[str, object] | None = None,
    sealed: Mapping[str, object] | None = None,
    by: User | None,
    entity: Entity | None,
    at: datetime,
) -> Report:
    """Do `act` on a locked report: refuses if its state does not allow it; else writes state, step and event."""
    transition = REPORT_WORKFLOW.check(act, report.state)
    source = report.state
    for name, value in {**changes, "state": transition.target, "saved_at": at}.items():
        setattr(report, name, value)
    report.save(update_fields=[*changes, "state", "saved_at"])
    write_history(
        report=report,
        act=act,
        event=transition.event,
        source=source,
        note=note,
        body=body or {},
        sealed=sealed,
        by=by,
        entity=entity,
        at=at,
    )
    return report


def write_history(
    *,
    report: Report,
    act: str,
    event: str,
    source: str,
    note: str,
    body: Mapping[str, object],
    sealed: Mapping[str, object] | None = None,
    by: User | None,
    entity: Entity | None,
    at: datetime,
) -> None:
    """One step for people and one event for everybody.

    Words may hold personal data and are short enough to be guessed: the ledger keeps `note` and what is in `sealed`
    as salted commitments. Whoever is given the words and their salt can check that they are the ones written then.
    """
    ReportStep.objects.create(
        report=report,
        act=act,
        from_state=source,
        to_state=report.state,
        value=report.value,
        numerator=report.numerator,
        denominator=report.denominator,
        note=note,
        at=at,
        by=by,
        entity=entity,
    )
    record_event(
        kind=event,
        subject=subject_of(report),
        plan=report.indicator.plan.slug,
        body={
            "indicator": report.indicator.code,
            "period": report.period.label,
            "version": report.version,
            "value": plain(report.value),
            **body,
        },
        sealed={**({"note": note} if note else {}), **(sealed or {})},
        by=by,
        entity=entity,
        at=at,
    )


def subject_of(report: Report) -> str:
    """How the ledger names a report: 'report/4.2.1/2024-T4/v1'."""
    return f"report/{report.indicator.code}/{report.period.label}/v{report.version}"


def pair_body(report: Report) -> dict[str, str | None]:
    """The two figures of a rate that has them, beside its value: they are totals, and public."""
    if report.numerator is None or report.denominator is None:
        return {}
    return {"numerator": plain(report.numerator), "denominator": plain(report.denominator)}
