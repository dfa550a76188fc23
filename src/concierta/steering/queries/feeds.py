"""The calendars that people carry: whose they are, and what each shows."""

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import translation

from concierta.kernel.clock import today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.enums import Role
from concierta.people.models import Membership, User
from concierta.people.queries import in_force
from concierta.steering.models import CalendarFeed
from concierta.steering.queries.dues import Bundle, bundled, dues_read_by
from concierta.steering.queries.ics import calendar_file

#: How far ahead a calendar looks [D]: a year, as people plan.
AHEAD = timedelta(days=366)


def feeds_of(user: User) -> QuerySet[CalendarFeed]:
    """Those of `user` that are open, with their entity."""
    return (
        CalendarFeed.objects.filter(person=user, ended_at__isnull=True)
        .select_related("entity")
        .order_by("entity__name", "role")
    )


def feed_for(user: User, pk: int) -> CalendarFeed:
    """One open feed of `user`, or NotFound."""
    feed = feeds_of(user).filter(pk=pk).first()
    if feed is None:
        raise NotFound(gettext_noop("No hay tal calendario, o es de otra persona."))
    return feed


def calendar_ics(secret: str, on: date | None = None) -> bytes:
    """The iCalendar file behind an address. NotFound, always in the same words, for one that never was, that has ended,
    or whose owner no longer acts in that role, or is blocked. One from before the owner's sessions were ended is made
    again by its owner."""
    on = on or today()
    feed = _feed_behind(secret, on)
    with translation.override(feed.person.reads):  # the program that asks for it knows no language
        return calendar_file(feed, bundles_of_feed(feed, on))


def bundles_of_feed(feed: CalendarFeed, on: date) -> list[Bundle]:
    """What falls to the feed's role in its entity, and the dates everybody should know.

    What is late stays in it, on its day, until it is done.
    """
    found = dues_read_by(feed.person, on, on + AHEAD, entities=frozenset({feed.entity_id}), called_off=True)
    role = Role(feed.role)
    return bundled(
        (
            due
            for due in found
            if role in due.roles
            and (due.entity is None or due.entity.pk == feed.entity_id)
            and (not due.private or due.falls_to(feed.person_id))
        ),
        by_person=False,
    )


def _feed_behind(secret: str, on: date) -> CalendarFeed:
    acting = Membership.objects.filter(
        in_force(on), user=OuterRef("person"), entity=OuterRef("entity"), role=OuterRef("role")
    )
    feed = (
        CalendarFeed.objects.filter(Exists(acting), secret_sha256=CalendarFeed.digest_of(secret), ended_at__isnull=True)
        .filter(Q(person__sessions_ended_at__isnull=True) | Q(person__sessions_ended_at__lt=F("made_at")))
        .select_related("entity", "person")
        .first()
    )
    if feed is None:
        raise NotFound(gettext_noop("No hay nada en esta dirección."))
    return feed
