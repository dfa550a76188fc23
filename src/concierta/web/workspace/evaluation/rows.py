"""Risks and the queue of projects as lines of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from concierta.evaluation.enums import Impact, Probability, RiskBand, RiskState
from concierta.evaluation.words import reasons_in_words
from concierta.kernel.keys import join_key
from concierta.kernel.writing import shortened
from concierta.web.kit.formats import date_time, long_date, number, percent, short_date

if TYPE_CHECKING:
    from concierta.evaluation.models import Risk, RiskStep
    from concierta.evaluation.models.risks import Valued
    from concierta.evaluation.queries import Coverage, QueuedProject

_LONGEST = 140
_KINDS = {RiskBand.CRITICAL: "late", RiskBand.HIGH: "soon"}


def code_of(risk: "Risk") -> str:
    """Of the project, or of the pledge with its clause: "C1/CP-2"."""
    if risk.project is not None:
        return risk.project.code
    return join_key(risk.pledge.clause.code, risk.pledge.code) if risk.pledge else ""


def about_href(risk: "Risk") -> str:
    """The page of what is at risk."""
    if risk.project is not None:
        return reverse("plan_project", args=[risk.plan.slug, risk.project.code])
    return f"{reverse('pledge', args=[risk.pledge_id])}?plan={risk.plan.slug}"


def how(valued: "Valued") -> str:
    """ "Probable × Moderado: 12, riesgo alto"."""
    return gettext("%(probability)s × %(impact)s: %(score)s, riesgo %(band)s") % {
        "probability": Probability(valued.probability).label,
        "impact": Impact(valued.impact).label,
        "score": valued.score,
        "band": str(valued.band.label).lower(),
    }


def band_tag(risk: "Risk") -> tuple[str, str]:
    """Words and kind of the tag; of a closed one, that it is."""
    if risk.state == RiskState.CLOSED:
        return str(RiskState.CLOSED.label), "plain"
    return str(risk.band.label), _KINDS.get(risk.band, "plain")


def risk_rows(risks: "Iterable[Risk]", on: date) -> list[tuple["Risk", str, tuple[str, str], str, str]]:
    """Each with its code, its tag, how it is valued with who watches over it, and if its date has passed."""
    return [
        (risk, code_of(risk), band_tag(risk), f"{how(risk)} · {risk.owner.short_name}", _late(risk, on))
        for risk in risks
    ]


def _late(risk: "Risk", on: date) -> str:
    overdue = risk.state == RiskState.OPEN and risk.review_on < on
    return gettext("debía revisarse") if overdue else gettext("se revisa")


def risks_finding(risks: "Iterable[Risk]", on: date) -> str:
    """ "3 riesgos abiertos; 1 crítico; 1 debía revisarse"."""
    still = [risk for risk in risks if risk.state == RiskState.OPEN]
    if not still:
        return gettext("Ningún riesgo abierto")
    parts = [ngettext("%(n)s riesgo abierto", "%(n)s riesgos abiertos", len(still)) % {"n": len(still)}]
    if critical := sum(risk.band == RiskBand.CRITICAL for risk in still):
        parts.append(ngettext("%(n)s crítico", "%(n)s críticos", critical) % {"n": critical})
    if late := sum(risk.review_on < on for risk in still):
        parts.append(ngettext("%(n)s debía revisarse", "%(n)s debían revisarse", late) % {"n": late})
    return "; ".join(parts)


def risk_facts(risk: "Risk") -> list[tuple[str, str]]:
    facts = [
        (gettext("Cómo se valora"), how(risk)),
        (gettext("Lo vigila"), risk.owner.name + (f" · {risk.person.name}" if risk.person else "")),
        (gettext("Se vuelve a mirar el"), long_date(risk.review_on)),
        (gettext("Registrado"), date_time(risk.recorded_at)),
    ]
    if risk.closed_at is not None:
        facts += [(gettext("Cerrado"), date_time(risk.closed_at)), (gettext("Por qué"), risk.closed_reason)]
    return facts


def history(steps: "Iterable[RiskStep]") -> list[dict[str, str]]:
    """Each step as the timeline shows it, with what was done about the risk then."""
    titles = {"record": gettext("Se registró"), "reassess": gettext("Se valoró de nuevo"), "close": gettext("Se cerró")}
    return [
        {
            "title": f"{titles[step.act]}: {how(step)}",
            "when": short_date(step.at),
            "by": step.entity.short_name if step.entity else "",
            "note": " ".join(words for words in (step.countermeasure, step.note) if words),
        }
        for step in steps
    ]


def coverage_words(coverage: "Coverage") -> str:
    """ "La mesa ha revisado 12 de 55 proyectos este año, el 61 % de los pesos": the title of its page."""
    counts = {"reviewed": number(coverage.reviewed), "projects": number(coverage.projects)}
    projects = (
        ngettext(
            "La mesa ha revisado %(reviewed)s de %(projects)s proyecto este año",
            "La mesa ha revisado %(reviewed)s de %(projects)s proyectos este año",
            coverage.projects,
        )
        % counts
    )
    if coverage.share_of_pesos is None:
        return projects
    return gettext("%(projects)s, el %(share)s de los pesos") % {
        "projects": projects,
        "share": percent(coverage.share_of_pesos, 0),
    }


@dataclass(frozen=True, slots=True)
class QueueLine:
    """`reviewed` is the day of its last review of the year, with its `note`; `there`: it is on the agenda of the next
    session."""

    code: str
    name: str
    entity: str
    why: str
    reviewed: str
    note: str
    there: bool


def queue_line(queued: "QueuedProject", there: bool) -> QueueLine:
    review = queued.reviewed
    why = reasons_in_words(queued.reasons)
    return QueueLine(
        code=queued.project.code,
        name=shortened(queued.project.name, _LONGEST),
        entity=queued.project.entity.short_name,
        why=f"{why}." if why else "" if review else _by_lot(queued.of_weight),
        reviewed=short_date(review.reviewed_at) if review else "",
        note=gettext("se revisó") if review else "",
        there=there,
    )


def _by_lot(of_weight: bool) -> str:
    if of_weight:
        return gettext("Nada que lo señale: espera el sorteo, entre los de más peso.")
    return gettext("Nada que lo señale: espera el sorteo.")
