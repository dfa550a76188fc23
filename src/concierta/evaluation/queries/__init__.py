"""Risks, milestones, the queue of projects to review, yearly reviews, vintages of promises, close-outs, verifiers."""

from concierta.evaluation.queries.against_acts import evaluation_against_acts
from concierta.evaluation.queries.close_out import points_left_by, points_to_answer, unanswered
from concierta.evaluation.queries.milestones import milestone_for, milestones_of, milestones_to_verify
from concierta.evaluation.queries.obligations import agreements_in_force, obligations_by_entity
from concierta.evaluation.queries.queue import QueuedProject, Reason, projects_on, review_queue
from concierta.evaluation.queries.reviews import (
    Coverage,
    codes_on_agenda,
    drawable,
    draws_of,
    items_to_write_down,
    project_code_of,
    project_of_item,
    review_coverage,
    reviewable_plans,
    reviews_of,
)
from concierta.evaluation.queries.risks import open_risks, risk_for, risks_of, thing_at_risk
from concierta.evaluation.queries.verifiers import VerifyingEntity, verifying_entities
from concierta.evaluation.queries.vintages import Vintage, pledge_vintages
from concierta.evaluation.queries.yearly import (
    Progress,
    cell_for,
    cells_of,
    cells_to_assess,
    cells_to_code,
    decisions_since,
    dissents_of,
    progress,
    review_for,
    shown_codings,
    yearly_reviews,
)

__all__ = [
    "Coverage",
    "Progress",
    "QueuedProject",
    "Reason",
    "VerifyingEntity",
    "Vintage",
    "agreements_in_force",
    "cell_for",
    "cells_of",
    "cells_to_assess",
    "cells_to_code",
    "codes_on_agenda",
    "decisions_since",
    "dissents_of",
    "drawable",
    "draws_of",
    "evaluation_against_acts",
    "items_to_write_down",
    "milestone_for",
    "milestones_of",
    "milestones_to_verify",
    "obligations_by_entity",
    "open_risks",
    "pledge_vintages",
    "points_left_by",
    "points_to_answer",
    "progress",
    "project_code_of",
    "project_of_item",
    "projects_on",
    "review_coverage",
    "review_for",
    "review_queue",
    "reviewable_plans",
    "reviews_of",
    "risk_for",
    "risks_of",
    "shown_codings",
    "thing_at_risk",
    "unanswered",
    "verifying_entities",
    "yearly_reviews",
]
