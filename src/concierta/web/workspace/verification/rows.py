"""Campaigns, assignments, risks and second looks as rows of a page."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from concierta.engines.risk import Risk
from concierta.engines.sampling import VerifiedCount
from concierta.reporting.enums import Outcome
from concierta.verification.enums import CampaignState, EntryReason, Method
from concierta.verification.operations import RecordsSeen
from concierta.verification.queries import (
    Assignment,
    CampaignSheet,
    SecondLook,
    VerificationSheet,
    VerifyingTime,
    Workload,
    method_in,
)
from concierta.web.kit import marks
from concierta.web.kit.checking import agreement_words, counted, risk_words
from concierta.web.kit.formats import date_time, decimal, due, long_date, number, percent, period, short_date
from concierta.web.kit.tabular import Column, Table
from concierta.web.workspace.reporting.evidence import evidence_line
from concierta.web.workspace.reporting.figures import mark_of, with_unit
from concierta.web.workspace.shell import in_language

if TYPE_CHECKING:
    from concierta.reporting.models import Report
    from concierta.verification.models import Campaign, CampaignReport

#: Sizes of population for which the form shows how many would be drawn.
POPULATIONS = (50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A report that is looked at. `second` is empty where nobody looks a second time."""

    entry: "CampaignReport"
    value: str
    reason: str
    why: str
    method: str
    verifier: str
    second: str
    second_done: bool
    state: str


def campaign_meta(campaign: "Campaign") -> str:
    """Until when its list is open, its figures are verified, or since when it is over."""
    words = {
        CampaignState.PLANNED: gettext("la lista se cierra el %(day)s"),
        CampaignState.OPEN: gettext("semilla comprometida; la lista se cierra el %(day)s"),
        CampaignState.DRAWN: gettext("por verificar hasta el %(due)s"),
        CampaignState.FINISHED: gettext("terminó el %(end)s"),
    }
    days = {"day": campaign.population_closes_on, "due": campaign.due_on, "end": campaign.finished_at}
    return words[CampaignState(campaign.state)] % {name: short_date(day) for name, day in days.items()}


def campaign_context(sheet: CampaignSheet) -> dict[str, object]:
    campaign = sheet.campaign
    return {
        "campaign": campaign,
        "sheet": sheet,
        "title": campaign_title(sheet),
        "state": str(CampaignState(campaign.state).label),
        "rules": _rules(sheet),
        "strata": _strata(sheet) if sheet.strata else None,
        "outcomes": [(state, sheet.outcomes.get(state, 0)) for state in Outcome.values if state in sheet.outcomes],
        "agreement": agreement_words(
            sheet.agreement.items, sheet.agreement.agreed, sheet.agreement.kappa, sheet.agreement.interval
        ),
        "looked_at": sum(row.looked_at for row in sheet.strata),
        "checked": sum(row.checked for row in sheet.strata),
    }


def campaign_title(sheet: CampaignSheet) -> str:
    campaign = sheet.campaign
    when = {"period": period(campaign.period.label)}
    if campaign.state == CampaignState.PLANNED:
        return gettext("Campaña del %(period)s, sin abrir") % when
    if campaign.state == CampaignState.OPEN:
        return gettext("Campaña del %(period)s: la semilla está comprometida") % when
    total, done = sum(row.looked_at for row in sheet.strata), sum(row.checked for row in sheet.strata)
    return ngettext(
        "Campaña del %(period)s: %(done)s de %(total)s reporte verificado",
        "Campaña del %(period)s: %(done)s de %(total)s reportes verificados",
        total,
    ) % {**when, "done": number(done), "total": number(total)}


