"""One version of one report, whole: what was said, what was found, by whom, when, how and with which evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.html import format_html
from django.utils.translation import gettext

from concierta.web.kit import formats, marks
from concierta.web.kit.spanish import in_spanish
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import names, words
from concierta.web.portal.corte import Corte, Row
from concierta.web.portal.indicators import values
from concierta.web.portal.ledger import comprobar
from concierta.web.portal.page import Fact, Text, joined
from concierta.web.portal.portal import Portal
from concierta.web.portal.verification import checks


@dataclass(frozen=True, slots=True)
class ReportCard:
    """One version of one period's report, whole: what was said, what was found, by whom, with which evidence."""

    id: str
    heading: str
    status: str
    stands: bool
    facts: list[Fact]
    narrative: str
    reason: str
    correction: str
    breakdown: Table | None
    breakdown_caption: str
    evidence: Table | None
    evidence_caption: str
    steps: list[Mapping[str, object]]
    origin: str
    source: str
    check: str


def report_card(portal: Portal, indicator: Row, report: Row, number: int) -> ReportCard:
    corte = portal.corte
    heading = formats.period(report.period)
    if report.version > 1 or not report.stands:
        heading = gettext("%(period)s, versión %(version)s") % {"period": heading, "version": report.version}
    facts: list[Fact] = [
        (gettext("Reportado"), _finding(portal, report.reported_value, indicator, report.reporter, report.reported_on)),
        (gettext("Revisado"), _reviewed(portal, report)),
    ]
    if report.outcome:
        facts.append(
            (
                gettext("Verificado") if report.verified_value is not None else gettext("Verificación"),
                _finding(portal, report.verified_value, indicator, report.verifier, report.verified_on, report.outcome),
            )
        )
        facts.append((gettext("Cómo se verificó"), words.method(report.method)))
        if report.independence_declared is not None:
            facts.append((gettext("Independencia de quien verificó"), _independence(report)))
        if line := checks.counted(report):
            facts.append((gettext("Conteo"), format_html("<b>{}</b><br>{}", line, checks.records(report))))
    else:
        facts.append(
            (gettext("Verificado"), gettext("Todavía no: el valor no cuenta hasta que otra entidad lo compruebe"))
        )
    return ReportCard(
        id=f"r{number}",
        heading=heading[:1].upper() + heading[1:],
        status=report.status if report.status in marks.STATE_WORDS else "",
        stands=report.stands,
        facts=facts,
        narrative=report.narrative,
        reason=report.reason,
        correction=report.correction_reason,
        breakdown=breakdown_table(corte, indicator, report),
        breakdown_caption=gettext("Desagregación de lo reportado: %(heading)s") % {"heading": heading},
        evidence=evidence_table(corte, report),
        evidence_caption=gettext("Evidencia: %(heading)s") % {"heading": heading},
        steps=[
            {
                "title": words.act(step.act),
                "when": formats.date_time(step.at),
                "by": names.entity_name(corte.entities.get(step.entity)),
                "note": in_spanish(step.note),
                "state": "",
                "current": False,
                "pending": False,
            }
            for step in corte.history_of.get(report.report, [])
        ],
        origin=report.origin,
        source=report.source,
        check=comprobar.figure_link(portal, report),
    )


def _independence(report: Row) -> str:
    return gettext("Declarada") if report.independence_declared else gettext("No declarada")


def _reviewed(portal: Portal, report: Row) -> Text:
    """What the reviewing entity did: pass it on, give it back to be corrected, or nothing yet."""
    if returned := portal.corte.returned_at(report.report):
        return gettext("Se devolvió a la entidad para corregir el %(date)s") % {"date": formats.long_date(returned)}
    return _signed(portal, report.reviewer, report.reviewed_on) or gettext("Todavía no")


def _signed(portal: Portal, entity: str, on: date | None) -> Text:
    if not entity or on is None:
        return ""
    return format_html("{}, {}", portal.entity_link(entity), formats.long_date(on))


def _finding(
    portal: Portal, amount: Decimal | None, indicator: Row, entity: str, on: date | None, outcome: str = ""
) -> Text:
    if amount is None and outcome:
        shown = gettext("Ningún valor: %(outcome)s") % {"outcome": marks.state_word(outcome).lower()}
    else:
        shown = values.value(amount, indicator)
    return format_html("<b>{}</b> · {}", shown, _signed(portal, entity, on) or formats.no_data())


def breakdown_table(corte: Corte, indicator: Row, report: Row) -> Table | None:
    rows = corte.breakdowns_of.get(report.report, [])
    if not rows:
        return None

    def category(row: Row) -> Row:
        return corte.categories[row.category_set, row.category]

    def value(row: Row) -> str:
        if row.suppressed:
            return gettext("Protegido: menos de 5 o derivable")
        return formats.number(row.value, indicator.decimals or 2)

    return Table.of(
        rows,
        Column(gettext("Desagregación"), cell=lambda row: names.localized_name(category(row), "set_name")),
        Column(gettext("Categoría"), cell=lambda row: names.localized_name(category(row))),
        Column(gettext("Valor reportado"), numeric=True, unit=indicator.unit, cell=value),
    )


def evidence_table(corte: Corte, report: Row) -> Table | None:
    rows = corte.evidence_of.get(report.report, [])
    if not rows:
        return None

    def given_by(row: Row) -> Text:
        use = gettext("para el reporte") if row.used_by == "report" else gettext("para la verificación")
        return joined([names.entity_name(corte.entities.get(row.entity), short=True), use, words.origin(row.origin)])

    return Table.of(
        rows,
        Column(gettext("Evidencia"), cell=lambda row: in_spanish(row.title)),
        Column(gettext("Aportada por"), cell=given_by),
        Column(gettext("Archivo"), cell=words.file),
        Column(gettext("Huella (SHA-256)"), cell=lambda row: format_html("<code>{}</code>", row.sha256)),
    )
