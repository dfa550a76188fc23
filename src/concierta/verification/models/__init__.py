"""What verifiers found, and the campaigns that say what they must look at."""

from concierta.verification.models.campaign import Campaign, CampaignReport, CampaignVerifier, SealedSeed
from concierta.verification.models.second_look import SecondVerification
from concierta.verification.models.verification import ChecklistAnswer, RecordsCount, Verification

__all__ = [
    "Campaign",
    "CampaignReport",
    "CampaignVerifier",
    "ChecklistAnswer",
    "RecordsCount",
    "SealedSeed",
    "SecondVerification",
    "Verification",
]
