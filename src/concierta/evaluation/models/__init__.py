"""What the Mesa watches and looks back on: risks, reviews of projects, milestones, decisions about who signed."""

from concierta.evaluation.models.milestones import Milestone, MilestoneStep
from concierta.evaluation.models.reviews import ProjectReview, ReviewDraw
from concierta.evaluation.models.risks import Risk, RiskStep
from concierta.evaluation.models.table_acts import SignatoryDecision

__all__ = ["Milestone", "MilestoneStep", "ProjectReview", "ReviewDraw", "Risk", "RiskStep", "SignatoryDecision"]
