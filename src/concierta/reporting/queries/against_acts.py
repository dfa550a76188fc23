"""Reports, self-assessments and opinions held against what their acts put into the log."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from concierta.kernel.decimals import plain
from concierta.ledger.queries import CELL, Comparison, Said, Words, acts_of_kinds, last_said, missing, shown, unheard
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
    made = Comparison()
    _compare_reports(made)
    _compare_assessments(made)
    return made


def _compare_reports(made: Comparison) -> None:
    """One that came with an official matrix and has no act of its own yet must say what the matrix stated, and that is
    compared with the import."""
    said, parts = last_said(_STATE_AFTER), _breakdowns()
    seen, from_file = set(), []
    for report in Report.objects.order_by("pk").select_related("indicator__plan", "period"):
        key = (report.indicator.plan.slug, _subject(report))
        seen.add(key)
        if report.state in _UNSAID:
            continue
        made.rows += 1
        if key not in said and report.matrix_import_id is not None:
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
        heard = said.get(key)
        if heard and "cells" in heard:
            figures["breakdown"] = heard.pop("breakdown", ({}, heard.last))[0]
            figures |= _cells(made, key[1], parts.get(report.pk, {}), heard)
        # An act that says no outcome says that there is none yet.
        made.hold(key[1], figures, heard and _with_none(heard))
    made.differences += [
        missing(subject, heard.last)
        for (plan, subject), heard in said.items()
        if (plan, subject) not in seen and heard["state"][0] not in _UNSAID
    ]
    if from_file:
        _compare_with_file(made, from_file)


def _cells(made: Comparison, what: str, parts: dict[str, str | None], heard: Said) -> dict[str, Words]:
    """Each cell of the report under the name by which its act sealed it, also the empty ones; others nobody said."""
    told = [name.removeprefix(CELL).removesuffix("_sha256") for name in heard if name.startswith(CELL)]
    made.differences += [unheard(f"{what}, «{cell}»") for cell in sorted(parts.keys() - set(told))]
    return {f"{CELL}{cell}_sha256": Words(parts.get(cell)) for cell in told}


def _with_none(heard: Said) -> Said:
    return Said(dict.fromkeys(("outcome", "verified_value"), (None, heard.last)) | heard)


def _compare_with_file(made: Comparison, reports: list[Report]) -> None:
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
            made.differences.append(f"{_subject(report)}: vino de un archivo y ningún acto la llevó más allá.")
        if report.value != value:
            made.differences.append(
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


def _compare_assessments(made: Comparison) -> None:
    said = _said_of_assessments()
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
        heard = said.pop(key, None)
        made.rows += 1
        what = f"La autoevaluación de {pledge.clause.code}/{pledge.code} en {period.label}"
        made.hold(what, found | opinion, heard)
    made.differences += [
        missing(f"La autoevaluación de {clause} en {period}", heard.last)
        for (_, _, clause, period), heard in said.items()
    ]


def _said_of_assessments() -> dict[tuple[str, str, str, str], Said]:
    """By plan, subject, clause and period. Both acts call their words "text": whose they are tells them apart."""
    said: dict[tuple[str, str, str, str], Said] = defaultdict(Said)
    for act in acts_of_kinds(("pledge.self_assessed", "pledge.opinion_given")):
        body = act.body
        heard = said[act.plan, act.subject, body["clause"], body["period"]]
        own = act.kind == "pledge.self_assessed"
        nothing = {"opinion": None, "opinion_text_sha256": None, "decision": None} if own else {}
        heard.hear(act, **{("own" if own else "opinion") + "_text_sha256": body["text_sha256"]}, **nothing)
    return dict(said)
