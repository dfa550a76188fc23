"""What steers a plan: what is due, what the Mesa should talk about, and the calendars people carry."""

from concierta.steering.queries.addresses import absolute, link_to, path_of
from concierta.steering.queries.agenda import (
    Place,
    Situation,
    agenda_proposals,
    places_of,
    register_proposals,
)
from concierta.steering.queries.dues import (
    AssignedObligation,
    Bundle,
    Obligation,
    Window,
    bundled,
    dues,
    dues_of,
    dues_read_by,
    horizon,
    late_ordinary_session,
    register_dues,
)
from concierta.steering.queries.feeds import calendar_ics, feed_for, feeds_of
from concierta.steering.queries.letters import DigestContent, Letter, Notice, digests_on
from concierta.steering.queries.reviews import projects_to_review

__all__ = [
    "AssignedObligation",
    "Bundle",
    "DigestContent",
    "Letter",
    "Notice",
    "Obligation",
    "Place",
    "Situation",
    "Window",
    "absolute",
    "agenda_proposals",
    "bundled",
    "calendar_ics",
    "digests_on",
    "dues",
    "dues_of",
    "dues_read_by",
    "feed_for",
    "feeds_of",
    "horizon",
    "late_ordinary_session",
    "link_to",
    "path_of",
    "places_of",
    "projects_to_review",
    "register_dues",
    "register_proposals",
]
