"""Calendars that people carry: making an address, once, and ending it."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from concierta.kernel.errors import Refusal, TransitionRefused, gettext_noop
from concierta.ledger.locking import locked
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.steering.models import CalendarFeed
from concierta.steering.permissions import account_of, check_can_end_feed, check_can_make_feed


@transaction.atomic
def make_feed(*, entity: Entity, role: Role, by: User | None, at: datetime) -> str:
    """The secret part of the address of a new calendar for `by`, in `role` for `entity`. It is told once and not kept.

    Refuses a second one while the first is open: whoever lost its address ends it and makes another.
    """
    check_can_make_feed(by, entity, role)
    secret = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            CalendarFeed.objects.create(
                person=account_of(by),
                entity=entity,
                role=role,
                secret_sha256=CalendarFeed.digest_of(secret),
                made_at=at,
            )
    except IntegrityError:
        raise Refusal(
            gettext_noop(
                "Usted ya tiene un calendario como «%(role)s» en %(entity)s. "
                "Si perdió su dirección, termínelo y cree otro."
            ),
            role=Role(role).label,
            entity=entity.short_name,
        ) from None
    return secret


@transaction.atomic
def end_feed(*, feed: CalendarFeed, by: User | None, at: datetime) -> CalendarFeed:
    """From now on its address answers as one that never existed."""
    check_can_end_feed(by, feed)
    feed = locked(feed)
    if feed.ended_at is not None:
        raise TransitionRefused(gettext_noop("Este calendario ya había terminado."))
    feed.ended_at = at
    feed.save(update_fields=["ended_at"])
    return feed
