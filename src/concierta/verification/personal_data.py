from concierta.people.privacy import keeps, signs
from concierta.verification.models import CampaignReport, CampaignVerifier, SecondVerification

keeps(
    signs(CampaignVerifier, "user"),
    signs(CampaignReport, "verifier", "second_verifier"),
    signs(SecondVerification, "verifier"),
)