def size_sentence(waiting: int, drawn: int, margin: Decimal, confidence: Decimal) -> str:
    figures = {
        "drawn": number(drawn),
        "margin": number(margin * 100),
        "confidence": percent(confidence),
        "waiting": number(waiting),
    }
    if not waiting:
        return gettext(
            "Hoy no hay reportes revisados en este alcance. La lista se forma con los que se revisen hasta su cierre."
        )
    return (
        ngettext(
            "Hoy hay %(waiting)s reporte revisado en este alcance: para ±%(margin)s puntos con %(confidence)s de "
            "confianza saldrían %(drawn)s en el sorteo, más los que entren por riesgo.",
            "Hoy hay %(waiting)s reportes revisados en este alcance: para ±%(margin)s puntos con %(confidence)s de "
            "confianza saldrían %(drawn)s en el sorteo, más los que entren por riesgo.",
            waiting,
        )
        % figures
    )


def size_table(sizes: list[tuple[int, int]]) -> Table:
    return Table(
        columns=[Column(gettext("Reportes en la lista"), numeric=True), Column(gettext("Salen"), numeric=True)],
        rows=[[number(population), number(drawn)] for population, drawn in sizes],
    )


def _rules(sheet: CampaignSheet) -> list[tuple[str, str]]:
    campaign = sheet.campaign
    rules = [
        (gettext("Estado"), str(CampaignState(campaign.state).label)),
        (gettext("Alcance"), _scope(campaign.scope)),
        (gettext("La lista se cierra"), long_date(campaign.population_closes_on)),
        (gettext("Fecha límite"), long_date(campaign.due_on)),
        (gettext("Margen de error buscado"), gettext("±%(margin)s puntos") % {"margin": number(campaign.margin * 100)}),
        (gettext("Confianza"), percent(campaign.confidence)),
        (gettext("Se verifica dos veces"), percent(campaign.double_share)),
        (
            gettext("Entra por riesgo"),
            gettext("Nada")
            if campaign.risk_threshold is None
            else gettext("Desde %(points)s puntos") % {"points": number(campaign.risk_threshold)},
        ),
    ]
    if sheet.margin is not None:
        rules.append(
            (gettext("Margen que da el sorteo"), gettext("±%(margin)s puntos") % {"margin": number(sheet.margin * 100)})
        )
    if campaign.opened_at:
        rules.append((gettext("Semilla comprometida"), date_time(campaign.opened_at)))
    if campaign.drawn_at:
        rules.append((gettext("Sorteada"), date_time(campaign.drawn_at)))
    if campaign.finished_at:
        rules.append((gettext("Terminada"), date_time(campaign.finished_at)))
    return rules


def _scope(scope: dict[str, Any]) -> str:
    parts = [
        *scope.get("entities", []),
        *(code for _tier, code in scope.get("nodes", [])),
        *scope.get("indicators", []),
    ]
    return ", ".join(parts) or gettext("Todo el plan")


def _strata(sheet: CampaignSheet) -> Table:
    return Table(
        columns=[
            Column(gettext("Entidad que reportó")),
            Column(gettext("En la lista"), numeric=True),
            Column(gettext("Por sorteo"), numeric=True),
            Column(gettext("Por riesgo"), numeric=True),
            Column(gettext("Se miran"), numeric=True),
            Column(gettext("Verificados"), numeric=True),
        ],
        rows=[
            [
                row.entity,
                *map(number, (row.population, row.drawn, row.by_risk, row.looked_at, row.checked)),
            ]
            for row in sheet.strata
        ],
    )


def entry_row(entry: "CampaignReport") -> EntryRow:
    report = entry.report
    nobody = gettext("Nadie todavía")
    return EntryRow(
        entry=entry,
        value=with_unit(report.value, report.indicator),
        reason=reason_words(entry),
        why=risks_of(entry),
        method=str(Method(method_in(entry.campaign, report)).label),
        verifier=entry.verifier.name if entry.verifier else nobody,
        second=(entry.second_verifier.name if entry.second_verifier else nobody) if entry.double_checked else "",
        second_done=hasattr(entry, "second_verification"),
        state=mark_of(report) if report.outcome else marks.REPORTED,
    )


def reason_words(entry: "CampaignReport") -> str:
    return str(EntryReason(entry.reason).label) if entry.reason else gettext("No se mira en esta campaña")


def risks_of(entry: "CampaignReport") -> str:
    """The risks that brought it in; empty for one that was only drawn."""
    return " ".join(risk_words(part) for part, _points in entry.risk_parts) if entry.by_risk else ""


