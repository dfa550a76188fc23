"""Dues as an iCalendar file (RFC 5545): one all-day event each. Same dues in, same bytes out."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext

from concierta.people.enums import Role
from concierta.steering.models import CalendarFeed
from concierta.steering.queries.addresses import link_to
from concierta.steering.queries.dues import Bundle

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
    content: bytes = calendar.to_ical()
    return content


def _event(feed: CalendarFeed, bundle: Bundle) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", uid_of(bundle))
    event.add("dtstamp", feed.made_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", bundle.due_on)
    # Exclusive: an all-day event ends on the next day.
    event.add("dtend", bundle.due_on + timedelta(days=1))
    event.add("summary", gettext("Vencido: %(title)s") % {"title": bundle.title} if bundle.overdue else bundle.title)
    event.add("description", _description(bundle))
    event.add("categories", [str(bundle.kind.label)])
    event.add("url", link_to(bundle))
    # A due date takes nobody's day: others may still invite them to a meeting.
    event.add("transp", "TRANSPARENT")
    return event


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
    """Stable while the matter is the same one, whoever reads it and whatever it is called."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"{hashlib.sha256(bundle.key.encode()).hexdigest()[:32]}@{host}"
