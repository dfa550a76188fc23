"""Checking a published site against its own log, with nothing but what it publishes.

No Django, no disk, no network: a `Site` that reads is passed in. `check_site` follows every published byte up to a
signature: checkpoint → tiles → entries → listings and manifests → files. `FigureProof` carries one figure's acts with
their proofs in one file. What does not hold is named by path and code; the layers above hold the sentences.
"""

from .acts import CORTE, LISTING, PAGES, ROTATED, Act, acts_of_figure, parse_act, subject_of_figure
from .check import SiteReport, check_site
from .figure import FigureProof, ProvedAct
from .findings import Finding, Mismatch
from .kept import Kept
from .rotation import followed_keys, rotation_note, rotations_of
from .site import Site

__all__ = [
    "CORTE",
    "LISTING",
    "PAGES",
    "ROTATED",
    "Act",
    "FigureProof",
    "Finding",
    "Kept",
    "Mismatch",
    "ProvedAct",
    "Site",
    "SiteReport",
    "acts_of_figure",
    "check_site",
    "followed_keys",
    "parse_act",
    "rotation_note",
    "rotations_of",
    "subject_of_figure",
]
