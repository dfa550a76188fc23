"""The daily letters, and the calendars that people carry."""

from concierta.steering.operations.digests import DigestCounts, send_digests
from concierta.steering.operations.feeds import end_feed, make_feed

__all__ = ["DigestCounts", "end_feed", "make_feed", "send_digests"]
