"""How a plan in force changed, and whether what the table tried worked."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from concierta.amendments.enums import AmendmentState, ChangeField, MeasureState
from concierta.amendments.models import AdjustmentMeasure, Amendment, Change, MeasuredFigure
from concierta.kernel.periods import Period
from concierta.plans.models import ReportingPeriod
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.queries.mesa_record import MesaRecord, mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.columns import (
    act,
    by_then,
    code,
    day,
    decision_by_then,
    entity,
    flag,
    quantity,
    text,
    whole,
    words,
)

KINDS = ("indicator", "node", "project", "product", "activity", "pledge")
FIELDS = (
    "target",
    "baseline",
    "weight",
    "starts_on",
    "ends_on",
    "responsible",
    "name",
    "definition",
    "unit",
    "accumulation",
    "means_of_verification",
    "goal_code",
    "added",
    "closed",
)  # fmt: skip
BASES = ("verified", "reported")
MEASURE_STATES = ("adopted", "worked", "partly", "failed")


def _adopted(record: MesaRecord) -> dict[int, Amendment]:
    adopted = Amendment.objects.filter(
        plan=record.snapshot.plan, state=AmendmentState.ADOPTED, adopted_at__lte=record.moment
    ).order_by("number")
    return {amendment.pk: amendment for amendment in adopted}


def _adoption(amendment: Amendment, snapshot: Snapshot) -> tuple[int | None, str]:
    subject = f"amendment/{snapshot.plan.slug}/{amendment.number}"
    return mesa_record(snapshot).acts.on("amendment.adopted", subject)


AMENDMENTS = PublishedTable(
    "amendments",
    "Modificaciones del plan",
    "Amendments of the plan",
    "Los cambios que la mesa adoptó hasta que se publicó el corte, con su causa y la decisión. Cada corte se calcula "
    "con lo que regía en su fecha: una modificación no cambia el pasado.",
    "The changes the table adopted until the cut-off was published, with their cause and decision. Each cut-off is "
    "computed with what was in force on its date: an amendment does not change the past.",
    ("amendment",),
    (
        whole("amendment", "Número de la modificación", "Number of the amendment", required=True, read="number"),
        words("title", "Título", "Title"),
        words("cause", "Por qué", "Why"),
        day("effective_on", "Desde cuándo rige", "In force from", required=True),
        flag("touches_development_plan", "Cambia el plan de desarrollo municipal",
             "It changes the municipal development plan"),
        text("council_act", "Acto del concejo, cuando cambia el plan de desarrollo",
             "Act of the council, when it changes the development plan"),
        code("decision", "Decisión que la adoptó", "Decision that adopted it", references="decisions.decision",
             read=decision_by_then("decision_id")),
        day("adopted_on", "Cuándo se adoptó", "When it was adopted", required=True, read=by_then("adopted_at")),
        entity("proposed_by", "Entidad que la propuso", "Entity that proposed it", read="proposed_entity_id"),
        *act(_adoption),
    ),
    objects=lambda snapshot: _adopted(mesa_record(snapshot)).values(),
)  # fmt: skip


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
    moved: dict[tuple[str, str], tuple[Decimal | None, int]] = {}
    for _, change in sorted(effective, key=lambda pair: -(pair[0].adoption or 0)):
        moved[change.subject, change.key] = (Decimal(change.before) if change.before else None, 0)
    for amendment, change in sorted(effective, key=lambda pair: (pair[0].effective_on, pair[0].adoption or 0)):
        moved[change.subject, change.key] = (moved[change.subject, change.key][0], amendment.number)
    return moved


class _Change(NamedTuple):
    amendment: int
    number: int
    change: Change


def _changes(snapshot: Snapshot) -> Iterator[_Change]:
    for amendment, number, change in adopted_changes(mesa_record(snapshot)):
        yield _Change(amendment.number, number, change)


def _plain(value: Any) -> str:
    """A JSON value as text: amounts and dates already are, and of a whole project that came in its name is enough."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return str(value.get("name", ""))
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)


