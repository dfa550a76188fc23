"""Rows of what was reported, verified and shown as evidence, and of everything that happened on the way."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from concierta.engines.achievement import Measure
from concierta.kernel.clock import local_date
from concierta.publishing.models import Corte
from concierta.publishing.queries.acts import ReportEvents, events_of_plan_and_mesa
from concierta.publishing.queries.small_counts import counts_people, hidden_cells
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.queries.standing import PAIRS, ReportFacts
from concierta.publishing.tables import reports as declared
from concierta.publishing.tables import results
from concierta.reporting.models import Report, ReportBreakdown, ReportStep
from concierta.reporting.workflow import REPORT_WORKFLOW
from concierta.verification.models import Verification

_PART = ("value", "numerator", "denominator")
PUBLIC_ACTS = frozenset(transition.name for transition in REPORT_WORKFLOW.transitions) | {"import", "correct"}
"""Saving a draft is nobody else's business."""

PUBLIC_NOTES = frozenset({"verify", "adjust", "reject", "find_not_verifiable", "correct"})
"""What a verifier found and why something was corrected are published as written. What two offices said to each other
while a report was being completed (why it was returned, say) is not: the public is told that it happened, and when."""


_EVIDENCE_COLUMNS = (
    "evidence__uploaded_at",
    "evidence__file_id",
    "evidence__title",
    "evidence__file__size",
    "evidence__file__media_type",
    "evidence__entity_id",
    "evidence__origin",
)


def reports(snapshot: Snapshot) -> Iterator[Any]:
    entity = snapshot.entity
    acts = ReportEvents(snapshot.plan.slug)
    for report in snapshot.reports:
        event_index, event_leaf_hash = acts.on(report)
        yield declared.REPORTS.row(
            report=report.key,
            indicator=report.indicator_code,
            period=snapshot.periods[report.period].label,
            version=report.version,
            stands=report.stands,
            status=report.status,
            outcome=report.outcome,
            reported_value=report.value,
            verified_value=report.verified_value,
            **{name: getattr(report, name) for name in PAIRS},
            **counted(report),
            narrative=report.narrative,
            method=report.method,
            reason=report.reason,
            correction_reason=report.correction_reason,
            reporter=entity(report.reporter_entity),
            reported_on=_day(report.submitted_at),
            reviewer=entity(report.reviewer_entity),
            reviewed_on=_day(report.reviewed_at),
            verifier=entity(report.verifier_entity),
            verified_on=_day(report.verified_at),
            independence_declared=report.independent if report.verified_at else None,
            source_file=report.source_file,
            origin=report.origin,
            source=report.source,
            event_index=event_index,
            event_leaf_hash=event_leaf_hash,
        )


def counted(report: ReportFacts | None) -> dict[str, Any]:
    """What a records count says of the verified value; limits as quantities."""
    if report is None or report.records is None:
        return dict.fromkeys(("verified_low", "verified_high", "confidence", "records", "sampled", "holding"))
    return {
        "verified_low": Decimal(report.verified_low or 0),
        "verified_high": Decimal(report.verified_high or 0),
        "confidence": report.confidence,
        "records": report.records,
        "sampled": report.sampled,
        "holding": report.holding,
    }


def breakdowns(snapshot: Snapshot) -> Iterator[Any]:
    parts: dict[tuple[int, str], dict[str, Any]] = {}
    rows = (
        ReportBreakdown.objects.filter(report__indicator__plan=snapshot.plan)
        .order_by("category__ordinal", "category__pk")
        .values_list("report_id", "category__category_set__code", "category__code", *_PART)
    )
    by_pk = {report.pk: report for report in snapshot.reports if not report.rewritten}
    for report, category_set, category, *figures in rows:
        if report in by_pk:
            parts.setdefault((report, category_set), {})[category] = dict(zip(_PART, figures, strict=True))
    place = {report.pk: number for number, report in enumerate(snapshot.reports)}
    for report, category_set in sorted(parts, key=lambda key: (place[key[0]], key[1])):
        cells = parts[report, category_set]
        indicator = snapshot.indicators[by_pk[report].indicator]
        hidden = _hidden(cells, is_ratio=indicator.measure == Measure.RATIO, unit=indicator.unit)
        for category, part in cells.items():
            shown = dict.fromkeys(_PART) if category in hidden else part
            yield declared.BREAKDOWNS.row(
                report=by_pk[report].key,
                category_set=category_set,
                category=category,
                **shown,
                suppressed=category in hidden,
            )


