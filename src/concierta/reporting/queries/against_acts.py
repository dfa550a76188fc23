"""Reports, self-assessments and opinions held against what their acts put into the log."""

from collections import defaultdict
from decimal import Decimal

from concierta.engines.sitelog import Act
from concierta.kernel.decimals import plain
from concierta.ledger.queries import CELL, Comparison, RecordedValues, Words, shown, unrecorded
from concierta.ledger.recorded import Recorded, compared
from concierta.plans.against_acts import acts_on_facts
from concierta.plans.models import ProductFollowUp
from concierta.reporting.cells import cell_text
from concierta.reporting.enums import ReportState
from concierta.reporting.models import Report, ReportBreakdown, SelfAssessment
from concierta.reporting.operations.steps import subject_of
from concierta.reporting.workflow import REPORT_WORKFLOW

Cells = dict[str, str | None]
"""Figures of a report by category, "set/code"."""

#: While an entity still writes, its figure is not an act.
_UNSAID = (ReportState.DRAFT, ReportState.RETURNED)


def reports_against_acts() -> Comparison:
    """Every report that was ever sent, every self-assessment of a pledge and every opinion of it."""
    return compared(_compare_reports, _ASSESSMENTS.compare)


def _compare_reports(comparison: Comparison) -> None:
    """One that came with an official matrix and has no act of its own yet must say what the matrix stated, and that is
    compared with the import."""
    cells, from_file = _cells_by_report(), []
    for pair in _reports(cells).pairs(comparison):
        found, recorded = pair.found, pair.recorded
        if recorded is None and pair.row.matrix_import_id is not None:
            from_file.append(pair.row)
            continue
        if recorded and "cells" in recorded:
            found["breakdown"] = recorded.pop("breakdown", ({}, recorded.last))[0]
            found |= _sealed_cells(comparison, pair.name, cells.get(pair.row.pk, {}), recorded)
        # An act that says no outcome says that there is none yet.
        comparison.hold(pair.name, found, recorded and _with_none(recorded))
    if from_file:
        _compare_with_file(comparison, from_file)


def _reports(cells: dict[int, Cells]) -> Recorded[Report]:
    return Recorded(
        kinds={**REPORT_WORKFLOW.states_after, "report.cells_sealed": None},
        rows=Report.objects.order_by("pk").select_related("indicator__plan", "period"),
        key=lambda report: (report.indicator.plan.slug, subject_of(report)),
        columns={
            "state": lambda report: report.state,
            "value": lambda report: report.value,
            "numerator": lambda report: report.numerator,
            "denominator": lambda report: report.denominator,
            "outcome": lambda report: report.outcome or None,
            "verified_value": lambda report: report.verified_value,
            "breakdown": lambda report: cells.get(report.pk, {}),
            "narrative_sha256": lambda report: Words(report.narrative),
        },
        also=("cells",),
        passed_over=lambda report, _told: report.state in _UNSAID,
        must_be=lambda recorded: recorded["state"][0] not in _UNSAID,
    )


def _sealed_cells(comparison: Comparison, name: str, cells: Cells, recorded: RecordedValues) -> dict[str, Words]:
    """Each cell of the report under the name by which its act sealed it, also the empty ones; others nobody said."""
    sealed = [field.removeprefix(CELL).removesuffix("_sha256") for field in recorded if field.startswith(CELL)]
    comparison.differences += [unrecorded(f"{name}, «{cell}»") for cell in sorted(cells.keys() - set(sealed))]
    return {f"{CELL}{cell}_sha256": Words(cells.get(cell)) for cell in sealed}


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
            comparison.differences.append(f"{subject_of(report)}: vino de un archivo y ningún acto la llevó más allá.")
        if report.value != value:
            comparison.differences.append(
                f"{subject_of(report)}: en la base de datos el valor es {shown(plain(report.value))} y el seguimiento "
                f"del que salió dice {shown(plain(value))}."
            )


def _cells_by_report() -> dict[int, Cells]:
    cells: dict[int, Cells] = defaultdict(dict)
    rows = ReportBreakdown.objects.order_by().values_list(
        "report_id", "category__category_set__code", "category__code", "value", "numerator", "denominator"
    )
    for report, group, code, *figure in rows:
        cells[report][f"{group}/{code}"] = cell_text(*figure)
    return cells


def _apply_to_assessment(recorded: RecordedValues, act: Act, _state: str | None) -> None:
    """Both acts call their words "text": whose they are tells them apart."""
    if act.kind == "pledge.self_assessed":
        nothing = dict.fromkeys(("opinion", "opinion_text_sha256", "decision"))
        recorded.apply(act, own_text_sha256=act.body["text_sha256"], **nothing)
    else:
        recorded.apply(act, opinion_text_sha256=act.body["text_sha256"])


_ASSESSMENTS = Recorded[SelfAssessment](
    kinds=dict.fromkeys(("pledge.self_assessed", "pledge.opinion_given")),
    named_by=("subject", "clause", "period"),
    rows=SelfAssessment.objects.order_by("pk").select_related(
        "pledge__clause__agreement", "period__plan", "opinion_decision"
    ),
    key=lambda own: (
        own.period.plan.slug,
        f"pledge:{own.pledge.clause.agreement.slug}:{own.pledge.code}",
        own.pledge.clause.code,
        own.period.label,
    ),
    name=lambda _plan, _subject, clause, period: f"La autoevaluación de {clause} en {period}",
    row_name=lambda own: f"La autoevaluación de {own.pledge.clause.code}/{own.pledge.code} en {own.period.label}",
    columns={
        "rating": lambda own: own.rating,
        "own_text_sha256": lambda own: Words(own.text),
        "opinion": lambda own: own.opinion or None,
        "opinion_text_sha256": lambda own: Words(own.opinion_text),
        "decision": lambda own: own.opinion_decision.number if own.opinion_decision else None,
    },
    also=("text_sha256",),
    apply=_apply_to_assessment,
)
