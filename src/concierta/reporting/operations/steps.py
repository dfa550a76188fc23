"""Moving a report: its new state, its history and the ledger event, always together."""

from concierta.kernel.decimals import plain
from concierta.ledger.acts import ActsOn
from concierta.ledger.locking import locked
from concierta.reporting.models import Report, ReportStep
from concierta.reporting.workflow import EDITABLE, REPORT_WORKFLOW


def locked_report(report: Report) -> Report:
    """The report as it is now, held until the transaction ends: two people never decide on it at once."""
    return locked(report, "indicator__plan", "indicator__reporter", "period", "reporter_entity", "reviewer_entity")


def pass_on(report: Report) -> None:
    """A report still being written belongs to the entity that answers for the indicator now; saved by the caller."""
    if report.state in EDITABLE:
        report.reporter_entity = report.indicator.reporter


def subject_of(report: Report) -> str:
    """How the ledger names a report: 'report/4.2.1/2024-T4/v1'."""
    return f"report/{report.indicator.code}/{report.period.label}/v{report.version}"


def pair_body(report: Report) -> dict[str, str | None]:
    """The two figures of a rate that has them, beside its value: they are totals, and public."""
    if report.numerator is None or report.denominator is None:
        return {}
    return {"numerator": plain(report.numerator), "denominator": plain(report.denominator)}


REPORT_ACTS = ActsOn[Report](
    workflow=REPORT_WORKFLOW,
    history=ReportStep,
    row="report",
    keeps=("value", "numerator", "denominator"),
    subject=subject_of,
    plan=lambda report: report.indicator.plan.slug,
    says=lambda report: {
        "indicator": report.indicator.code,
        "period": report.period.label,
        "version": report.version,
        "value": plain(report.value),
    },
)
