"""How often one address may ask for what needs no session."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

_MINUTE = 60


def asks_too_often(request: HttpRequest, what: str, per_minute: int) -> bool:
    """Whether whoever sent `request` has asked for `what` more than so many times in a minute. Counts this one."""
    # The minute is part of the key: not every cache keeps the first one's end when it counts on.
    key = f"asks:{what}:{get_adapter().get_client_ip(request)}:{int(time.time()) // _MINUTE}"
    cache.add(key, 0, _MINUTE)
    try:
        return cache.incr(key) > per_minute
    except ValueError:  # the minute ended between the two
        return False
