"""Statistical secrecy in break-downs of people (Ley 79/1993): small cells hide, and so does what would reveal them."""

import re
from collections.abc import Mapping
from decimal import Decimal

THRESHOLD = 5
"""A cell from one to four people is not shown [K]: a default of ours, to be confirmed against the norm."""

PEOPLE = re.compile(
    r"\b(persona|beneficiari|mujer|hombre|jóven|joven|niñ|adult|estudiante|trabajador|emprendedor|empresari|"
    r"participante|ciudadan|víctima|usuari|habitante|aprendi[zc]|people|person|women|men|youth)",
    re.IGNORECASE,
)


def counts_people(unit: str) -> bool:
    """True if a unit of measure counts people. Kilometres by comuna need no protection."""
    return PEOPLE.search(unit) is not None


def hidden_cells(cells: Mapping[str, Decimal]) -> set[str]:
    """The categories of one break-down to hide: every small one, and one more when a single one could be subtracted.

    The second is the smallest shown above zero; where there is none, the total itself speaks of one cell and all hide.
    """
    small = {category for category, value in cells.items() if 0 < value < THRESHOLD}
    if len(small) != 1:
        return small
    others = [(value, category) for category, value in cells.items() if category not in small and value > 0]
    if not others:
        return set(cells)
    return small | {min(others)[1]}
