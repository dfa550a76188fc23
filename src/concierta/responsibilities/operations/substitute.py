"""Naming who stands in while the person cannot."""

from datetime import datetime

from django.db import transaction

from concierta.kernel.clock import local_date
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.people.models import User
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.operations.change import check_apart, check_people, duty_at, record
from concierta.responsibilities.queries.subjects import Subject


@transaction.atomic
def name_substitute(
    *, subject: Subject, duty: Duty, substitute: User | None, by: User | None, at: datetime
) -> Responsibility:
    """`substitute` stands in for whoever holds `duty`; None takes the substitute away.

    Refuses while nobody is named, the person themselves, and whoever lacks the fitting role in the same entity or
    would have a duty that must be apart.
    """
    found = duty_at(subject, duty, local_date(at), by, at)
    # Of today, and not of somebody who only takes over later.
    named = found.holding.row
    row = None if named is None else Responsibility.objects.get(pk=named)
    if row is None or row.person is None:
        raise Refusal(
            gettext_noop("Nadie tiene todavía esta responsabilidad de %(code)s: nombre primero a la persona."),
            code=found.line.code,
        )
    check_people(found, row.entity, row.person, substitute)
    check_apart(found, row.entity, row.person, substitute)
    row.substitute = substitute
    row.save(update_fields=["substitute"])
    body = {"entity": row.entity.code, "substitute_named": substitute is not None}
    record("responsibility.substitute_named", found, body, by, at)
    return row
