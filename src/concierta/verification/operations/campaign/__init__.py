"""A campaign from its plan to its end, and the second looks it asks for."""

from concierta.verification.operations.campaign.assign import assign_verifier
from concierta.verification.operations.campaign.draw import close_population
from concierta.verification.operations.campaign.finish import finish_campaign
from concierta.verification.operations.campaign.plan import open_campaign, plan_campaign
from concierta.verification.operations.campaign.second_look import verify_again

__all__ = [
    "assign_verifier",
    "close_population",
    "finish_campaign",
    "open_campaign",
    "plan_campaign",
    "verify_again",
]
