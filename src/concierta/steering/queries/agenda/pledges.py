"""Self-assessments on which the Mesa has not yet said what it thinks."""

from collections.abc import Iterator

from django.utils.translation import gettext

from concierta.mesa.enums import ItemSource
from concierta.mesa.proposals import AgendaProposal
from concierta.reporting.queries.assessments import assessments_without_opinion
from concierta.steering.queries.agenda.situation import Situation
from concierta.steering.queries.dues.words import period_words, shortened


def self_assessments(situation: Situation) -> Iterator[AgendaProposal]:
    """Oldest period first."""
    for plan in situation.plans:
        for assessment in assessments_without_opinion(plan):
            pledge = assessment.pledge
            yield AgendaProposal(
                ItemSource.SELF_ASSESSMENT,
                situation.subject(plan, f"pledge:{pledge.code}:{assessment.period.label}"),
                gettext("Promesa %(code)s de %(entity)s: %(text)s")
                % {"code": pledge.code, "entity": pledge.entity.short_name, "text": shortened(pledge.text)},
                gettext("%(entity)s dice: %(rating)s (%(period)s). La mesa no ha opinado.")
                % {
                    "entity": pledge.entity.short_name,
                    "rating": assessment.get_rating_display(),
                    "period": period_words(assessment.period.label),
                },
            )
