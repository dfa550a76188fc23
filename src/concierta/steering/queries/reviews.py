"""The queue of projects that the Mesa reviews, with how far each is from what was expected of it."""

from datetime import date

from concierta.evaluation.permissions import mesa_that_reviews
from concierta.evaluation.queries import QueuedProject, review_queue
from concierta.kernel.clock import today
from concierta.people.models import User
from concierta.plans.models import Plan
from concierta.steering.queries.agenda.lagging import lags
from concierta.steering.queries.agenda.situation import Situation


def projects_to_review(user: User | None, plan: Plan, on: date) -> list[QueuedProject]:
    """As `evaluation.queries.review_queue`, of a plan whose agreement has a Mesa."""
    situation = Situation(mesa_that_reviews(plan), on, min(on, today()))
    behind = {
        code: lag.expected - lag.reached
        for lag in lags(situation, plan)
        for kind, _, code in [lag.key.partition(":")]
        if kind == "project"
    }
    return review_queue(user, plan, on, behind=behind)
