"""Handing a duty over: one row closes, the next one opens, and the history stays."""

from datetime import date, datetime

from django.db import transaction

from concierta.kernel.errors import Invalid, gettext_noop
from concierta.mesa.models import Decision
from concierta.people.models import Entity, User
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.operations.change import (
    DutyAt,
    check_apart,
    check_entity,
    check_people,
    duty_at,
    open_row,
    record,
)
from concierta.responsibilities.queries.subjects import Subject


@transaction.atomic
def hand_over(
    *,
    subject: Subject,
    duty: Duty,
    entity: Entity,
    person: User | None,
    since: date,
    reason: str,
    substitute: User | None = None,
    decision: Decision | None = None,
    by: User | None,
    at: datetime,
) -> Responsibility:
    """`entity` and `person` hold `duty` from `since` on; who held it is kept, until the day before.

    Once the plan is in force another entity needs the `decision` that says so; another person of the same entity does
    not. The column of the indicator (project, task) that says who acts moves in the same transaction or, where `since`
    is still to come, on that day: until then whoever held it acts.
    """
    reason = reason.strip()
    if not reason:
        raise Invalid(gettext_noop("Diga por qué se entrega: el motivo queda en la historia."), field="reason")
    found = duty_at(subject, duty, since, by, at)
    before = found.holding
    row = found.open_row
    named = person.pk if person else None
    _check_after(found, row)
    if (before.entity, before.person) == (entity.pk, named) and before.row is not None:
        raise Invalid(gettext_noop("Esa entidad y esa persona ya son las que responden: nada cambia."), field="person")
    check_entity(found, entity, decision)
    check_people(found, entity, person, substitute)
    check_apart(found, entity, person, substitute)
    _close(found, row)
    opened = open_row(found, entity, person, substitute, reason)
    held_by = None if before.entity is None else Entity.objects.get(pk=before.entity)
    body = {
        "after": entity.code,
        "before": held_by.code if held_by else None,
        "decision": decision.number if decision else None,
        "person_changed": before.person != named,
    }
    record("responsibility.handed_over", found, body, by, at, {"reason": reason})
    return opened


def _check_after(found: DutyAt, row: Responsibility | None) -> None:
    if row is not None and row.since > found.today and found.since < row.since:
        raise Invalid(
            gettext_noop("Ya hay una entrega prevista para el %(date)s: elija ese día o uno posterior."),
            field="since",
            date=row.since.isoformat(),
        )
    if row is not None and found.since < row.since:
        raise Invalid(
            gettext_noop("Quien responde hoy lo hace desde el %(date)s: no se puede entregar antes."),
            field="since",
            date=row.since.isoformat(),
        )


def _close(found: DutyAt, row: Responsibility | None) -> None:
    """End the open row; what only the thing's own entity said is written down, so that the past can be told."""
    if row is not None:
        row.until = found.since
        row.save(update_fields=["until"])
        return
    before = found.holding
    began = found.plan.starts_on if found.plan else found.since
    if before.entity is not None and began <= found.since:
        Responsibility.objects.create(
            **{found.kind.value: found.subject},
            duty=found.duty,
            entity_id=before.entity,
            person_id=before.person,
            since=began,
            until=found.since,
        )
