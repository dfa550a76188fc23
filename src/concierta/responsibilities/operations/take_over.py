"""The day of a hand-over that was settled beforehand: from it on, the thing itself says who acts."""

from datetime import datetime
from typing import Any

from django.db import transaction

from concierta.kernel.clock import local_date
from concierta.ledger.locking import locked_by_key
from concierta.mesa.models import ActionItem
from concierta.people.models import User
from concierta.responsibilities.duties import DUTIES
from concierta.responsibilities.enums import Duty, SubjectKind
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.permissions import check_can_take_over
from concierta.responsibilities.queries.subjects import MODELS, plan_of


def take_over(*, by: User | None, at: datetime) -> int:
    """Let whoever takes over by `at` act; how many duties moved. It may be asked as often as one likes.

    The act is the hand-over, which is on record with its day. On the day itself nobody does anything: it is the
    calendar that acts (`by` None), and there is no event.
    """
    check_can_take_over(by)
    due = Responsibility.objects.filter(pending=True, since__lte=local_date(at))
    if not due.exists():
        return 0
    with transaction.atomic():
        rows = list(due.select_for_update(of=("self",)).order_by("since", "pk"))
        for row in rows:
            if row.until != row.since:  # Replaced by another for the same day before it came.
                _move(row)
        Responsibility.objects.filter(pk__in=[row.pk for row in rows]).update(pending=False)
    return len(rows)


def _move(row: Responsibility) -> None:
    kind = next(kind for kind in SubjectKind if getattr(row, f"{kind}_id") is not None)
    subject = locked_by_key(MODELS[kind], getattr(row, f"{kind}_id"))
    changes = columns_of(kind, Duty(row.duty), row.entity_id, row.person_id)
    default = plan_of(subject)
    for name, value in [*changes.items()]:
        if getattr(subject, name) is None and default is not None and getattr(default, name, None) == value:
            del changes[name]  # The thing leaves it to its plan, which says the same.
        else:
            setattr(subject, name, value)
    if changes:
        subject.save(update_fields=[*changes])


def columns_of(kind: SubjectKind, duty: Duty, entity: int, person: int | None) -> dict[str, Any]:
    """What the thing itself says of who holds a duty: field → key. Permissions and the public read that."""
    column = DUTIES[kind][duty].column
    changes: dict[str, Any] = {f"{column}_id": entity} if column else {}
    if MODELS[kind] is ActionItem and duty == Duty.EXECUTES and person is not None:
        changes["person_id"] = person
    return changes
