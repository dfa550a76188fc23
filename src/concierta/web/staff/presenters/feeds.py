"""The calendars that somebody carries, a row each. Their address is not among what is known of them."""

from dataclasses import dataclass
from typing import Any

from concierta.people.enums import Role
from concierta.web.components.formats import date_time


@dataclass(frozen=True, slots=True)
class FeedRow:
    pk: int
    role: str
    entity: str
    made: str


def feed_row(feed: Any) -> FeedRow:
    return FeedRow(feed.pk, str(Role(feed.role).label), feed.entity.name, date_time(feed.made_at))
