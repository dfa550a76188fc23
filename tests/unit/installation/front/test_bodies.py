"""A body is taken in whole, within its limit and in time, or not at all."""

import asyncio
from typing import Any

import pytest

from concierta.installation.front import bodies
from concierta.installation.front.bodies import Gone, Refused, take_body
from concierta.installation.front.spool import IN_MEMORY, Spool, Store


class Sender:
    """Gives its pieces one after the other; `pause` seconds before each."""

    def __init__(self, *pieces: bytes, pause: float = 0.0, leaves: bool = False) -> None:
        self.pieces, self.pause, self.leaves, self.asked = list(pieces), pause, leaves, 0

    async def __call__(self) -> dict[str, Any]:
        self.asked += 1
        await asyncio.sleep(self.pause)
        if not self.pieces:
            return {"type": "http.disconnect"}
        piece = self.pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(self.pieces) or self.leaves}


async def whole(spool: Spool) -> bytes:
    return b"".join([chunk async for chunk in spool.chunks()])


def take(sender: Sender, *, declared: int | None, limit: int = 100, store: Store | None = None) -> bytes | Refused:
    async def run() -> bytes | Refused:
        taken = await take_body(sender, declared=declared, limit=limit, store=store or Store())
        return await whole(taken) if isinstance(taken, Spool) else taken

    return asyncio.run(run())


def test_a_body_arrives_whole() -> None:
    assert take(Sender(b"uno ", b"dos"), declared=7) == b"uno dos"


def test_a_large_body_goes_by_the_disk_and_arrives_whole() -> None:
    piece = bytes(range(256)) * 1024

    assert take(Sender(*[piece] * 3), declared=None, limit=1 << 20) == piece * 3
    assert len(piece) * 3 > IN_MEMORY


def test_a_body_that_says_it_is_too_large_is_refused_unread() -> None:
    sender = Sender(b"x" * 10)

    assert take(sender, declared=101) is Refused.TOO_LARGE


def test_a_body_of_unsaid_length_is_counted_as_it_comes() -> None:
    assert take(Sender(b"x" * 60, b"x" * 41), declared=None) is Refused.TOO_LARGE


def test_a_body_that_says_less_than_it_is_is_counted_too() -> None:
    assert take(Sender(b"x" * 101), declared=5) is Refused.TOO_LARGE


def test_who_says_nothing_for_too_long_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SILENCE", 0.02)

    assert take(Sender(b"x", pause=5), declared=50) is Refused.TOO_SLOW


def test_a_body_that_trickles_is_cut_off_though_it_is_never_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "GRACE", 0.1)
    sender = Sender(*[b"x"] * 500, pause=0.01)

    assert take(sender, declared=500, limit=500) is Refused.TOO_SLOW
    assert sender.asked < 100


def test_who_leaves_half_way_is_answered_nothing() -> None:
    with pytest.raises(Gone):
        take(Sender(b"x", leaves=True), declared=50)


def test_what_all_bodies_hold_together_has_a_limit_and_is_given_back() -> None:
    store = Store(most=15)

    async def run() -> list[Any]:
        first = await take_body(Sender(b"x" * 10), declared=10, limit=100, store=store)
        second = await take_body(Sender(b"x" * 10), declared=10, limit=100, store=store)
        assert isinstance(first, Spool)
        first.close()
        third = await take_body(Sender(b"x" * 10), declared=10, limit=100, store=store)
        return [second, isinstance(third, Spool), store.held]

    assert asyncio.run(run()) == [Refused.NO_ROOM, True, 10]
