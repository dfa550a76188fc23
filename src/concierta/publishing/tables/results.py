"""What the corte finds: achievement at every level, each measurement, and what changed since the corte before."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from concierta.engines.achievement import Measure, pace
from concierta.kernel.clock import local_date
from concierta.ledger.models import Event
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.models import Corte
from concierta.publishing.queries.achievement import BAND_SCALE, achievement_of, calendar_of, facts_on, indicator_facts
from concierta.publishing.queries.acts import events_of_plan_and_mesa
from concierta.publishing.queries.measuring import IndicatorFacts, Reading, Tally, read_indicator
from concierta.publishing.queries.method import deadlines_on, rules_on
from concierta.publishing.queries.snapshot import PeriodFacts, Snapshot
from concierta.publishing.queries.standing import ReportFacts
from concierta.publishing.tables.columns import (
    BANDS,
    STATUSES,
    code,
    day,
    entity,
    flag,
    fraction,
    moment,
    period,
    quantity,
    records_count,
    text,
    whole,
)

_LOOKED_AT = ("verified", "adjusted", "rejected", "not_verifiable")


class _Achievement(NamedTuple):
    level: str
    subject: str
    tally: Tally
    as_of: str


def _achievement(snapshot: Snapshot) -> Iterator[_Achievement]:
    achievement = achievement_of(snapshot)
    for level, keys in _levels(snapshot):
        for key in keys:
            as_of = achievement.readings[key].as_of if level == "indicator" else ""
            yield _Achievement(level, key, achievement.tallies[level, key], as_of)


def _levels(snapshot: Snapshot) -> Iterable[tuple[str, list[str]]]:
    return (
        ("plan", [snapshot.plan.slug]),
        ("node", list(snapshot.node_keys.values())),
        ("project", [project.code for project in snapshot.projects.values()]),
        ("product", list(snapshot.product_keys.values())),
        ("indicator", [indicator.code for indicator in snapshot.indicators.values()]),
    )


def _count(status: str) -> Callable[[_Achievement, Snapshot], int]:
    return lambda row, _: row.tally.counts[status]


def _band_of(tally: Tally, verified: Fraction | None) -> str:
    """No band before anybody has looked: "not verified yet" is not a performance."""
    looked_at = any(tally.counts[status] for status in _LOOKED_AT)
    return (BAND_SCALE.band_of(verified) or "") if verified or looked_at else ""


def _band(verified: str) -> Callable[[_Achievement, Snapshot], str]:
    return lambda row, _: _band_of(row.tally, getattr(row.tally, verified))


ACHIEVEMENT = PublishedTable(
    "achievement",
    "Avance",
    "Achievement",
    "El avance en el corte, del indicador al plan completo. El verificado es el de todo lo programado: lo programado "
    "sin cifra verificada aporta cero; lo no programado no cuenta.",
    "Achievement at the cut-off, from indicator to plan. Verified is of everything programmed: what was programmed "
    "without a verified figure adds zero; what was not programmed is left out.",
    ("level", "subject"),
    (
        text("level", "Nivel", "Level", values=("plan", "node", "project", "product", "indicator"), required=True),
        code("subject", "Código de lo medido en su tabla", "Code of what is measured, in its own table", required=True),
        fraction("verified_year", "Avance verificado de la vigencia", "Verified achievement of the year",
                 read="tally.verified_year"),
        fraction("reported_year", "Avance reportado de la vigencia, verificado o no",
                 "Reported achievement of the year, verified or not", read="tally.reported_year"),
        fraction("possible_year",
                 "Avance de la vigencia si se confirmara lo que espera verificación; sin lo rechazado ni lo no "
                 "verificable",
                 "Achievement of the year if what awaits verification were confirmed; without what was rejected or not "
                 "verifiable", read="tally.possible_year"),
        fraction("expected_year", "Avance esperado de la vigencia a la fecha",
                 "Achievement expected of the year by now", read="tally.expected_year"),
        fraction("pace_year", "Ritmo: verificado ÷ esperado", "Pace: verified ÷ expected",
                 read=lambda row, _: pace(row.tally.verified_year, row.tally.expected_year)),
        text("band_year", "Semáforo de la vigencia", "Performance band of the year", values=BANDS,
             read=_band("verified_year")),
        fraction("verified_cycle", "Avance verificado del plan completo", "Verified achievement of the whole plan",
                 read="tally.verified_cycle"),
        fraction("reported_cycle", "Avance reportado del plan completo", "Reported achievement of the whole plan",
                 read="tally.reported_cycle"),
        fraction("expected_cycle", "Avance esperado del plan completo", "Achievement expected of the whole plan",
                 read="tally.expected_cycle"),
        fraction("pace_cycle", "Ritmo del plan completo", "Pace of the whole plan",
                 read=lambda row, _: pace(row.tally.verified_cycle, row.tally.expected_cycle)),
        text("band_cycle", "Semáforo del plan completo", "Performance band of the whole plan", values=BANDS,
             read=_band("verified_cycle")),
        fraction("programmed_share", "Parte del peso que está programada en la vigencia",
                 "Share of the weight that is programmed in the year", read="tally.programmed_share"),
        fraction("verified_share", "Parte del peso programado que tiene cifra verificada",
                 "Share of the programmed weight that has a verified figure", read="tally.verified_share"),
        fraction("reported_share", "Parte del peso programado que tiene reporte",
                 "Share of the programmed weight that has a report", read="tally.reported_share"),
        text("weights", "Pesos usados: dados, iguales o incompletos (se toman iguales)",
             "Weights used: given, equal, or incomplete (taken as equal)", values=("given", "equal", "incomplete"),
             read="tally.weights"),
        whole("indicators", "Indicadores de producto", "Output indicators", required=True, read="tally.indicators"),
        whole("programmed", "Programados en la vigencia", "Programmed in the year", required=True,
              read="tally.programmed"),
        whole("verified", "Verificados", "Verified", required=True, read=_count("verified")),
        whole("adjusted", "Verificados con ajuste", "Verified with adjustment", required=True, read=_count("adjusted")),
        whole("reported", "Reportados sin verificar", "Reported and not verified", required=True,
              read=_count("reported")),
        whole("rejected", "Rechazados", "Rejected", required=True, read=_count("rejected")),
        whole("not_verifiable", "No verificables", "Not verifiable", required=True, read=_count("not_verifiable")),
        whole("no_data", "Sin dato", "Without data", required=True, read=_count("no_data")),
        text("as_of", "Periodo de la última cifra (solo indicadores)", "Period of the last figure (indicators only)"),
        text("problem", "Por qué las cifras no se pueden calcular: se contradicen o falta la línea base",
             "Why the figures cannot be computed: they contradict each other, or the baseline is missing",
             read="tally.problem"),
    ),
    objects=_achievement,
)  # fmt: skip


class _Measurement(NamedTuple):
    """An indicator in a period, by the plan in force at its end. `report` is the one that stands, if there is one."""

    indicator: str
    period: PeriodFacts
    facts: IndicatorFacts
    reading: Reading
    report: ReportFacts | None
    due_on: date
    is_late: bool

    @property
    def verified_value(self) -> Decimal | None:
        return self.report.verified_value if self.report else None

    @property
    def verified_year(self) -> Fraction | None:
        refused = self.report is not None and self.report.outcome in ("rejected", "not_verifiable")
        return Fraction(0) if refused and self.reading.programmed else self.if_verified(self.reading.verified_year)

    @property
    def overdue(self) -> bool:
        figures = self.facts.figures
        later = any(figure.year == self.period.year and figure.cut_off > self.period.cut_off for figure in figures)
        return self.reading.programmed and self.report is None and not later and self.is_late

    def if_verified(self, achievement: Fraction | None) -> Fraction | None:
        """The reading speaks of the year so far; a period without a value of its own has no achievement of its own."""
        return achievement if self.verified_value is not None else None

    def if_reported(self, achievement: Fraction | None) -> Fraction | None:
        return achievement if self.report is not None else None

    def to_date(self, value: Decimal | Fraction | None) -> Fraction | None:
        return Fraction(value) if self.facts.measure is Measure.RATIO and value is not None else None


def _measurements(snapshot: Snapshot) -> Iterator[_Measurement]:
    """One row per indicator and period in which it was programmed or reported."""
    facts = indicator_facts(snapshot)
    standing = {(report.indicator, report.period): report for report in snapshot.reports if report.stands}
    published_on = local_date(snapshot.published_at) if snapshot.published_at else snapshot.cut_off
    for pk, indicator in snapshot.indicators.items():
        for period_pk, ended in snapshot.periods.items():
            report = standing.get((pk, period_pk))
            then = facts_on(snapshot, facts, pk, ended.cut_off)
            if report is None and _told_by_another(then, ended):
                continue
            reading = read_indicator(then, calendar_of(snapshot, ended.cut_off))
            if report is not None or reading.target:
                due_on = deadlines_on(ended.cut_off).report_due(ended.cut_off)
                yield _Measurement(indicator.code, ended, then, reading, report, due_on, published_on > due_on)


def _told_by_another(facts: IndicatorFacts, period: PeriodFacts) -> bool:
    """True if a period that ends the same day (the year and its last quarter) already has the figure."""
    return any(figure.cut_off == period.cut_off and figure.period != period.label for figure in facts.figures)


MEASUREMENTS = PublishedTable(
    "measurements",
    "Mediciones",
    "Measurements",
    "Cada indicador en cada periodo: lo programado, lo reportado, lo verificado y el avance.",
    "Each indicator in each period: programmed, reported, verified and achievement.",
    ("indicator", "period"),
    (
        code("indicator", "Indicador", "Indicator", references="indicators.indicator", required=True),
        period("period.label"),
        code("report", "Reporte que vale", "The report that stands", references="reports.report",
             read=lambda row, _: row.report.key if row.report else ""),
        flag("programmed", "Está programado en esa vigencia", "It is programmed in that year",
             read="reading.programmed"),
        quantity("target", "Meta de la vigencia", "Target of the year", read="reading.target"),
        quantity("expected_value", "Lo esperado a la fecha de corte", "Expected by the cut-off",
                 read="reading.expected_value"),
        quantity("reported_value", "Valor reportado", "Reported value",
                 read=lambda row, _: row.report and row.report.value),
        quantity("verified_value", "Valor verificado", "Verified value"),
        quantity("reported_to_date",
                 "De una tasa con numerador y denominador: la del año hasta este corte, Σ numeradores ÷ "
                 "Σ denominadores",
                 "Of a rate with numerator and denominator: that of the year to date, Σ numerators ÷ Σ denominators",
                 read=lambda row, _: row.to_date(row.reading.reported_value)),
        quantity("verified_to_date", "La misma, con lo verificado", "The same, from what was verified",
                 read=lambda row, _: row.to_date(row.reading.verified_value)),
        *records_count(lambda row: row.report),
        text("status", "Estado", "Status", values=STATUSES, required=True,
             read=lambda row, _: row.report.status if row.report else "no_data"),
        fraction("verified_year", "Avance verificado de la vigencia; cero si se rechazó o no fue verificable",
                 "Verified achievement of the year; zero when rejected or not verifiable"),
        fraction("reported_year", "Avance reportado de la vigencia", "Reported achievement of the year",
                 read=lambda row, _: row.if_reported(row.reading.reported_year)),
        fraction("verified_cycle", "Avance verificado del plan completo", "Verified achievement of the whole plan",
                 read=lambda row, _: row.if_verified(row.reading.verified_cycle)),
        fraction("reported_cycle", "Avance reportado del plan completo", "Reported achievement of the whole plan",
                 read=lambda row, _: row.if_reported(row.reading.reported_cycle)),
        fraction("expected_year", "Avance esperado de la vigencia", "Expected achievement of the year",
                 read="reading.expected_year"),
        fraction("pace_year", "Ritmo: verificado ÷ esperado", "Pace: verified ÷ expected",
                 read=lambda row, _: pace(row.verified_year, row.reading.expected_year)),
        text("band_year", "Semáforo", "Performance band", values=BANDS,
             read=lambda row, _: BAND_SCALE.band_of(row.verified_year) or ""),
        day("due_on", "Fecha en que vencía el reporte", "Date the report was due", required=True),
        flag("overdue", "Vencido sin reporte al publicar el corte",
             "Overdue without a report when the cut-off was published"),
    ),
    objects=_measurements,
)  # fmt: skip


def _changes(snapshot: Snapshot) -> list[Event]:
    """The acts about this plan and its table since the corte of the cut-off before; all of them in the first."""
    previous = (
        Corte.objects.filter(plan=snapshot.plan, cut_off__lt=snapshot.cut_off)
        .order_by("-cut_off")
        .values_list("manifest_sha256", flat=True)
        .first()
    )
    events = list(events_of_plan_and_mesa(snapshot.plan))
    since = next((event.index for event in reversed(events) if previous and _is_publication(event, previous)), -1)
    return [event for event in events if event.index > since]


def _is_publication(event: Event, manifest_sha256: str) -> bool:
    return event.kind == "corte.published" and manifest_sha256 in event.payload


CHANGES = PublishedTable(
    "changes",
    "Cambios desde el corte anterior",
    "Changes since the previous cut-off",
    "Los actos del registro sobre este plan desde el corte anterior, con su huella.",
    "The acts in the ledger about this plan since the previous cut-off, with their hashes.",
    ("index",),
    (
        whole("index", "Posición en el registro", "Position in the ledger", required=True),
        moment("at", "Cuándo", "When", required=True, read="recorded_at"),
        text("kind", "Qué acto", "Which act", required=True),
        text("subject", "Sobre qué", "About what", required=True),
        entity("entity", "Entidad que actuó", "Entity that acted",
               read=lambda event, _: event.entity.code if event.entity else ""),
        text("leaf_hash", "Huella RFC 6962 de la hoja", "RFC 6962 hash of the leaf", required=True),
    ),
    objects=_changes,
)  # fmt: skip

METHOD = PublishedTable(
    "method",
    "Cómo medimos",
    "How we measure",
    "Las reglas y los números con que se hizo este corte, y de dónde sale cada uno.",
    "The rules and numbers with which this cut-off was made, and where each comes from.",
    ("rule",),
    (
        code("rule", "Regla", "Rule", required=True),
        text("value", "El número, si la regla es un número", "The number, where the rule is one"),
        text("unit", "Unidad del número", "Unit of the number"),
        text("standing", "Leída en una fuente, por confirmar en la norma, o decisión nuestra",
             "Read in a source, to be confirmed against the norm, or a choice of ours",
             values=("source", "to_confirm", "choice"), required=True),
        text("text", "Qué dice", "What it says", required=True),
        text("text_en", "Qué dice, en inglés", "What it says, in English", required=True),
    ),
    objects=lambda snapshot: rules_on(snapshot.cut_off),
)  # fmt: skip
