"""The agenda that fills itself: every matter that the table should talk about, each with the figures that show it."""

from datetime import date

from django.conf import settings
from django.utils import translation

from concierta.kernel.clock import today
from concierta.steering.queries.agenda import amendments, lagging, money, pledges, projects, reports, table
from concierta.steering.queries.agenda.situation import Situation
from concierta.steering.queries.agenda.sources import proposed, register_proposals
from concierta.steering.queries.agenda.subjects import Place, places_of
from concierta.table.models import TechnicalTable
from concierta.table.proposals import AgendaProposal

for _source in (
    table.minutes_to_approve,
    table.action_items,
    amendments.measures,
    lagging.lagging,
    reports.overdue_reports,
    reports.not_accepted,
    pledges.self_assessments,
    money.spending_without_result,
    projects.projects_in_turn,
    amendments.amendments,
):
    register_proposals(_source)


def agenda_proposals(table: TechnicalTable, on: date, *, as_of: date | None = None) -> list[AgendaProposal]:
    """What the agenda of a session of `table` on `on` should hold, in a fixed order.

    `as_of` (the earlier of today and `on`) is when reports are late and figures known; tasks and measures count by
    `on`. The texts are in the language of the installation, since they stay on record. The number of queries depends on
    how many plans the table follows and on nothing else.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return proposed(Situation(table, on, as_of or min(on, today())))


__all__ = ["Place", "Situation", "agenda_proposals", "places_of", "register_proposals"]
