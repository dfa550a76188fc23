"""Where a figure comes from; shown beside it everywhere."""

from enum import StrEnum


class Origin(StrEnum):
    """`OFFICIAL` needs a source; `DEMONSTRATIVE` is invented for the demonstration and says so."""

    OFFICIAL = "official"
    DEMONSTRATIVE = "demonstrative"
    OWN = "own"
