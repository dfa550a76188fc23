"""Risks that are critical, and those whose date to be looked at again has come."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext, ngettext

from concierta.evaluation.enums import Impact, Probability, RiskBand
from concierta.evaluation.models import Risk
from concierta.evaluation.queries import open_risks
from concierta.mesa.enums import ItemSource
from concierta.mesa.proposals import AgendaProposal
from concierta.steering.queries.agenda.situation import Situation
from concierta.steering.queries.dues.words import day, shortened


def risks_to_look_at(situation: Situation) -> Iterator[AgendaProposal]:
    """The gravest first, then the one that waits longest; beyond the first few one more matter names the rest."""
    found = open_risks(situation.plans)
    for plan in situation.plans:
        waiting = [risk for risk in found if risk.plan_id == plan.pk and _waits(risk, situation)]
        waiting.sort(key=lambda risk: (-risk.score, risk.review_on, risk.number))
        for risk in waiting[: settings.AGENDA_RISKS]:
            yield AgendaProposal(
                ItemSource.RISK,
                situation.subject(plan, f"risk:{risk.number}"),
                gettext("Riesgo %(number)s, %(code)s: %(title)s")
                % {"number": risk.number, "code": _code(risk), "title": shortened(risk.title)},
                _why(risk, situation),
            )
        if rest := waiting[settings.AGENDA_RISKS :]:
            yield AgendaProposal(
                ItemSource.RISK,
                situation.subject(plan, "risks:rest"),
                ngettext("%(n)s riesgo más por revisar", "%(n)s riesgos más por revisar", len(rest)) % {"n": len(rest)},
                gettext("Del más grave al menos: %(numbers)s.")
                % {"numbers": ", ".join(str(risk.number) for risk in rest)},
            )


def _waits(risk: Risk, situation: Situation) -> bool:
    return risk.band == RiskBand.CRITICAL or risk.review_on <= situation.on


def _code(risk: Risk) -> str:
    return risk.project.code if risk.project else risk.pledge.code if risk.pledge else ""


def _why(risk: Risk, situation: Situation) -> str:
    sentences = [
        gettext("%(owner)s lo vigila. Probabilidad: %(probability)s; impacto: %(impact)s. Riesgo %(band)s.")
        % {
            "owner": risk.owner.short_name,
            "probability": str(Probability(risk.probability).label).lower(),
            "impact": str(Impact(risk.impact).label).lower(),
            "band": str(risk.band.label).lower(),
        }
    ]
    if risk.review_on < situation.on:
        sentences.append(gettext("Debía revisarse el %(date)s.") % {"date": day(risk.review_on)})
    else:
        sentences.append(gettext("Se revisa el %(date)s.") % {"date": day(risk.review_on)})
    return " ".join(sentences)
