"""Clauses, pledges and signatories as rows of a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from concierta.agreements.enums import PledgeKind
from concierta.reporting.enums import Rating
from concierta.web.kit import marks
from concierta.web.kit.formats import due, long_date, measure, number, percent, pesos, short_date
from concierta.web.kit.formats import period as period_words
from concierta.web.workspace.mesa.words import attendance_words
from concierta.web.workspace.reporting.evidence import evidence_line
from concierta.web.workspace.reporting.figures import Picture, mark_of, with_unit
from concierta.web.workspace.shell import in_language


@dataclass(frozen=True, slots=True)
class PledgeLine:
    code: str
    entity: str
    text: str
    kind: str
    amount: str
    due: str
    origin: str
    source: str


@dataclass(frozen=True, slots=True)
class ClauseBlock:
    code: str
    title: str
    text: str
    pledges: list[PledgeLine]


def clause_block(clause: Any) -> ClauseBlock:
    return ClauseBlock(
        clause.code,
        in_language(clause, "title"),
        in_language(clause, "text"),
        [_line(pledge) for pledge in clause.pledges.all()],
    )


def _line(pledge: Any) -> PledgeLine:
    if pledge.kind == PledgeKind.CASH:
        amount = pesos(pledge.amount)
    elif pledge.quantity is not None:
        amount = measure(pledge.quantity, pledge.unit)
    else:
        amount = "—"
    return PledgeLine(
        pledge.code,
        pledge.entity.short_name,
        in_language(pledge, "text"),
        str(PledgeKind(pledge.kind).label),
        amount,
        short_date(pledge.due_on) if pledge.due_on else gettext("sin fecha"),
        pledge.origin,
        pledge.source,
    )


@dataclass(frozen=True, slots=True)
class SignatoryRow:
    name: str
    href: str
    promised: int
    delivered: int
    owed: int
    overdue: int
    next_due: str


def signatory_row(found: Any, plan: Any) -> SignatoryRow:
    return SignatoryRow(
        name=found.entity.name,
        href=f"{reverse('entity_pledges', args=[found.entity.code])}?plan={plan.slug}",
        promised=found.promised,
        delivered=found.delivered,
        owed=found.owed,
        overdue=found.overdue,
        next_due=short_date(found.next_due) if found.next_due else "—",
    )


def pledges_finding(signatories: Sequence[Any]) -> str:
    promised = sum(one.promised for one in signatories)
    if not promised:
        return gettext("Promesas de los firmantes")
    return _kept(sum(one.delivered for one in signatories), promised, sum(one.overdue for one in signatories))


def entity_finding(found: Any) -> str:
    return f"{found.entity.short_name}: {_kept(found.delivered, found.promised, found.overdue).lower()}"


def _kept(delivered: int, promised: int, overdue: int) -> str:
    said = ngettext("%(n)s de %(total)s promesa cumplida", "%(n)s de %(total)s promesas cumplidas", promised) % {
        "n": delivered,
        "total": promised,
    }
    if overdue:
        late = ngettext("%(n)s plazo vencido", "%(n)s plazos vencidos", overdue) % {"n": overdue}
        return gettext("%(said)s; %(late)s") % {"said": said, "late": late}
    return said


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One indicator of a pledge; `picture` None where the measure starts from a baseline and has no share."""

    code: str
    name: str
    picture: Picture | None
    verified: str
    promised: str
    remaining: str


@dataclass(frozen=True, slots=True)
class PledgeRow:
    title: str
    code: str
    href: str
    meta: str
    state: str
    kind: str
    figures: list[FigureLine]
    owes: str
    rating: str
    opinion: str


def pledge_row(standing: Any, plan: Any) -> PledgeRow:
    pledge = standing.pledge
    state, kind = _state(standing)
    latest = standing.assessments[0] if standing.assessments else None
    return PledgeRow(
        title=in_language(pledge, "text"),
        code=pledge.code,
        href=f"{reverse('pledge', args=[pledge.pk])}?plan={plan.slug}",
        meta=" · ".join(filter(None, [in_language(pledge.clause, "title"), amount_of(pledge), _until(pledge)])),
        state=state,
        kind=kind,
        figures=[figure_line(figure) for figure in standing.figures],
        owes=owes_words(standing),
        rating=str(Rating(latest.rating).label) if latest else "",
        opinion=str(Rating(latest.opinion).label) if latest and latest.opinion else "",
    )


def _state(standing: Any) -> tuple[str, str]:
    if standing.is_delivered:
        return gettext("Cumplido"), "strong"
    if standing.overdue:
        return gettext("Vencido"), "late"
    if standing.reports_owed or standing.assessments_owed:
        return gettext("Debe"), "soon"
    return (gettext("Se mide"), "plain") if standing.is_measurable else (gettext("Se autoevalúa"), "plain")


def amount_of(pledge: Any) -> str:
    if pledge.kind == PledgeKind.CASH:
        return pesos(pledge.amount)
    return measure(pledge.quantity, pledge.unit) if pledge.quantity is not None else ""


def _until(pledge: Any) -> str:
    return gettext("hasta el %(date)s") % {"date": short_date(pledge.due_on)} if pledge.due_on else ""


def owes_words(standing: Any) -> str:
    """What its periods ask and nobody has sent, and when it is due."""
    asked = [f"{one.indicator.code} {period_words(one.period)}" for one in standing.reports_owed]
    asked += [
        gettext("autoevaluación %(period)s") % {"period": period_words(one.period)} for one in standing.assessments_owed
    ]
    if not asked:
        return ""
    first = min([*standing.reports_owed, *standing.assessments_owed], key=lambda one: one.due_on)
    words = gettext("Debe: %(what)s") % {"what": ", ".join(asked[:3]) + ("…" if len(asked) > 3 else "")}
    return f"{words} ({due((first.due_on - first.on).days)})"


