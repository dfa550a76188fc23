"""Reports, self-assessments and opinions held against what their acts put into the log."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from concierta.kernel.decimals import plain
from concierta.ledger.queries import (
    CELL,
    Comparison,
    RecordedValues,
    Words,
    acts_of_kinds,
    last_recorded,
    missing,
    shown,
    unrecorded,
)
from concierta.plans.against_acts import acts_on_facts
from concierta.plans.models import ProductFollowUp
from concierta.reporting.cells import cell_text
from concierta.reporting.enums import ReportState
from concierta.reporting.models import Report, ReportBreakdown, SelfAssessment
from concierta.reporting.workflow import REPORT_WORKFLOW

#: While an entity still writes, its figure is not an act.
_UNSAID = (ReportState.DRAFT, ReportState.RETURNED)
_STATE_AFTER: dict[str, str | None] = {
    **{step.event: str(step.target) for step in REPORT_WORKFLOW.transitions},
    "report.cells_sealed": None,
}


def reports_against_acts() -> Comparison:
    """Every report that was ever sent, every self-assessment of a pledge and every opinion of it."""
    comparison = Comparison()
    _compare_reports(comparison)
    _compare_assessments(comparison)
    return comparison


def _compare_reports(comparison: Comparison) -> None:
    """One that came with an official matrix and has no act of its own yet must say what the matrix stated, and that is
    compared with the import."""
    recorded_acts, parts = last_recorded(_STATE_AFTER), _breakdowns()
    seen, from_file = set(), []
    for report in Report.objects.order_by("pk").select_related("indicator__plan", "period"):
        key = (report.indicator.plan.slug, _subject(report))
        seen.add(key)
        if report.state in _UNSAID:
            continue
        comparison.rows += 1
        if key not in recorded_acts and report.matrix_import_id is not None:
            from_file.append(report)
            continue
        figures = {
            "state": str(report.state),
            "value": plain(report.value),
            "numerator": plain(report.numerator),
            "denominator": plain(report.denominator),
            "outcome": report.outcome or None,
            "verified_value": plain(report.verified_value),
            "breakdown": parts.get(report.pk, {}),
            "narrative_sha256": Words(report.narrative),
        }
        recorded = recorded_acts.get(key)
        if recorded and "cells" in recorded:
            figures["breakdown"] = recorded.pop("breakdown", ({}, recorded.last))[0]
            figures |= _cells(comparison, key[1], parts.get(report.pk, {}), recorded)
        # An act that says no outcome says that there is none yet.
        comparison.hold(key[1], figures, recorded and _with_none(recorded))
    comparison.differences += [
        missing(subject, recorded.last)
        for (plan, subject), recorded in recorded_acts.items()
        if (plan, subject) not in seen and recorded["state"][0] not in _UNSAID
    ]
    if from_file:
        _compare_with_file(comparison, from_file)


def _cells(
    comparison: Comparison, what: str, parts: dict[str, str | None], recorded: RecordedValues
) -> dict[str, Words]:
    """Each cell of the report under the name by which its act sealed it, also the empty ones; others nobody said."""
    told = [name.removeprefix(CELL).removesuffix("_sha256") for name in recorded if name.startswith(CELL)]
    comparison.differences += [unrecorded(f"{what}, «{cell}»") for cell in sorted(parts.keys() - set(told))]
    return {f"{CELL}{cell}_sha256": Words(parts.get(cell)) for cell in told}


def _with_none(recorded: RecordedValues) -> RecordedValues:
    return RecordedValues(dict.fromkeys(("outcome", "verified_value"), (None, recorded.last)) | recorded)


def _compare_with_file(comparison: Comparison, reports: list[Report]) -> None:
    stated = {
        (product, period): executed
        for product, period, executed in ProductFollowUp.objects.filter(executed__isnull=False)
        .order_by()
        .values_list("product_id", "period_id", "executed")
    }
    by_hand = {key for key, acts in acts_on_facts().items() if acts[-1].kind != "matrix.imported"}
    for report in reports:
        slug = report.indicator.plan.slug
        if (slug, f"{slug}/{report.period.label}") in by_hand or report.indicator.product_id is None:
            continue
        value: Decimal | None = stated.get((report.indicator.product_id, report.period_id))
        if report.state != ReportState.SUBMITTED or report.outcome or report.verified_value is not None:
            comparison.differences.append(f"{_subject(report)}: vino de un archivo y ningún acto la llevó más allá.")
        if report.value != value:
            comparison.differences.append(
                f"{_subject(report)}: en la base de datos el valor es {shown(plain(report.value))} y el seguimiento "
                f"del que salió dice {shown(plain(value))}."
            )


def _subject(report: Report) -> str:
    return f"report/{report.indicator.code}/{report.period.label}/v{report.version}"


def _breakdowns() -> dict[int, dict[str, str | None]]:
    found: dict[int, dict[str, str | None]] = defaultdict(dict)
    rows = ReportBreakdown.objects.order_by().values_list(
        "report_id", "category__category_set__code", "category__code", "value", "numerator", "denominator"
    )
    for report, group, code, *figure in rows:
        found[report][f"{group}/{code}"] = cell_text(*figure)
    return found


def _compare_assessments(comparison: Comparison) -> None:
    recorded_acts = _said_of_assessments()
    rows = SelfAssessment.objects.order_by("pk").select_related(
        "pledge__clause__agreement", "period__plan", "opinion_decision"
    )
    for row in rows:
        pledge, period = row.pledge, row.period
        subject = f"pledge:{pledge.clause.agreement.slug}:{pledge.code}"
        key = (period.plan.slug, subject, pledge.clause.code, period.label)
        found: dict[str, Any] = {"rating": str(row.rating), "own_text_sha256": Words(row.text)}
        opinion = {
            "opinion": row.opinion or None,
            "opinion_text_sha256": Words(row.opinion_text),
            "decision": row.opinion_decision.number if row.opinion_decision else None,
        }
        recorded = recorded_acts.pop(key, None)
        comparison.rows += 1
        what = f"La autoevaluación de {pledge.clause.code}/{pledge.code} en {period.label}"
        comparison.hold(what, found | opinion, recorded)
    comparison.differences += [
        missing(f"La autoevaluación de {clause} en {period}", recorded.last)
        for (_, _, clause, period), recorded in recorded_acts.items()
    ]


def _said_of_assessments() -> dict[tuple[str, str, str, str], RecordedValues]:
    """By plan, subject, clause and period. Both acts call their words "text": whose they are tells them apart."""
    recorded_acts: dict[tuple[str, str, str, str], RecordedValues] = defaultdict(RecordedValues)
    for act in acts_of_kinds(("pledge.self_assessed", "pledge.opinion_given")):
        body = act.body
        recorded = recorded_acts[act.plan, act.subject, body["clause"], body["period"]]
        own = act.kind == "pledge.self_assessed"
        nothing = {"opinion": None, "opinion_text_sha256": None, "decision": None} if own else {}
        recorded.apply(act, **{("own" if own else "opinion") + "_text_sha256": body["text_sha256"]}, **nothing)
    return dict(recorded_acts)
