"""Rows of how the plan changed and of what the table tried."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from concierta.amendments.enums import AmendmentState, ChangeField, MeasureState
from concierta.amendments.models import AdjustmentMeasure, Amendment, Change, MeasuredFigure
from concierta.kernel.periods import Period
from concierta.publishing.queries.mesa_record import MesaRecord, mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables import amendments as declared


def amendments(snapshot: Snapshot) -> Iterator[Any]:
    record = mesa_record(snapshot)
    for amendment in _adopted(record).values():
        index, leaf_hash = record.acts.on("amendment.adopted", f"amendment/{snapshot.plan.slug}/{amendment.number}")
        yield declared.AMENDMENTS.row(
            amendment=amendment.number,
            title=amendment.title,
            cause=amendment.cause,
            effective_on=amendment.effective_on,
            touches_development_plan=amendment.touches_development_plan,
            council_act=amendment.council_act,
            decision=record.decision(amendment.decision_id),
            adopted_on=record.day_by_then(amendment.adopted_at),
            proposed_by=snapshot.entity(amendment.proposed_entity_id),
            event_index=index,
            event_leaf_hash=leaf_hash,
        )


def amendment_changes(snapshot: Snapshot) -> Iterator[Any]:
    record = mesa_record(snapshot)
    for amendment, number, change in adopted_changes(record):
        entities = change.field == ChangeField.RESPONSIBLE
        yield declared.AMENDMENT_CHANGES.row(
            amendment=amendment.number,
            number=number,
            kind=change.kind,
            subject=change.subject,
            field=change.field,
            key=change.key,
            before=_plain(change.before),
            after=_plain(change.after),
            entity_before=_entity(record, change.before) if entities else "",
            entity_after=_entity(record, change.after) if entities else "",
        )


def measures(snapshot: Snapshot) -> Iterator[Any]:
    record = mesa_record(snapshot)
    for measure in _measures(record).values():
        judged = record.day_by_then(measure.evaluated_at)
        state = measure.state if judged else MeasureState.ADOPTED.value
        index, leaf_hash = record.acts.on(f"measure.{state}", f"measure/{snapshot.plan.slug}/{measure.number}")
        yield declared.MEASURES.row(
            measure=measure.number,
            title=measure.title,
            problem=measure.problem,
            action=measure.measure,
            success=measure.success,
            entity=snapshot.entities[measure.entity_id],
            evaluate_on=measure.evaluate_on,
            state=state,
            due=judged is None and measure.evaluate_on <= record.today,
            amendment=_number(record, measure.amendment_id),
            decision=record.decision(measure.decision_id),
            adopted_on=record.day_by_then(measure.adopted_at),
            evaluation=measure.evaluation if judged else "",
            evaluated_on=judged,
            evaluation_decision=record.decision(measure.evaluation_decision_id) if judged else "",
            event_index=index,
            event_leaf_hash=leaf_hash,
        )


def measured_figures(snapshot: Snapshot) -> Iterator[Any]:
    record = mesa_record(snapshot)
    found = _measures(record)
    rows = MeasuredFigure.objects.filter(measure__in=found).select_related("period_before", "period_after").order_by()
    shown = [row for row in rows if row.indicator_id in snapshot.indicators]
    for row in sorted(
        shown, key=lambda row: (found[row.measure_id].number, snapshot.indicators[row.indicator_id].code)
    ):
        judged = record.by_then(found[row.measure_id].evaluated_at)
        yield declared.MEASURED_FIGURES.row(
            measure=found[row.measure_id].number,
            indicator=snapshot.indicators[row.indicator_id].code,
            before=row.before,
            before_basis=row.before_basis,
            period_before=_period(row.period_before),
            sought=row.sought,
            after=row.after if judged else None,
            after_basis=row.after_basis if judged else "",
            period_after=_period(row.period_after) if judged else "",
        )


def adopted_changes(record: MesaRecord) -> Iterator[tuple[Amendment, int, Change]]:
    """The changes of the amendments adopted by then, numbered within each, in the order in which they take effect."""
    adopted = _adopted(record)
    changes: dict[int, list[Change]] = {pk: [] for pk in adopted}
    for change in Change.objects.filter(amendment__in=adopted).order_by("ordinal", "pk"):
        changes[change.amendment_id].append(change)
    for pk, amendment in adopted.items():
        for number, change in enumerate(changes[pk], start=1):
            yield amendment, number, change


def moved_targets(snapshot: Snapshot) -> dict[tuple[str, str], tuple[Decimal | None, int]]:
    """(indicator, period) → original target and number of the last amendment, where one is in force on the cut-off."""
    effective = [
        (amendment, change)
        for amendment, _, change in adopted_changes(mesa_record(snapshot))
        if change.field == ChangeField.TARGET and amendment.effective_on <= snapshot.cut_off
    ]
    found: dict[tuple[str, str], tuple[Decimal | None, int]] = {}
    for _, change in sorted(effective, key=lambda pair: -(pair[0].adoption or 0)):
        found[change.subject, change.key] = (Decimal(change.before) if change.before else None, 0)
    for amendment, change in sorted(effective, key=lambda pair: (pair[0].effective_on, pair[0].adoption or 0)):
        found[change.subject, change.key] = (found[change.subject, change.key][0], amendment.number)
    return found


def _adopted(record: MesaRecord) -> dict[int, Amendment]:
    found = Amendment.objects.filter(
        plan=record.snapshot.plan, state=AmendmentState.ADOPTED, adopted_at__lte=record.moment
    ).order_by("number")
    return {amendment.pk: amendment for amendment in found}


def _measures(record: MesaRecord) -> dict[int, AdjustmentMeasure]:
    found = AdjustmentMeasure.objects.filter(plan=record.snapshot.plan, adopted_at__lte=record.moment)
    return {measure.pk: measure for measure in found.order_by("number")}


def _number(record: MesaRecord, pk: int | None) -> int | None:
    amendment = _adopted(record).get(pk) if pk else None
    return amendment.number if amendment else None


def _plain(value: Any) -> str:
    """A JSON value as text: amounts and dates already are, and of a whole project that came in its name is enough."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return str(value.get("name", ""))
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)


def _entity(record: MesaRecord, value: Any) -> str:
    return value if isinstance(value, str) and value in record.snapshot.entities.values() else ""


def _period(period: Any) -> str:
    return Period(period.year, period.quarter).label if period else ""
