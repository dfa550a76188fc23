"""Recording, reassessing and closing risks; what the Mesa found of a project."""

from concierta.evaluation.operations.reviews import draw_projects, review_project, schedule_reviews
from concierta.evaluation.operations.risks import close_risk, reassess_risk, record_risk

__all__ = ["close_risk", "draw_projects", "reassess_risk", "record_risk", "review_project", "schedule_reviews"]
