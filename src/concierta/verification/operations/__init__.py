"""Verifying reports, the campaigns that choose which, and letting the public see what was found."""

from concierta.verification.operations.campaign import assign_verifier, close_population, finish_campaign, verify_again
from concierta.verification.operations.campaign_plan import open_campaign, plan_campaign
from concierta.verification.operations.counting import RecordsSeen, Reply
from concierta.verification.operations.publish import mark_published
from concierta.verification.operations.verify import verify_report

__all__ = [
    "RecordsSeen",
    "Reply",
    "assign_verifier",
    "close_population",
    "finish_campaign",
    "mark_published",
    "open_campaign",
    "plan_campaign",
    "verify_again",
    "verify_report",
]
