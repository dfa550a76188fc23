"""The agenda that fills itself: every matter that the Mesa should talk about, each with the figures that show it."""

from datetime import date

from django.conf import settings
from django.utils import translation

from concierta.kernel.clock import today
from concierta.mesa.models import Mesa
from concierta.mesa.proposals import AgendaProposal
from concierta.steering.queries.agenda import (
    agreement,
    amendments,
    lagging,
    mesa,
    money,
    pledges,
    projects,
    reports,
    risks,
)
from concierta.steering.queries.agenda.situation import Situation
from concierta.steering.queries.agenda.sources import proposed, register_proposals
from concierta.steering.queries.agenda.subjects import Place, places_of

for _source in (
    mesa.minutes_to_approve,
    mesa.action_items,
    agreement.reviews_to_close,
    agreement.points_to_answer,
    amendments.measures,
    risks.risks_to_look_at,
    lagging.lagging,
    reports.overdue_reports,
    reports.not_accepted,
    pledges.self_assessments,
    money.spending_without_result,
    projects.projects_in_turn,
    amendments.amendments,
):
    register_proposals(_source)


def agenda_proposals(mesa: Mesa, on: date, *, as_of: date | None = None) -> list[AgendaProposal]:
    """What the agenda of a session of `mesa` on `on` should hold, in a fixed order.

    `as_of` (the earlier of today and `on`) is when reports are late and figures known; tasks and measures count by
    `on`. The texts are in the language of the installation, since they stay on record. The number of queries depends on
    how many plans the Mesa follows and on nothing else.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return proposed(Situation(mesa, on, as_of or min(on, today())))


__all__ = ["Place", "Situation", "agenda_proposals", "places_of", "register_proposals"]