def _responsible(change: Change, value: Any, snapshot: Snapshot) -> str:
    """The code of an entity that came or went, where that is what changed."""
    known = change.field == ChangeField.RESPONSIBLE and isinstance(value, str) and value in snapshot.entities.values()
    return value if known else ""


AMENDMENT_CHANGES = PublishedTable(
    "amendment_changes",
    "Qué cambió cada modificación",
    "What each amendment changed",
    "Un valor antes y después. Vacío: no había o ya no hay; en una meta, no programado (NP), que no es cero.",
    "One value before and after. Empty: there was none or is none now; for a target, not programmed (NP), not zero.",
    ("amendment", "number"),
    (
        whole("amendment", "Modificación", "Amendment", references="amendments.amendment", required=True),
        whole("number", "Orden", "Order", required=True),
        text("kind", "Qué parte del plan", "What part of the plan", values=KINDS, required=True, read="change.kind"),
        code("subject", "Código de esa parte", "Code of that part", required=True, read="change.subject"),
        text("field", "Qué cambió de ella", "What changed of it", values=FIELDS, required=True, read="change.field"),
        text("key", "Año o trimestre de la meta, o el deber", "Year or quarter of the target, or the duty",
             read="change.key"),
        words("before", "Antes", "Before", read=lambda row, _: _plain(row.change.before)),
        words("after", "Después", "After", read=lambda row, _: _plain(row.change.after)),
        entity("entity_before", "Entidad responsable antes", "Responsible entity before",
               read=lambda row, snapshot: _responsible(row.change, row.change.before, snapshot)),
        entity("entity_after", "Entidad responsable después", "Responsible entity after",
               read=lambda row, snapshot: _responsible(row.change, row.change.after, snapshot)),
    ),
    objects=_changes,
)  # fmt: skip


def _measures(record: MesaRecord) -> dict[int, AdjustmentMeasure]:
    adopted = AdjustmentMeasure.objects.filter(plan=record.snapshot.plan, adopted_at__lte=record.moment)
    return {measure.pk: measure for measure in adopted.order_by("number")}


class _Measure(NamedTuple):
    """`judged` is the day the table looked, if it had when the corte was published; `state`, that of then."""

    adjustment: AdjustmentMeasure
    judged: date | None
    state: str
    amendment: int | None

    @property
    def number(self) -> int:
        return self.adjustment.number


def _adjustment_measures(snapshot: Snapshot) -> Iterator[_Measure]:
    record = mesa_record(snapshot)
    for measure in _measures(record).values():
        judged = record.day_by_then(measure.evaluated_at)
        state = measure.state if judged else MeasureState.ADOPTED.value
        amendment = _adopted(record).get(measure.amendment_id) if measure.amendment_id else None
        yield _Measure(measure, judged, state, amendment.number if amendment else None)


def _last_act(row: _Measure, snapshot: Snapshot) -> tuple[int | None, str]:
    subject = f"measure/{snapshot.plan.slug}/{row.number}"
    return mesa_record(snapshot).acts.on(f"measure.{row.state}", subject)


def _is_due(row: _Measure, snapshot: Snapshot) -> bool:
    return row.judged is None and row.adjustment.evaluate_on <= mesa_record(snapshot).today


def _once_judged(read: Callable[[_Measure, Snapshot], str]) -> Callable[[_Measure, Snapshot], str]:
    """Reads what the table said of a measure once it had looked; "" until then."""
    return lambda row, snapshot: read(row, snapshot) if row.judged else ""


