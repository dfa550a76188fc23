"""How many to look at in each stratum: in proportion to its size, and never nobody.

Proportional allocation (W. G. Cochran, Sampling Techniques, 3rd ed. 1977, ch. 5: n_h = n N_h ÷ N) made whole by the
method of the largest remainder (Hamilton): every stratum gets the whole part of its quota, and those left over go to
the largest fractions. An entity that reports anything is looked at at least once: strata whose quota is below one get
one, and the rest is shared anew.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from .errors import InvalidSample, Problem
from .quantities import count


def allocate(strata: Mapping[str, int], size: int) -> dict[str, int]:
    """How many of each stratum, given how many there are in each; an empty stratum gets 0.

    The numbers add to `size`, or to the number of strata that are not empty where that is more: at least one of each.
    Equal fractions go to the larger stratum, then to the identifier that sorts first, so that the order in which strata
    are given decides nothing. Raises InvalidSample when `size` is more than there are.
    """
    sizes = {stratum: count(stratum, items) for stratum, items in strata.items()}
    population = sum(sizes.values())
    if count("size", size) > population:
        raise InvalidSample(Problem.SAMPLE_OVER_POPULATION, size=size, population=population)
    to_share = {stratum: items for stratum, items in sizes.items() if items}
    left = max(size, len(to_share))
    given = dict.fromkeys(sizes, 0)
    while small := [stratum for stratum, quota in _quotas(to_share, left).items() if quota < 1]:
        for stratum in small:
            given[stratum] = 1
            del to_share[stratum]
        left -= len(small)
    return given | _largest_remainder(to_share, left)


def _quotas(sizes: Mapping[str, int], size: int) -> dict[str, Fraction]:
    population = sum(sizes.values())
    return {stratum: Fraction(size * items, population) for stratum, items in sizes.items()}


def _largest_remainder(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    quotas = _quotas(sizes, size)
    whole = {stratum: floor(quota) for stratum, quota in quotas.items()}
    first_served = sorted(sizes, key=lambda stratum: (whole[stratum] - quotas[stratum], -sizes[stratum], stratum))
    favoured = set(first_served[: size - sum(whole.values())])
    return {stratum: items + (stratum in favoured) for stratum, items in whole.items()}
