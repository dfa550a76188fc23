"""What was reported, what the verifier found, with which evidence, and everything that happened on the way."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from concierta.engines.achievement import Measure
from concierta.publishing.formats.column import Column, ColumnType, Disclosure
from concierta.publishing.formats.table import ForeignKey, PublishedTable
from concierta.publishing.queries.acts import ReportEvents
from concierta.publishing.queries.small_counts import counts_people, hidden_cells
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.queries.standing import ReportFacts
from concierta.publishing.tables.columns import (
    STATUSES,
    code,
    day,
    entity,
    flag,
    moment,
    origin,
    pair,
    period,
    quantity,
    records_count,
    text,
    whole,
    words,
)
from concierta.reporting.models import Report, ReportBreakdown, ReportStep
from concierta.reporting.workflow import REPORT_WORKFLOW
from concierta.verification.models import Verification

OUTCOMES = ("verified", "adjusted", "rejected", "not_verifiable")
REPORT = code("report", "Reporte", "Report", references="reports.report", required=True)


class _Report(NamedTuple):
    """A version of a figure and the act that says it: its index in the public log and its leaf hash."""

    report: ReportFacts
    event_index: int | None
    event_leaf_hash: str


def _reports(snapshot: Snapshot) -> Iterator[_Report]:
    acts = ReportEvents(snapshot.plan.slug)
    for report in snapshot.reports:
        yield _Report(report, *acts.on(report))


REPORTS = PublishedTable(
    "reports",
    "Reportes",
    "Reports",
    "Cada versión de cada cifra reportada, con lo que encontró quien la verificó. Los borradores no se publican.",
    "Each version of each reported figure, with what its verifier found. Drafts are not published.",
    ("report",),
    (
        code("report", "Identificador: indicador/periodo/versión", "Identifier: indicator/period/version",
             required=True, read="report.key"),
        code("indicator", "Indicador", "Indicator", references="indicators.indicator", required=True,
             read="report.indicator_code"),
        period(lambda row, snapshot: snapshot.periods[row.report.period].label),
        whole("version", "Versión; cada corrección es la siguiente", "Version; each correction is the next",
              required=True, read="report.version"),
        flag("stands", "Es la versión que vale en este corte", "It is the version that stands in this corte",
             read="report.stands"),
        text("status", "Estado ante el público", "Status for the public", values=STATUSES, required=True,
             read="report.status"),
        text("outcome", "Qué encontró la verificación", "What verification found", values=OUTCOMES,
             read="report.outcome"),
        quantity("reported_value", "Valor reportado", "Reported value", read="report.value"),
        quantity("verified_value", "Valor verificado; vacío si no se verificó, se rechazó o no fue verificable",
                 "Verified value; empty when not verified, rejected or not verifiable", read="report.verified_value"),
        *pair("report."),
        *records_count(lambda row: row.report),
        words("narrative", "Explicación de la entidad", "Explanation by the entity", read="report.narrative"),
        text("method", "Cómo se verificó", "How it was verified",
             values=("desk_review", "call_back", "site_visit", "records_count"), read="report.method"),
        words("reason", "Por qué la verificación concluyó eso", "Why verification concluded so", read="report.reason"),
        words("correction_reason", "Por qué se corrigió la versión anterior", "Why the earlier version was corrected",
              read="report.correction_reason"),
        entity("reporter", "Entidad que reportó", "Entity that reported", read="report.reporter_entity"),
        day("reported_on", "Fecha del reporte", "Date of the report", read="report.submitted_at"),
        entity("reviewer", "Entidad que revisó", "Entity that reviewed", read="report.reviewer_entity"),
        day("reviewed_on", "Fecha de la revisión", "Date of the review", read="report.reviewed_at"),
        entity("verifier", "Entidad que verificó", "Entity that verified", read="report.verifier_entity"),
        day("verified_on", "Fecha de la verificación", "Date of the verification", read="report.verified_at"),
        Column("independence_declared", ColumnType.BOOLEAN,
               "Quien verificó había declarado no tener parte en lo que verifica; vacío si nadie verificó",
               "Whoever verified had declared to have no stake in what they verify; empty when nobody verified",
               read=lambda row, _: row.report.independent if row.report.verified_at else None),
        text("source_file", "SHA-256 del archivo oficial del que se tomó", "SHA-256 of the official file it came from",
             read="report.source_file"),
        *origin("report."),
        whole("event_index", "Número, en el registro público, del acto que dice este valor",
              "Number, in the public log, of the act that says this value"),
        text("event_leaf_hash", "Huella de la hoja de ese acto (RFC 6962), en hexadecimal",
             "Leaf hash of that act (RFC 6962), in hexadecimal"),
    ),
    objects=_reports,
)  # fmt: skip

_PART = ("value", "numerator", "denominator")


class _Cell(NamedTuple):
    """A part of a figure as it is shown: without its figures where they are `suppressed`."""

    report: str
    category_set: str
    category: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    suppressed: bool


def _cells(snapshot: Snapshot) -> Iterator[_Cell]:
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
            yield _Cell(by_pk[report].key, category_set, category, **shown, suppressed=category in hidden)


def _hidden(cells: dict[str, dict[str, Any]], *, is_ratio: bool, unit: str) -> set[str]:
    """The cells to protect. Those of a ratio may be of people whatever its unit, and tell three counts: those counted,
    those they are counted over, and by subtraction the others."""
    if not is_ratio:
        return hidden_cells({code: part["value"] for code, part in cells.items()}) if counts_people(unit) else set()
    whole_cells = {code: part for code, part in cells.items() if part["denominator"] is not None}
    return (
        hidden_cells({code: part["numerator"] for code, part in whole_cells.items()})
        | hidden_cells({code: part["denominator"] for code, part in whole_cells.items()})
        | hidden_cells({code: part["denominator"] - part["numerator"] for code, part in whole_cells.items()})
    )


BREAKDOWNS = PublishedTable(
    "breakdowns",
    "Desagregaciones",
    "Break-downs",
    "La parte del valor reportado que corresponde a cada categoría.",
    "The part of the reported value that belongs to each category.",
    ("report", "category_set", "category"),
    (
        REPORT,
        code("category_set", "Desagregación", "Break-down", required=True),
        code("category", "Categoría", "Category", required=True),
        quantity("value", "Valor; vacío si se protege por ser un conteo pequeño de personas",
                 "Value; empty when protected as a small count of people", disclosure=Disclosure.SMALL_COUNTS),
        quantity("numerator", "De una tasa: el numerador de esta parte", "Of a rate: the numerator of this part",
                 disclosure=Disclosure.SMALL_COUNTS),
        quantity("denominator", "De una tasa: el denominador de esta parte", "Of a rate: the denominator of this part",
                 disclosure=Disclosure.SMALL_COUNTS),
        flag("suppressed", "Se protege para no identificar a nadie", "Protected so that nobody can be identified"),
    ),
    (ForeignKey(("category_set", "category"), "categories", ("category_set", "category")),),
    objects=_cells,
)  # fmt: skip

_EVIDENCE_COLUMNS = (
    "evidence__uploaded_at",
    "evidence__file_id",
    "evidence__title",
    "evidence__file__size",
    "evidence__file__media_type",
    "evidence__entity_id",
    "evidence__origin",
)


class _Document(NamedTuple):
    """In the order in which those of one report are numbered: what it brought first, then what its verification did."""

    used_by: str
    uploaded_at: datetime
    sha256: str
    title: str
    size: int
    media_type: str
    entity_id: int
    origin: str


class _Evidence(NamedTuple):
    report: str
    number: int
    document: _Document


def _evidence(snapshot: Snapshot) -> Iterator[_Evidence]:
    brought: dict[int, list[_Document]] = {}
    for report, *item in Report.evidence.through.objects.filter(report__indicator__plan=snapshot.plan).values_list(
        "report_id", *_EVIDENCE_COLUMNS
    ):
        brought.setdefault(report, []).append(_Document("report", *item))
    for report, *item in Verification.evidence.through.objects.filter(
        verification__report__indicator__plan=snapshot.plan
    ).values_list("verification__report_id", *_EVIDENCE_COLUMNS):
        brought.setdefault(report, []).append(_Document("verification", *item))
    for facts in snapshot.reports:
        documents = [] if facts.rewritten else sorted(brought.get(facts.pk, ()))
        for number, document in enumerate(documents, start=1):
            yield _Evidence(facts.key, number, document)


EVIDENCE = PublishedTable(
    "evidence",
    "Evidencias",
    "Evidence",
    "Las evidencias de cada reporte y de cada verificación: qué son y su huella. El archivo no se publica aquí.",
    "The evidence of each report and verification: what it is and its hash. The file itself is not published here.",
    ("report", "number"),
    (
        REPORT,
        whole("number", "Número en el reporte", "Number within the report", required=True),
        text("used_by", "Del reporte o de la verificación", "Of the report or of the verification",
             values=("report", "verification"), required=True, read="document.used_by"),
        words("title", "Título", "Title", read="document.title"),
        text("sha256", "SHA-256 del archivo", "SHA-256 of the file", required=True, read="document.sha256"),
        whole("size", "Tamaño", "Size", unit="bytes", required=True, read="document.size"),
        text("media_type", "Tipo de archivo", "Media type", required=True, read="document.media_type"),
        entity("entity", "Entidad que la aportó", "Entity that brought it", read="document.entity_id"),
        day("uploaded_on", "Fecha en que se aportó", "Date it was brought", required=True, read="document.uploaded_at"),
        text("origin", "Oficial, demostrativa o propia", "Official, demonstrative or own",
             values=("official", "demonstrative", "own"), required=True, read="document.origin"),
    ),
    objects=_evidence,
)  # fmt: skip

PUBLIC_ACTS = frozenset(transition.name for transition in REPORT_WORKFLOW.transitions) | {"import", "correct"}
"""Saving a draft is nobody else's business."""

