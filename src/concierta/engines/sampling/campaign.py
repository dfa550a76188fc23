"""The draw of a verification campaign as one pure function: who performs it and who checks it call the same.

1. n from the wished margin of error over the whole population (`sample_size`), shared among the strata (`allocate`).
2. In each stratum, the items with the lowest tickets (`draw`).
3. Of all items looked at (drawn, or entered for another reason), a share is looked at twice: those with the lowest
   tickets in a stratum of their own, named `DOUBLE_CHECK`, so that being drawn early says nothing of being doubled.
"""

import hashlib
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil

from .allocation import allocate
from .draw import draw, drawing_order
from .errors import InvalidSample, Problem
from .quantities import Exact, exact
from .sizes import sample_size

#: The stratum from which second looks are drawn. An entity's code has no spaces, so that none is named like this.
DOUBLE_CHECK = "double check"


def draw_sample(
    seed: str, population: Mapping[str, Iterable[str]], *, margin: Exact, confidence: Exact
) -> dict[str, tuple[str, ...]]:
    """The items drawn from each stratum, in drawing order. The order in which anything is listed decides nothing."""
    listed = {stratum: tuple(items) for stratum, items in population.items()}
    counts = {stratum: len(items) for stratum, items in listed.items()}
    size = sample_size(population=sum(counts.values()), margin=margin, confidence=confidence)
    return draw(seed, listed, allocate(counts, size))


def draw_double_checks(seed: str, looked_at: Iterable[str], share: Exact) -> tuple[str, ...]:
    """Which of the items looked at are looked at twice: `share` (0…1) of them, rounded up, in drawing order."""
    part = exact("share", share)
    if not 0 <= part <= 1:
        raise InvalidSample(Problem.NOT_A_SHARE, share=share)
    order = drawing_order(seed, DOUBLE_CHECK, looked_at)
    return tuple(ticket.item for ticket in order[: ceil(Fraction(len(order)) * part)])


def population_hash(population: Mapping[str, Iterable[str]]) -> str:
    """SHA-256 of the list: one line `stratum TAB item NEWLINE` each, sorted by their UTF-8 bytes (`LC_ALL=C sort`)."""
    lines = sorted(f"{stratum}\t{item}\n".encode() for stratum, items in population.items() for item in items)
    return hashlib.sha256(b"".join(lines)).hexdigest()
