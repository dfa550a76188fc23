"""Taking in the body of a request: no more than its address may have, no slower than somebody with bad signal."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any

from concierta.installation.front.spool import NoRoom, Spool, Store

Receive = Callable[[], Awaitable[dict[str, Any]]]

#: [D] Who sends nothing for this long is gone; a body has `GRACE` seconds and then what it takes at `SLOWEST` bytes a
#: second: 25 MB over a telephone's worst line is 54 minutes, a form of 10 kB half a minute.
SILENCE = 20.0
GRACE = 30.0
SLOWEST = 8 * 1024
#: [D] What is read and thrown away of a body that is refused, so that the browser gets to reading why.
_THROWN_AWAY = 4 << 20
_THROWN_AWAY_SECONDS = 3.0


class Refused(StrEnum):
    """Why a body was not taken; the workspace is told it and says it in words."""

    TOO_LARGE = "too-large"
    TOO_SLOW = "too-slow"
    NO_ROOM = "no-room"


class Gone(Exception):
    """Whoever was sending has left: there is nobody to answer."""


async def take_body(receive: Receive, *, declared: int | None, limit: int, store: Store) -> Spool | Refused:
    """The body, whole; or why not. `declared` is its Content-Length, None when it comes in chunks of unsaid length."""
    if declared is not None and declared > limit:
        await _throw_away(receive)
        return Refused.TOO_LARGE
    spool = store.spool()
    try:
        refused = await _fill(spool, receive, limit)
    except BaseException:
        spool.close()
        raise
    if refused is None:
        return spool
    spool.close()
    if refused is not Refused.TOO_SLOW:
        await _throw_away(receive)
    return refused


async def _fill(spool: Spool, receive: Receive, limit: int) -> Refused | None:
    loop = asyncio.get_running_loop()
    begun = loop.time()
    while True:
        left = GRACE + spool.size / SLOWEST - (loop.time() - begun)
        try:
            message = await asyncio.wait_for(receive(), max(0.0, min(SILENCE, left)))
        except TimeoutError:
            return Refused.TOO_SLOW
        if message["type"] == "http.disconnect":
            raise Gone
        chunk = message.get("body", b"")
        if spool.size + len(chunk) > limit:
            return Refused.TOO_LARGE
        try:
            await spool.write(chunk)
        except (NoRoom, OSError):
            return Refused.NO_ROOM
        if not message.get("more_body", False):
            return None


async def _throw_away(receive: Receive) -> None:
    thrown = 0
    try:
        async with asyncio.timeout(_THROWN_AWAY_SECONDS):
            while thrown < _THROWN_AWAY:
                message = await receive()
                thrown += len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return
