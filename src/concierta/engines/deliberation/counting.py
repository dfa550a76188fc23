"""Quorum and majorities, in whole entities (DOMAIN §4, defaults of ours).

"Half plus one" of an odd number is the whole number above the half: of 11 it is 6, the smallest group that no other
group of the same size can stand apart from. Two thirds are rounded up for the same reason: a fraction of an entity
does not vote.
"""

from collections.abc import Callable, Mapping


def _half_plus_one(count: int) -> int:
    return count // 2 + 1


def _two_thirds(count: int) -> int:
    return max(1, -(-2 * count // 3))


_QUORUM: Mapping[str, Callable[[int], int]] = {"half_plus_one": _half_plus_one, "two_thirds": _two_thirds}


def quorum_needed(rule: str, voting: int) -> int:
    """How many of `voting` entities must be present under `rule` ("half_plus_one", "two_thirds"): 12 → 7, 12 → 8.

    Never 0: a table without voting entities decides nothing. ValueError for another rule or a negative count.
    """
    _check(voting)
    if rule not in _QUORUM:
        raise ValueError(f"unknown quorum rule: {rule}")
    return _QUORUM[rule](voting)


def votes_needed(rule: str, *, present: int, voting: int) -> int:
    """Votes in favour that carry a motion under `rule`.

    "simple": more than half of the `present`, who are the voting entities there and free to vote on the matter;
    "two_thirds": of the same; "absolute": more than half of all the `voting` entities, there or not. Whoever is
    present and abstains or does not vote is not in favour. Never 0. ValueError for another rule, negative counts, or
    more present than there are.
    """
    _check(present)
    _check(voting)
    if present > voting:
        raise ValueError(f"{present} present of {voting} that vote")
    if rule == "simple":
        return _half_plus_one(present)
    if rule == "absolute":
        return _half_plus_one(voting)
    if rule == "two_thirds":
        return _two_thirds(present)
    raise ValueError(f"unknown majority rule: {rule}")


def _check(count: int) -> None:
    if count < 0:
        raise ValueError("entities are counted from zero")
