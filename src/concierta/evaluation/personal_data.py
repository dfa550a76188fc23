from concierta.evaluation.models import Milestone, MilestoneStep, Risk, RiskStep
from concierta.people.privacy import keeps, signs

keeps(
    signs(Risk, "person"),
    signs(RiskStep, "by"),
    signs(Milestone, "declared_by", "verifier"),
    signs(MilestoneStep, "by"),
)
