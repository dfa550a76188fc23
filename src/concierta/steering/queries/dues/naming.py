"""From what is owed to who owes it, and who is told when it is late."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db.models import Q

from concierta.agreements.queries import agreements_of
from concierta.kernel.calendar import add_working_days, working_days_between
from concierta.mesa.models import ActionItem, Seat
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.queries import memberships_on
from concierta.plans.queries import plans_of
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.models import Responsibility
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import AssignedObligation, Obligation, Window
from concierta.steering.queries.dues.holders import Register
from concierta.steering.queries.dues.sources import owed_in

#: Kinds whose dues are the Mesa's or the signatories': their `plan` is the slug of the agreement.
_OF_AN_AGREEMENT = frozenset(
    {
        DueKind.SESSION,
        DueKind.ORDINARY_SESSION,
        DueKind.NOTICE,
        DueKind.MINUTES,
        DueKind.ACTION_ITEM,
        DueKind.DELEGATION,
        DueKind.PLEDGE,
        DueKind.SIGNATURE,
        DueKind.MANDATE,
        DueKind.PAPER,
        DueKind.MILESTONE,
        DueKind.PLEDGE_ANSWER,
        DueKind.PLEDGE_ASSESSMENT,
        DueKind.PLEDGE_DELAY,
        DueKind.AGREEMENT,
    }
)


def horizon(on: date) -> date:
    """How far ahead a letter looks: CONCIERTA_REMIND_DAYS working days."""
    return add_working_days(on, settings.REMIND_DAYS)


def dues(
    on: date, until: date | None = None, *, entities: frozenset[int] | None = None, called_off: bool = False
) -> list[AssignedObligation]:
    """Everything not yet done that is due by `until` (the horizon of `on`), also what is overdue, by date.

    Of some `entities`, or of all. Dates to know (cut-offs, sessions…) only from `on` on. The texts are in the active
    language. A constant number of queries.
    """
    window = Window(on, until or horizon(on), entities, called_off)
    owed = owed_in(window)
    register = Register.read(on)
    return list(_named(owed, register, on))


def dues_read_by(
    user: User,
    on: date,
    until: date | None = None,
    *,
    entities: frozenset[int] | None = None,
    called_off: bool = False,
) -> list[AssignedObligation]:
    """`dues`, but only those of plans and agreements in which `user` has a part. Two questions more."""
    plans = set(plans_of(user).values_list("slug", flat=True))
    agreements = set(agreements_of(user).values_list("slug", flat=True))
    found = dues(on, until, entities=entities, called_off=called_off)
    return [due for due in found if due.plan in (agreements if due.kind in _OF_AN_AGREEMENT else plans)]


def dues_of(user: User, on: date, until: date | None = None) -> list[AssignedObligation]:
    """What falls to `user`, and what is another's but late enough for `user`, who is accountable, to hear of it."""
    found = dues(on, until, entities=_entities_near(user, on))
    return [due for due in found if due.falls_to(user.pk) or due.is_told_to(user.pk)]


def _named(owed: list[Obligation], register: Register, on: date) -> Iterator[AssignedObligation]:
    for one in owed:
        entity, duty = one.entity, one.duty
        holder = None if duty is None else register.holder(one.matters, duty, entity.pk if entity else None)
        named: frozenset[int] = frozenset()
        if holder is not None and duty is not None:
            entity = register.entities[holder.entity]
            named = register.fitting(holder, one.matters, duty)
        named = named or register.active(one.person)
        people = named or register.acting_for(entity.pk if entity else None, one.roles)
        substitute = holder.substitute if holder and holder.substitute in named else None
        others = [pk for pk in people if pk != substitute]
        only = others[0] if len(others) == 1 else None
        overdue = one.binding and on > one.due_on
        escalated = overdue and working_days_between(one.due_on, on) > settings.ESCALATE_DAYS
        yield AssignedObligation(
            kind=one.kind,
            subject=one.subject,
            title=one.title,
            due_on=one.due_on,
            entity=entity,
            person=None if only is None else register.users[only],
            substitute=None if substitute is None else register.users[substitute],
            overdue=overdue,
            escalated=escalated,
            address_hint=one.address_hint,
            plan=one.plan,
            period=one.period,
            roles=one.roles,
            binding=one.binding,
            private=one.private,
            meeting=one.meeting,
            people=people,
            told=register.accountable(one) if escalated and not one.private else frozenset(),
        )


def _entities_near(user: User, on: date) -> frozenset[int] | None:
    """The entities whose dues can concern `user`; None when they can be anybody's.

    The secretariat and whoever is accountable hear of others' delays. Somebody may be named by the Mesa for an entity
    of which they are no member.
    """
    memberships = list(memberships_on(user, on).order_by().values_list("entity_id", "role"))
    held = list(
        Responsibility.objects.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)
        .filter(Q(person=user) | Q(substitute=user))
        .order_by()
        .values_list("entity_id", "duty")
    )
    if any(role == Role.SECRETARIAT for _, role in memberships) or any(duty == Duty.ACCOUNTABLE for _, duty in held):
        return None
    named = [
        *ActionItem.objects.filter(person=user).order_by().values_list("entity_id", flat=True),
        *Seat.objects.filter(principal=user).order_by().values_list("entity_id", flat=True),
    ]
    return frozenset([*named, *(entity for entity, _ in memberships), *(entity for entity, _ in held)])
