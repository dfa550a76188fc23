"""Naming who holds a duty that nobody holds yet."""

from datetime import date, datetime

from django.db import transaction

from concierta.kernel.errors import Invalid, TransitionRefused, gettext_noop
from concierta.people.models import Entity, User
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.operations.change import (
    DutyAt,
    check_apart,
    check_entity,
    check_people,
    duty_at,
    move_column,
    open_row,
    record,
)
from concierta.responsibilities.queries.subjects import Subject


@transaction.atomic
def assign(
    *,
    subject: Subject,
    duty: Duty,
    entity: Entity,
    person: User | None = None,
    substitute: User | None = None,
    since: date,
    by: User | None,
    at: datetime,
) -> Responsibility:
    """Name who holds `duty` from `since`. While the plan is a draft, whoever was named before is simply corrected.

    Once in force it fills holes alone: somebody who already answers hands over (`hand_over`). Refuses a duty that the
    thing does not have, a person without the fitting role in `entity`, another entity where only the Mesa may give
    it, and duties that must be apart in the same hands.
    """
    found = duty_at(subject, duty, since, by, at)
    check_entity(found, entity, None)
    check_people(found, entity, person, substitute)
    check_apart(found, entity, person, substitute)
    row = found.open_row
    if row is None:
        row = open_row(found, entity, person, substitute)
    elif found.is_bound:
        _check_hole(found, row)
        row.until = since
        row.save(update_fields=["until"])
        row = open_row(found, entity, person, substitute)
    else:
        row.entity, row.person, row.substitute, row.since = entity, person, substitute, since
        row.save(update_fields=["entity", "person", "substitute", "since"])
        move_column(found, entity, person)
    body = {"entity": entity.code, "person_named": person is not None, "substitute_named": substitute is not None}
    record("responsibility.assigned", found, body, by, at)
    return row


def _check_hole(found: DutyAt, row: Responsibility) -> None:
    if found.holding.row is not None and found.holding.person is not None:
        raise TransitionRefused(
            gettext_noop("%(code)s ya tiene quien responda: entregue su responsabilidad, con el motivo."),
            code=found.line.code,
        )
    if found.since < row.since:
        raise Invalid(
            gettext_noop("Ya hay alguien nombrado desde el %(date)s: elija esa fecha o una posterior."),
            field="since",
            date=row.since.isoformat(),
        )