PUBLIC_NOTES = frozenset({"verify", "adjust", "reject", "find_not_verifiable", "correct"})
"""What a verifier found and why something was corrected are published as written. What two offices said to each other
while a report was being completed (why it was returned, say) is not: the public is told that it happened, and when."""


class _Step(NamedTuple):
    report: str
    number: int
    step: Any


def _steps(snapshot: Snapshot) -> Iterator[_Step]:
    rows = (
        ReportStep.objects.filter(report__indicator__plan=snapshot.plan, act__in=PUBLIC_ACTS)
        .order_by("at", "pk")
        .values_list("report_id", "act", "at", "entity_id", "value", "note", named=True)
    )
    steps: dict[int, list[Any]] = {}
    for row in rows:
        steps.setdefault(row.report_id, []).append(row)
    for facts in snapshot.reports:
        for number, step in enumerate(steps.get(facts.pk, ()), start=1):
            yield _Step(facts.key, number, step)


HISTORY = PublishedTable(
    "history",
    "Historia de los reportes",
    "History of the reports",
    "Cada paso de cada reporte desde que se envió. El motivo de una devolución es trabajo interno y no se publica.",
    "Each step of each report since it was submitted. Why a report was returned is internal work and not published.",
    ("report", "number"),
    (
        REPORT,
        whole("number", "Número del paso", "Number of the step", required=True),
        text("act", "Qué se hizo", "What was done", required=True, read="step.act"),
        moment("at", "Cuándo", "When", required=True, read="step.at"),
        entity("entity", "Entidad que lo hizo", "Entity that did it", read="step.entity_id"),
        quantity("value", "Valor en ese paso", "Value at that step", read="step.value"),
        words("note", "Nota pública", "Public note",
              read=lambda row, _: row.step.note if row.step.act in PUBLIC_NOTES else ""),
    ),
    objects=_steps,
)  # fmt: skip
