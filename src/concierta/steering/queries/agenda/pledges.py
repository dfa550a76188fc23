"""Self-assessments on which the Mesa has not yet said what it thinks."""

from collections.abc import Iterator

from django.utils.translation import gettext

from concierta.mesa.enums import ItemSource
from concierta.mesa.proposals import AgendaProposal
from concierta.reporting.queries.assessments import assessments_without_opinion
from concierta.steering.queries.agenda.situation import Situation
from concierta.steering.queries.dues.words import period_words, shortened


def self_assessments(situation: Situation) -> Iterator[AgendaProposal]:
    """Of each promise the newest, which says how it goes today; oldest period first. A quarter has many promises: those
    that the table has not answered for are not asked about quarter by quarter."""
    for plan in situation.plans:
        newest = {assessment.pledge_id: assessment for assessment in assessments_without_opinion(plan)}
        for assessment in sorted(newest.values(), key=lambda one: (one.period.cut_off, one.pledge.code)):
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
