"""Dues as an iCalendar file (RFC 5545): an all-day event each, a meeting with its hour. Same dues, same bytes."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext

from concierta.kernel.clock import local_time
from concierta.people.enums import Role
from concierta.steering.models import CalendarFeed
from concierta.steering.queries.addresses import link_to
from concierta.steering.queries.dues import Bundle
from concierta.steering.queries.dues.due import Meeting

if TYPE_CHECKING:
    from icalendar import Event

#: Enough to recognise them; the page has them all.
_LINES = 10


def calendar_file(feed: CalendarFeed, bundles: Iterable[Bundle]) -> bytes:
    """The file of `feed`. Needs `feed.entity` loaded."""
    from icalendar import Calendar  # here, because it costs 60 ms and only a feed needs it

    calendar = Calendar()
    calendar.add("prodid", "-//Concierta//ES")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    name = gettext("Concierta · %(role)s · %(entity)s") % {
        "role": Role(feed.role).label,
        "entity": feed.entity.short_name,
    }
    # NAME is RFC 7986's; programs that never read it know the other one.
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for bundle in bundles:
        calendar.add_component(_event(feed, bundle))
    # An hour means nothing without its zone: each that is used is described in the file itself.
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event(feed: CalendarFeed, bundle: Bundle) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", uid_of(bundle))
    event.add("dtstamp", feed.made_at.astimezone(UTC).replace(microsecond=0))
    if bundle.meeting is None:
        event.add("dtstart", bundle.due_on)
        # Exclusive: an all-day event ends on the next day.
        event.add("dtend", bundle.due_on + timedelta(days=1))
        # A due date takes nobody's day: others may still invite them to a meeting.
        event.add("transp", "TRANSPARENT")
    else:
        _add_meeting(event, bundle.meeting)
    event.add("summary", _summary(bundle))
    event.add("description", _description(bundle))
    event.add("categories", [str(bundle.kind.label)])
    event.add("url", link_to(bundle))
    return event


def _add_meeting(event: "Event", meeting: Meeting) -> None:
    event.add("dtstart", local_time(meeting.starts_at))
    if meeting.minutes:
        event.add("duration", timedelta(minutes=meeting.minutes))
    if meeting.place:
        event.add("location", meeting.place)
    event.add("sequence", meeting.changes)
    event.add("status", "CANCELLED" if meeting.called_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if meeting.called_off else "OPAQUE")


def _summary(bundle: Bundle) -> str:
    if bundle.meeting is not None and bundle.meeting.called_off:
        return gettext("Cancelada: %(title)s") % {"title": bundle.title}
    return gettext("Vencido: %(title)s") % {"title": bundle.title} if bundle.overdue else bundle.title


def _description(bundle: Bundle) -> str:
    lines = [str(bundle.kind.label)]
    if bundle.entity is not None:
        lines.append(bundle.entity.name)
    if bundle.count > 1:
        lines += [due.title for due in bundle.dues[:_LINES]]
        if bundle.count > _LINES:
            lines.append(gettext("y %(n)s más") % {"n": bundle.count - _LINES})
    return "\n".join(lines)


def uid_of(bundle: Bundle) -> str:
    """Stable while the matter is the same one, whoever reads it and whatever it is called.

    A meeting that is moved stays the one it was, and says how often. A date without an hour is another event on another
    day: nobody counts how often those move.
    """
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    name = bundle.key if bundle.meeting is not None else f"{bundle.key}@{bundle.due_on.isoformat()}"
    return f"{hashlib.sha256(name.encode()).hexdigest()[:32]}@{host}"
