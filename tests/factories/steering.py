"""What tests say of dues, and a person named for a duty."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from concierta.mesa.enums import ItemSource
from concierta.people.models import User
from concierta.plans.models import Plan
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.models import Responsibility
from concierta.steering.queries import AssignedObligation, agenda_proposals, dues
from factories.cast import Cast
from factories.mesa import MesaCast, make_mesa

#: Reports of 2024-T4 are due on 9 January 2025, their reviews on the 16th, their verifications on the 23rd.
REPORTS_DUE, REVIEWS_DUE, VERIFICATIONS_DUE = date(2025, 1, 9), date(2025, 1, 16), date(2025, 1, 23)

#: After the cut-off of 31 December, when its reports have been due for a while.
ON = date(2025, 2, 3)


def make_steered(cast: Cast | None = None) -> MesaCast:
    """The cast's plan follows the agreement whose Mesa meets."""
    scene = make_mesa(cast)
    Plan.objects.filter(pk=scene.plan.pk).update(agreement=scene.agreement)
    scene.plan.refresh_from_db()
    return scene


@dataclass(frozen=True)
class Line:
    """What a test says of a due."""

    due_on: date
    entity: str | None
    person: str | None
    overdue: bool = False
    escalated: bool = False


def line(due: AssignedObligation) -> Line:
    return Line(
        due.due_on,
        due.entity.code if due.entity else None,
        due.person.name if due.person else None,
        due.overdue,
        due.escalated,
    )


def of_kind(kind: str, on: date, until: date | None = None) -> dict[str, Line]:
    """Subject → line, of one kind of due."""
    return {due.subject: line(due) for due in dues(on, until) if due.kind == kind}


def brought(scene: MesaCast, on: date = ON, source: ItemSource | None = None) -> dict[str, str]:
    """Subject → why, of what the agenda brings by itself."""
    return {
        proposal.subject: proposal.why
        for proposal in agenda_proposals(scene.mesa, on)
        if source is None or proposal.source == source
    }


def name_holder(subject: Any, duty: Duty, entity: Any, person: User, substitute: User | None = None) -> Responsibility:
    """As the responsibilities' own operations leave it."""
    kind = {"Indicator": "indicator", "Project": "project", "Pledge": "pledge", "ActionItem": "action_item"}
    return Responsibility.objects.create(
        **{kind[type(subject).__name__]: subject},
        duty=duty,
        entity=entity,
        person=person,
        substitute=substitute,
        since=date(2024, 1, 1),
    )