def _hidden(cells: dict[str, dict[str, Any]], *, is_ratio: bool, unit: str) -> set[str]:
    """The cells to protect. Those of a ratio may be of people whatever its unit, and tell three counts: those counted,
    those they are counted over, and by subtraction the others."""
    if not is_ratio:
        return hidden_cells({code: part["value"] for code, part in cells.items()}) if counts_people(unit) else set()
    whole = {code: part for code, part in cells.items() if part["denominator"] is not None}
    return (
        hidden_cells({code: part["numerator"] for code, part in whole.items()})
        | hidden_cells({code: part["denominator"] for code, part in whole.items()})
        | hidden_cells({code: part["denominator"] - part["numerator"] for code, part in whole.items()})
    )


def evidence(snapshot: Snapshot) -> Iterator[Any]:
    """Numbered within each report: first what the report brought, then what its verification did."""
    brought: dict[int, list[tuple[Any, ...]]] = {}
    for report, *item in Report.evidence.through.objects.filter(report__indicator__plan=snapshot.plan).values_list(
        "report_id", *_EVIDENCE_COLUMNS
    ):
        brought.setdefault(report, []).append(("report", *item))
    for report, *item in Verification.evidence.through.objects.filter(
        verification__report__indicator__plan=snapshot.plan
    ).values_list("verification__report_id", *_EVIDENCE_COLUMNS):
        brought.setdefault(report, []).append(("verification", *item))
    for facts in snapshot.reports:
        if facts.rewritten:
            continue
        for number, item in enumerate(sorted(brought.get(facts.pk, ())), start=1):
            used_by, at, sha256, title, size, media_type, entity, origin = item
            yield declared.EVIDENCE.row(
                report=facts.key,
                number=number,
                used_by=used_by,
                title=title,
                sha256=sha256,
                size=size,
                media_type=media_type,
                entity=snapshot.entity(entity),
                uploaded_on=_day(at),
                origin=origin,
            )


def history(snapshot: Snapshot) -> Iterator[Any]:
    rows = (
        ReportStep.objects.filter(report__indicator__plan=snapshot.plan, act__in=PUBLIC_ACTS)
        .order_by("at", "pk")
        .values_list("report_id", "act", "at", "entity_id", "value", "note")
    )
    steps: dict[int, list[tuple[Any, ...]]] = {}
    for report, *step in rows:
        steps.setdefault(report, []).append(tuple(step))
    for facts in snapshot.reports:
        for number, (act, at, entity, value, note) in enumerate(steps.get(facts.pk, ()), start=1):
            yield declared.HISTORY.row(
                report=facts.key,
                number=number,
                act=act,
                at=at,
                entity=snapshot.entity(entity),
                value=value,
                note=note if act in PUBLIC_NOTES else "",
            )


def changes(snapshot: Snapshot) -> Iterator[Any]:
    """The acts about this plan and its table since the corte of the cut-off before; all of them in the first."""
    previous = (
        Corte.objects.filter(plan=snapshot.plan, cut_off__lt=snapshot.cut_off)
        .order_by("-cut_off")
        .values_list("manifest_sha256", flat=True)
        .first()
    )
    events = list(events_of_plan_and_mesa(snapshot.plan))
    since = next((event.index for event in reversed(events) if previous and _is_publication(event, previous)), -1)
    for event in events:
        if event.index > since:
            yield results.CHANGES.row(
                index=event.index,
                at=event.recorded_at,
                kind=event.kind,
                subject=event.subject,
                entity=event.entity.code if event.entity else "",
                leaf_hash=event.leaf_hash,
            )


def _is_publication(event: Any, manifest_sha256: str) -> bool:
    return event.kind == "corte.published" and manifest_sha256 in event.payload


def _day(at: datetime | None) -> Any:
    return None if at is None else local_date(at)
