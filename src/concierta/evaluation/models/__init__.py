"""What the Mesa watches and looks back on: risks, reviews of projects and of the agreement, milestones, close-outs."""

from concierta.evaluation.models.close_out import CloseOutAnswer, CloseOutPoint
from concierta.evaluation.models.milestones import Milestone, MilestoneStep
from concierta.evaluation.models.reviews import ProjectReview, ReviewDraw
from concierta.evaluation.models.risks import Risk, RiskStep
from concierta.evaluation.models.table_acts import SignatoryDecision
from concierta.evaluation.models.yearly import CellAssessment, CellCoding, ReviewCell, ReviewDissent, YearlyReview

__all__ = [
    "CellAssessment",
    "CellCoding",
    "CloseOutAnswer",
    "CloseOutPoint",
    "Milestone",
    "MilestoneStep",
    "ProjectReview",
    "ReviewCell",
    "ReviewDissent",
    "ReviewDraw",
    "Risk",
    "RiskStep",
    "SignatoryDecision",
    "YearlyReview",
]