def workload_table(rows: list[Workload]) -> Table:
    return Table(
        columns=[
            Column(gettext("Quién verifica")),
            Column(gettext("Le tocan"), numeric=True),
            Column(gettext("Hechas"), numeric=True),
            Column(gettext("Segundas miradas"), numeric=True),
            Column(gettext("Segundas hechas"), numeric=True),
            Column(gettext("Vencidas"), numeric=True),
        ],
        rows=[
            [
                row.verifier.name,
                *map(number, (row.assigned, row.done, row.second_assigned, row.second_done, row.overdue)),
            ]
            for row in rows
        ],
    )


def times_table(rows: list[VerifyingTime]) -> Table:
    days = gettext("días hábiles")
    return Table(
        columns=[
            Column(gettext("Entidad que verifica")),
            Column(gettext("Verificados"), numeric=True),
            Column(gettext("El más rápido"), numeric=True, unit=days),
            Column(gettext("La mitad, en menos de"), numeric=True, unit=days),
            Column(gettext("El más lento"), numeric=True, unit=days),
        ],
        rows=[
            [row.entity.name, number(row.verified), number(row.fastest), decimal(row.median), number(row.slowest)]
            for row in rows
        ],
    )


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    title: str
    code: str
    meta: str
    href: str
    value: str
    reason: str
    why: str
    method: str
    second: bool
    due_words: str
    overdue: bool


def assignment_row(work: Assignment) -> AssignmentRow:
    report = work.entry.report
    return AssignmentRow(
        title=in_language(report.indicator, "name"),
        code=report.indicator.code,
        meta=f"{report.period.label} · {report.reporter_entity.short_name}",
        href=reverse("second_look", args=[work.entry.pk]) if work.second else reverse("verify", args=[report.pk]),
        value=with_unit(report.value, report.indicator),
        reason=reason_words(work.entry),
        why=risks_of(work.entry),
        method=str(Method(work.method).label),
        second=work.second,
        due_words=due((work.due_on - work.on).days),
        overdue=work.overdue,
    )


def entry_note(checked: VerificationSheet) -> dict[str, str] | None:
    """Why the campaign under way looks at this figure, by which method and until when."""
    if checked.entry is None:
        return None
    return {
        "reason": reason_words(checked.entry),
        "why": risks_of(checked.entry),
        "method": str(checked.method.label) if checked.method else "",
        "due_on": long_date(checked.entry.campaign.due_on),
    }


def count_words(report: "Report", count: VerifiedCount, seen: RecordsSeen) -> str:
    """The line that will be published, before it is kept."""
    return counted(
        reported=report.value or 0,
        verified=count.verified,
        low=count.low,
        high=count.high,
        confidence=seen.confidence,
        all_seen=count.every_record_looked_at,
    )


def claim_alone(look: SecondLook) -> dict[str, object]:
    report = look.report
    indicator = report.indicator
    return {
        "code": indicator.code,
        "period": period(report.period.label),
        "name": in_language(indicator, "name"),
        "definition": in_language(indicator, "definition"),
        "value": with_unit(report.value, indicator),
        "narrative": report.narrative,
        "facts": [
            (gettext("Reporta"), report.reporter_entity.name),
            (gettext("Línea base"), with_unit(indicator.baseline, indicator)),
            (gettext("Medio de verificación"), indicator.means_of_verification or gettext("No se definió")),
            (gettext("Enviado"), date_time(report.submitted_at)),
        ],
        "method": str(Method(look.method).label),
        "due_on": long_date(look.entry.campaign.due_on),
        "evidence": [evidence_line(item) for item in look.evidence],
    }


def risk_reasons(risk: Risk) -> list[str]:
    return [risk_words(part.value) for part, _points in risk.parts]


def risk_word(risk: Risk) -> str:
    """Three words, by the points of the score (0 to 100)."""
    if risk.points >= 50:
        return gettext("Riesgo alto")
    if risk.points >= 20:
        return gettext("Riesgo medio")
    return gettext("Riesgo bajo")