MEASURES = PublishedTable(
    "measures",
    "Medidas de ajuste",
    "Adjustment measures",
    "Qué problema había, qué se hizo, qué contaría como éxito y para cuándo, y qué dijo la mesa al mirar.",
    "What the problem was, what was done, what would count as success by when, and what the table said on looking.",
    ("measure",),
    (
        whole("measure", "Número de la medida", "Number of the measure", required=True, read="number"),
        words("title", "Título", "Title", read="adjustment.title"),
        words("problem", "El problema", "The problem", read="adjustment.problem"),
        words("action", "La medida", "The measure", read="adjustment.measure"),
        words("success", "Qué contaría como éxito", "What would count as success", read="adjustment.success"),
        entity("entity", "Entidad que la lleva", "Entity that carries it out", read="adjustment.entity_id"),
        day("evaluate_on", "Cuándo se mira si funcionó", "When it is looked at", required=True,
            read="adjustment.evaluate_on"),
        text("state", "Estado al publicar el corte", "State when the cut-off was published", values=MEASURE_STATES,
             required=True),
        flag("due", "Llegó la fecha y la mesa no la ha mirado", "Its date came and the table has not looked",
             read=_is_due),
        whole("amendment", "Modificación que la acompaña", "Amendment that goes with it",
              references="amendments.amendment"),
        code("decision", "Decisión que la adoptó", "Decision that adopted it", references="decisions.decision",
             read=decision_by_then("adjustment.decision_id")),
        day("adopted_on", "Cuándo se adoptó", "When it was adopted", required=True,
            read=by_then("adjustment.adopted_at")),
        words("evaluation", "Qué encontró la mesa", "What the table found",
              read=_once_judged(lambda row, _: row.adjustment.evaluation)),
        day("evaluated_on", "Cuándo se miró", "When it was looked at", read="judged"),
        code("evaluation_decision", "Decisión que la juzgó", "Decision that judged it", references="decisions.decision",
             read=_once_judged(decision_by_then("adjustment.evaluation_decision_id"))),
        *act(_last_act),
    ),
    objects=_adjustment_measures,
)  # fmt: skip


class _Figure(NamedTuple):
    measure: int
    indicator: str
    figure: MeasuredFigure
    judged: bool


def _figures(snapshot: Snapshot) -> list[_Figure]:
    record = mesa_record(snapshot)
    measures = _measures(record)
    rows = MeasuredFigure.objects.filter(measure__in=measures).select_related("period_before", "period_after")
    shown = [
        _Figure(
            measures[row.measure_id].number,
            snapshot.indicators[row.indicator_id].code,
            row,
            record.by_then(measures[row.measure_id].evaluated_at) is not None,
        )
        for row in rows.order_by()
        if row.indicator_id in snapshot.indicators
    ]
    return sorted(shown, key=lambda row: row[:2])


def _period(period: ReportingPeriod | None) -> str:
    return Period(period.year, period.quarter).label if period else ""


MEASURED_FIGURES = PublishedTable(
    "measured_figures",
    "Cifras de las medidas",
    "Figures of the measures",
    "Las cifras que muestran el problema: antes, lo que se busca y después. Vacío: sin dato, que no es cero.",
    "The figures that show the problem: before, what is sought and after. Empty: no data, which is not zero.",
    ("measure", "indicator"),
    (
        whole("measure", "Medida", "Measure", references="measures.measure", required=True),
        code("indicator", "Indicador", "Indicator", references="indicators.indicator", required=True),
        quantity("before", "Antes", "Before", read="figure.before"),
        text("before_basis", "Si estaba verificada o solo reportada", "Whether it was verified or only reported",
             values=BASES, read="figure.before_basis"),
        text("period_before", "Periodo de antes", "Period of before",
             read=lambda row, _: _period(row.figure.period_before)),
        quantity("sought", "Lo que se busca", "What is sought", read="figure.sought"),
        quantity("after", "Después", "After", read=lambda row, _: row.figure.after if row.judged else None),
        text("after_basis", "Si estaba verificada o solo reportada", "Whether it was verified or only reported",
             values=BASES, read=lambda row, _: row.figure.after_basis if row.judged else ""),
        text("period_after", "Periodo de después", "Period of after",
             read=lambda row, _: _period(row.figure.period_after) if row.judged else ""),
    ),
    objects=_figures,
)  # fmt: skip
