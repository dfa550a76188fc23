"""What is due, by whom, and who else must hear of it: one list for the calendar, the letters and the feeds.

A number of questions that depends neither on how much is due nor on how many people there are.
"""

from concierta.steering.queries.dues import (
    agreements,
    amendments,
    campaigns,
    checks,
    mesa,
    money,
    ordinary,
    periods,
    pledges,
    reports,
    sessions,
)
from concierta.steering.queries.dues.bundles import Bundle, bundled
from concierta.steering.queries.dues.due import AssignedObligation, Obligation, Window
from concierta.steering.queries.dues.naming import dues, dues_of, dues_read_by, horizon
from concierta.steering.queries.dues.ordinary import OrdinarySession, late_ordinary_session
from concierta.steering.queries.dues.sources import Source, register_dues

for _source in (
    reports.reports_due,
    checks.reviews_due,
    checks.verifications_due,
    campaigns.campaigns_due,
    campaigns.given_in_campaigns,
    periods.cut_offs,
    periods.publications_due,
    sessions.sessions_ahead,
    sessions.sessions_cancelled,
    sessions.notices_due,
    ordinary.ordinary_sessions_due,
    mesa.action_items_due,
    mesa.remarks_due,
    mesa.delegations_ending,
    amendments.measures_due,
    amendments.amendments_ahead,
    pledges.pledges_due,
    pledges.self_assessments_due,
    agreements.signatures_due,
    agreements.pledges_to_answer_due,
    agreements.pledges_to_assess_due,
    agreements.papers_due,
    agreements.milestones_due,
    agreements.delays_due,
    agreements.agreements_ending,
    money.money_due,
    money.deliveries_due,
):
    register_dues(_source)

__all__ = [
    "AssignedObligation",
    "Bundle",
    "Obligation",
    "OrdinarySession",
    "Source",
    "Window",
    "bundled",
    "dues",
    "dues_of",
    "dues_read_by",
    "horizon",
    "late_ordinary_session",
    "register_dues",
]
