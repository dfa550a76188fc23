"""One thing alone, as a row of the matrix."""

from datetime import date

from concierta.people.models import User
from concierta.plans.models import Plan
from concierta.plans.permissions import check_can_see_plan
from concierta.responsibilities.queries.board import Board, line_of, roles_on
from concierta.responsibilities.queries.matrix import Row, rows_of
from concierta.responsibilities.queries.subjects import Subject


def responsibility_row(user: User | None, plan: Plan, subject: Subject, on: date) -> Row:
    """Who holds each duty of `subject` on that day, for whoever may see the plan, also of what is closed by then."""
    check_can_see_plan(user, plan)
    line = line_of(subject, plan, on)
    return rows_of(Board([line], roles_on(on)), [line])[0]
