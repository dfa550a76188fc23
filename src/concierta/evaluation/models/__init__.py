"""What the Mesa watches and looks back on: risks, and its reviews of projects."""

from concierta.evaluation.models.reviews import ProjectReview, ReviewDraw
from concierta.evaluation.models.risks import Risk, RiskStep

__all__ = ["ProjectReview", "ReviewDraw", "Risk", "RiskStep"]
