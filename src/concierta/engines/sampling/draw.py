"""A random draw that anyone can repeat with a spreadsheet and `sha256sum`.

Every item of a stratum gets a ticket, the SHA-256 of the seed, the stratum and the item, with a zero byte between:

    ticket = SHA-256( seed ‖ 0x00 ‖ stratum ‖ 0x00 ‖ item )        all of them text, in UTF-8

The n items with the lowest tickets are the sample. To check a draw:

1. Copy the seed and the list of items of the stratum; the seed's commitment must be the one published beforehand.
2. For each item run  printf '%s\\0%s\\0%s' "$seed" "$stratum" "$item" | sha256sum  and write the 64 digits beside it.
3. Sort the rows by those digits, from 0 to f. The first n rows are the sample; the next ones are the reserves, in turn.

Nobody can tell a ticket before knowing the seed, so every set of n items is as likely as any other; the order in which
items are listed decides nothing; a larger sample contains the smaller one. Ticket numbers are
R. L. Rivest's (Consistent Sampling with Replacement, 2018, arXiv:1808.10016); here nothing is put back.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from .errors import InvalidSample, Problem
from .quantities import count
from .seeds import check_seed


@dataclass(frozen=True, slots=True, order=True)
class Ticket:
    """An item and its place in the draw: tickets sort by `digest`, 64 lowercase hexadecimal digits."""

    digest: str
    item: str


def ticket_of(seed: str, stratum: str, item: str) -> Ticket:
    """The ticket of one item."""
    check_seed(seed)
    _check_identifier(stratum)
    _check_identifier(item)
    return Ticket(hashlib.sha256(f"{seed}\0{stratum}\0{item}".encode()).hexdigest(), item)


def drawing_order(seed: str, stratum: str, items: Iterable[str]) -> tuple[Ticket, ...]:
    """All items of a stratum in the order they are drawn: the sample first, then the reserves.

    Raises InvalidSample for an item listed twice, which would have two chances.
    """
    tickets = sorted(ticket_of(seed, stratum, item) for item in items)
    for before, after in pairwise(tickets):
        if before == after:
            raise InvalidSample(Problem.LISTED_TWICE, item=after.item, stratum=stratum)
    return tuple(tickets)


def draw(seed: str, population: Mapping[str, Iterable[str]], sizes: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """The items drawn from each stratum, in drawing order; strata by name. A stratum without a size gives none.

    `population` the items of every stratum, `sizes` how many to take of each (see `allocate`). Raises InvalidSample for
    a size beyond its stratum or of a stratum that does not exist.
    """
    if unknown := sorted(set(sizes) - set(population)):
        raise InvalidSample(Problem.UNKNOWN_STRATUM, stratum=unknown[0])
    drawn = {}
    for stratum in sorted(population):
        order = drawing_order(seed, stratum, population[stratum])
        size = count(stratum, sizes.get(stratum, 0))
        if size > len(order):
            raise InvalidSample(Problem.SAMPLE_OVER_POPULATION, stratum=stratum, size=size, population=len(order))
        drawn[stratum] = tuple(ticket.item for ticket in order[:size])
    return drawn


def _check_identifier(text: str) -> None:
    """Refuse what a person could not copy faithfully: nothing, outer spaces, control characters, look-alike encodings.

    Without zero bytes inside, no two pairs of stratum and item are hashed alike.
    """
    hidden = any(unicodedata.category(character) in ("Cc", "Cs") for character in text)
    if hidden or not text or text != text.strip() or not unicodedata.is_normalized("NFC", text):
        raise InvalidSample(Problem.NOT_AN_IDENTIFIER, identifier=repr(text))
