"""Pledges and signatories in words, and as rows of a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from concierta.agreements.enums import COUNTED, PledgeKind
from concierta.kernel.clock import today
from concierta.mesa.queries import AttendanceRecord
from concierta.reporting.enums import ReportState
from concierta.reporting.queries import EntityPledges, PledgeFigure, PledgeStanding
from concierta.verification.queries import Factor
from concierta.web.kit import marks
from concierta.web.kit.formats import due, long_date, number, percent, short_date
from concierta.web.kit.formats import period as period_words
from concierta.web.workspace.agreements.tables import amount_of, standing_facts
from concierta.web.workspace.mesa.words import attendance_words
from concierta.web.workspace.reporting.figures import Picture, mark_of, with_unit
from concierta.web.workspace.shell import in_language

if TYPE_CHECKING:
    from concierta.agreements.models import Pledge
    from concierta.indicators.models import Indicator
    from concierta.reporting.models import Report


def pledges_finding(signatories: Sequence[EntityPledges]) -> str:
    promised = sum(one.promised for one in signatories)
    if not promised:
        return gettext("Promesas de los firmantes")
    return _kept(sum(one.delivered for one in signatories), promised, sum(one.overdue for one in signatories))


def entity_finding(signatory: EntityPledges) -> str:
    kept = _kept(signatory.delivered, signatory.promised, signatory.overdue)
    return f"{signatory.entity.short_name}: {kept.lower()}"


def _kept(delivered: int, promised: int, overdue: int) -> str:
    words = ngettext("%(n)s de %(total)s promesa cumplida", "%(n)s de %(total)s promesas cumplidas", promised) % {
        "n": delivered,
        "total": promised,
    }
    if overdue:
        late = ngettext("%(n)s plazo vencido", "%(n)s plazos vencidos", overdue) % {"n": overdue}
        return gettext("%(said)s; %(late)s") % {"said": words, "late": late}
    return words


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
    """`tag` are the words and the kind of the tag that says how it goes."""

    standing: PledgeStanding
    meta: str
    tag: tuple[str, str]
    figures: list[FigureLine]
    owes: str


def pledge_row(standing: PledgeStanding) -> PledgeRow:
    pledge = standing.pledge
    until = gettext("hasta el %(date)s") % {"date": short_date(pledge.due_on)} if pledge.due_on else ""
    # What nobody answered for, or nobody assessed, is not read as a promise that stands.
    not_yet = "" if pledge.state in COUNTED else pledge.get_state_display()
    return PledgeRow(
        standing,
        meta=" · ".join(filter(None, [in_language(pledge.clause, "title"), amount_of(pledge), until, not_yet])),
        tag=_state(standing),
        figures=[figure_line(figure) for figure in standing.figures],
        owes=owes_words(standing),
    )


def _state(standing: PledgeStanding) -> tuple[str, str]:
    if standing.is_delivered:
        return gettext("Cumplido"), "strong"
    if standing.overdue:
        return gettext("Vencido"), "late"
    if standing.reports_owed or standing.assessments_owed:
        return gettext("Debe"), "soon"
    return (gettext("Se mide"), "plain") if standing.is_measurable else (gettext("Se autoevalúa"), "plain")


def owes_words(standing: PledgeStanding) -> str:
    """What its periods ask and nobody has sent, and when it is due."""
    asked = [f"{one.indicator.code} {period_words(one.period)}" for one in standing.reports_owed]
    asked += [
        gettext("autoevaluación %(period)s") % {"period": period_words(one.period)} for one in standing.assessments_owed
    ]
    if not asked:
        return ""
    days = [(one.due_on - one.on).days for one in standing.reports_owed]
    days += [(one.due_on - one.on).days for one in standing.assessments_owed]
    words = gettext("Debe: %(what)s") % {"what": ", ".join(asked[:3]) + ("…" if len(asked) > 3 else "")}
    return f"{words} ({due(min(days))})"


def figure_line(figure: PledgeFigure) -> FigureLine:
    indicator = figure.indicator
    whole = figure.promised if figure.remaining is not None else None
    picture = None
    if whole:
        verified, reported = (None if value is None else value / whole for value in (figure.verified, figure.reported))
        picture = Picture(
            id=f"promesa-{indicator.pk}",
            verified=verified,
            reported=reported,
            state=mark_of_shares(verified, reported),
            target_label=with_unit(figure.promised, indicator),
            reported_value=with_unit(figure.reported, indicator) if figure.reported is not None else "",
            verified_value=with_unit(figure.verified, indicator) if figure.verified is not None else "",
        )
    return FigureLine(
        code=indicator.code,
        name=in_language(indicator, "name"),
        picture=picture,
        verified=with_unit(figure.verified, indicator),
        promised=with_unit(figure.promised, indicator),
        remaining=with_unit(figure.remaining, indicator) if figure.remaining is not None else "",
    )


def mark_of_shares(verified: Fraction | None, reported: Fraction | None) -> str:
    """The mark of a picture that shows both; what is reported beyond what is verified still awaits it."""
    if verified is None and reported is None:
        return marks.NO_DATA
    return marks.REPORTED if reported is not None and reported > (verified or 0) else marks.VERIFIED


def report_rows(reports: "Iterable[Report]", indicator: "Indicator") -> "list[tuple[Report, str, str]]":
    """The reports of an indicator that were sent, each with its value and its mark."""
    return [
        (report, with_unit(report.value, indicator), mark_of(report))
        for report in reports
        if report.state != ReportState.DRAFT
    ]


def pledge_facts(pledge: "Pledge") -> list[tuple[str, str]]:
    return [
        (gettext("Lo prometió"), pledge.entity.name),
        (gettext("Compromiso del acuerdo"), f"{pledge.clause.code} {in_language(pledge.clause, 'title')}"),
        (gettext("Clase"), str(PledgeKind(pledge.kind).label)),
        (gettext("Cuánto"), amount_of(pledge) or "—"),
        (gettext("Para cuándo"), short_date(pledge.due_on) if pledge.due_on else gettext("sin fecha")),
        *([(gettext("Fuente"), pledge.source)] if pledge.source else []),
        *standing_facts(pledge, today()),
    ]


def keeping_facts(
    attendance: AttendanceRecord | None, factor: Factor | None, cut_off: date | None
) -> list[tuple[str, str]]:
    """`attendance` None: no seat, or not for this reader. `factor` None: nothing of it stands at `cut_off`."""
    facts = []
    if attendance is not None:
        came = attendance_words(attendance) if attendance.held else gettext("Sin dato: no ha habido sesiones.")
        facts.append((gettext("Asistencia a la mesa"), came))
    if cut_off is not None:
        facts.append((gettext("Factor de verificación"), _factor_words(factor, cut_off)))
    return facts


def _factor_words(factor: Factor | None, cut_off: date) -> str:
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
    held = gettext("%(share)s de lo que dijo se sostuvo: %(looked)s del corte del %(date)s.") % {
        **day,
        "share": percent(factor.factor),
        "looked": looked,
    }
    return " ".join(filter(None, (held, _count_zero(factor.rejected, factor.not_verifiable))))


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
