"""Looking at a part and saying something honest of the whole: sample sizes, draws anyone can repeat, records counts.

Pure functions of whole numbers, `Decimal` and `Fraction`; a binary float is refused. What cannot be sized, drawn or
read raises `InvalidSample`, whose `problem` is a stable code.

    >>> from fractions import Fraction
    >>> from concierta.engines.sampling import allocate, count_records, draw, sample_size
    >>> population = {"SENA": ["R-001", "R-002", "R-003"], "Comfandi": ["R-004"]}
    >>> sizes = allocate({entity: len(reports) for entity, reports in population.items()}, 2)
    >>> draw("5eed" * 16, population, sizes)
    {'Comfandi': ('R-004',), 'SENA': ('R-003',)}
    >>> sample_size(population=1440, margin=Fraction(5, 100))
    304
    >>> count_records(records=1440, sampled=278, holding=234).scaled_to(1440).describe()
    '1,440 reported · 1,212 verified (95 %: 1,150–1,265)'
"""

from .agreement import Agreement, agreement
from .allocation import allocate
from .campaign import DOUBLE_CHECK, draw_double_checks, draw_sample, population_hash
from .draw import Ticket, draw, drawing_order, ticket_of
from .errors import InvalidSample, Problem
from .quantities import USUAL_CONFIDENCE, Exact
from .records import RecordsCount, VerifiedCount, count_records
from .seeds import COMMITMENT_LABEL, check_seed, commit_seed, verify_reveal
from .sizes import LEAST_FAVOURABLE, corrected_size, margin_of_error, normal_quantile, sample_size, unlimited_size

__all__ = [
    "COMMITMENT_LABEL",
    "DOUBLE_CHECK",
    "LEAST_FAVOURABLE",
    "USUAL_CONFIDENCE",
    "Agreement",
    "Exact",
    "InvalidSample",
    "Problem",
    "RecordsCount",
    "Ticket",
    "VerifiedCount",
    "agreement",
    "allocate",
    "check_seed",
    "commit_seed",
    "corrected_size",
    "count_records",
    "draw",
    "draw_double_checks",
    "draw_sample",
    "drawing_order",
    "margin_of_error",
    "normal_quantile",
    "population_hash",
    "sample_size",
    "ticket_of",
    "unlimited_size",
    "verify_reveal",
]
