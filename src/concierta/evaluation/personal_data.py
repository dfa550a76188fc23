from concierta.evaluation.models import (
    CellAssessment,
    CellCoding,
    Milestone,
    MilestoneStep,
    ReviewDissent,
    Risk,
    RiskStep,
)
from concierta.people.privacy import keeps, signs

keeps(
    signs(Risk, "person"),
    signs(RiskStep, "by"),
    signs(Milestone, "declared_by", "verifier"),
    signs(MilestoneStep, "by"),
    signs(CellAssessment, "made_by"),
    signs(CellCoding, "made_by"),
    signs(ReviewDissent, "made_by"),
)