def figure_line(figure: Any) -> FigureLine:
    indicator = figure.indicator
    share = figure.remaining is not None and figure.promised
    verified, reported = (
        (Fraction(value) / figure.promised if value is not None else None) if share else None
        for value in (figure.verified, figure.reported)
    )
    return FigureLine(
        code=indicator.code,
        name=in_language(indicator, "name"),
        picture=Picture(
            id=f"promesa-{indicator.pk}",
            verified=verified,
            reported=reported,
            state=_mark(verified, reported),
            target_label=with_unit(figure.promised, indicator),
            reported_value=with_unit(figure.reported, indicator) if figure.reported is not None else "",
            verified_value=with_unit(figure.verified, indicator) if figure.verified is not None else "",
        )
        if share
        else None,
        verified=with_unit(figure.verified, indicator),
        promised=with_unit(figure.promised, indicator),
        remaining=with_unit(figure.remaining, indicator) if figure.remaining is not None else "",
    )


def _mark(verified: Fraction | None, reported: Fraction | None) -> str:
    if verified is None and reported is None:
        return marks.NO_DATA
    return marks.REPORTED if reported is not None and reported > (verified or 0) else marks.VERIFIED


@dataclass(frozen=True, slots=True)
class AssessmentView:
    pk: int
    period: str
    rating: str
    text: str
    when: str
    opinion: str
    opinion_text: str
    decision: str
    evidence: list[Any]


def assessment_view(assessment: Any) -> AssessmentView:
    decision = assessment.opinion_decision
    return AssessmentView(
        pk=assessment.pk,
        period=period_words(assessment.period.label),
        rating=str(Rating(assessment.rating).label),
        text=assessment.text,
        when=short_date(assessment.made_at),
        opinion=str(Rating(assessment.opinion).label) if assessment.opinion else "",
        opinion_text=assessment.opinion_text,
        decision=decision.number if decision else "",
        evidence=[evidence_line(one) for one in assessment.evidence.all()],
    )


def report_rows(reports: Iterable[Any], indicator: Any) -> list[dict[str, Any]]:
    """The reports of an indicator that this person may see, newest first."""
    return [
        {
            "href": reverse("report", args=[one.pk]),
            "period": period_words(one.period.label) + (f" · v{one.version}" if one.version > 1 else ""),
            "value": with_unit(one.value, indicator),
            "verified": with_unit(one.verified_value, indicator) if one.verified_value is not None else "—",
            "state": mark_of(one),
        }
        for one in reports
    ]


def pledge_facts(pledge: Any) -> list[tuple[str, str]]:
    return [
        (gettext("Lo prometió"), pledge.entity.name),
        (gettext("Compromiso del acuerdo"), f"{pledge.clause.code} {in_language(pledge.clause, 'title')}"),
        (gettext("Clase"), str(PledgeKind(pledge.kind).label)),
        (gettext("Cuánto"), amount_of(pledge) or "—"),
        (gettext("Para cuándo"), short_date(pledge.due_on) if pledge.due_on else gettext("sin fecha")),
        (gettext("Fuente"), pledge.source),
    ]


def keeping_facts(attendance: Any, factor: Any, cut_off: date | None) -> list[tuple[str, str]]:
    """`attendance` None: no seat, or not for this reader. `factor` None: nothing of it stands at `cut_off`."""
    facts = []
    if attendance is not None:
        came = attendance_words(attendance) if attendance.held else gettext("Sin dato: no ha habido sesiones.")
        facts.append((gettext("Asistencia a la mesa"), came))
    if cut_off is not None:
        facts.append((gettext("Factor de verificación"), _factor_words(factor, cut_off)))
    return facts


def _factor_words(factor: Any, cut_off: date) -> str:
    """«87,5 % de lo reportado se sostuvo…», with what it speaks for: the same figure as the portal's."""
    day = {"date": long_date(cut_off)}
    if factor is None:
        return gettext("Sin dato: no reportó nada en el corte del %(date)s.") % day
    reports = ngettext("%(n)s reporte", "%(n)s reportes", factor.reports) % {"n": number(factor.reports)}
    if not factor.looked_at:
        return gettext("Sin dato: nadie ha mirado todavía lo que reportó en el corte del %(date)s (%(reports)s).") % {
            **day,
            "reports": reports,
        }
    looked = ngettext("se miró %(n)s de %(reports)s", "se miraron %(n)s de %(reports)s", factor.looked_at) % {
        "n": number(factor.looked_at),
        "reports": reports,
    }
    said = gettext("%(share)s de lo que dijo se sostuvo: %(looked)s del corte del %(date)s.") % {
        **day,
        "share": percent(factor.factor),
        "looked": looked,
    }
    return " ".join(filter(None, (said, _count_zero(factor.rejected, factor.not_verifiable))))


def _count_zero(rejected: int, not_verifiable: int) -> str:
    parts = []
    if rejected:
        parts.append(ngettext("%(n)s rechazado", "%(n)s rechazados", rejected) % {"n": number(rejected)})
    if not_verifiable:
        parts.append(
            ngettext("%(n)s no verificable", "%(n)s no verificables", not_verifiable) % {"n": number(not_verifiable)}
        )
    if not parts:
        return ""
    return ngettext("Cuenta cero: %(what)s.", "Cuentan cero: %(what)s.", rejected + not_verifiable) % {
        "what": gettext(" y ").join(parts)
    }
