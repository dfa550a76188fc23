"""Exact limits for the number of holding records in a finite population, in integers only.

Of N records M hold; n are drawn without replacement and k of those hold: k is hypergeometric,

    P(X = x | M) = C(M, x) C(N − M, n − x) ÷ C(N, n)

A value of M is refused when what was seen, or more, has a probability of at most α/2 under it, on either side. The
values left are the interval (H. S. Konijn, Statistical Theory of Sample Survey Design and Analysis, 1973;
J. P. Buonaccorsi, The American Statistician 41, 1987, 215–218), the finite counterpart of Clopper and Pearson's:

    L = min { M : P(X ≥ k | M) > α/2 }        U = max { M : P(X ≤ k | M) > α/2 }

It holds the true M with a probability of at least 1 − α whatever M is; no normal approximation is involved.
"""

from fractions import Fraction
from math import comb


def exact_limits(population: int, sampled: int, holding: int, confidence: Fraction) -> tuple[int, int]:
    """L and U for N = `population`, n = `sampled`, k = `holding`, with 1 ≤ n ≤ N and 0 ≤ k ≤ n."""
    level = (1 - confidence) / 2
    low = _lower_limit(population, sampled, holding, level)
    # P(X ≤ k | M) is the probability that at least n − k of the N − M failing records are drawn
    return low, population - _lower_limit(population, sampled, sampled - holding, level)


def _lower_limit(population: int, sampled: int, holding: int, level: Fraction) -> int:
    """L by bisection: P(X ≥ k | M) grows with M, from k records that hold to all but those seen to fail."""
    low, high = holding, population - (sampled - holding)
    while low < high:
        middle = (low + high) // 2
        if tail_exceeds(population, sampled, middle, holding, level):
            high = middle
        else:
            low = middle + 1
    return low


def tail_exceeds(population: int, sampled: int, marked: int, least: int, level: Fraction) -> bool:
    """True if P(X ≥ least | M = marked) > level: a proven answer, not a rounded one.

    Probabilities relative to the likeliest x are kept as integers of fixed length. Away from it each is the previous
    one times a ratio ≤ 1, rounded down, so none of the at most n + 1 terms is short by more than n: where that error
    could matter, and at equality, the full integers decide.
    """
    mode = (sampled + 1) * (marked + 1) // (population + 2)
    scale = 1 << (2 * sampled.bit_length() + 64)
    upward = _weights_upward(population, sampled, marked, mode, scale)
    # downward in x is upward in the number of failing records drawn, n − x
    downward = _weights_upward(population, sampled, population - marked, sampled - mode, scale)
    line = downward[:0:-1] + upward
    cut = min(max(len(downward) - 1 + least - mode, 0), len(line))
    below, above, error = sum(line[:cut]), sum(line[cut:]), (sampled + 1) ** 2
    if above * level.denominator > level.numerator * (above + below + error):
        return True
    if (above + error) * level.denominator <= level.numerator * (above + error + below):
        return False
    return exact_tail(population, sampled, marked, least) > level


def exact_tail(population: int, sampled: int, marked: int, least: int) -> Fraction:
    """P(X ≥ least | M = marked) by definition: slow for large samples, and beyond doubt."""
    first, last = max(least, sampled - (population - marked), 0), min(sampled, marked)
    ways = sum(comb(marked, x) * comb(population - marked, sampled - x) for x in range(first, last + 1))
    return Fraction(ways, comb(population, sampled))


def _weights_upward(population: int, sampled: int, marked: int, mode: int, scale: int) -> list[int]:
    """P(X = x) · scale ÷ P(X = mode), rounded down, for x = mode, mode + 1, … while there is anything left."""
    weights = [scale]
    failing_left = population - marked - sampled
    for x in range(mode, min(sampled, marked)):
        weight = weights[-1] * ((marked - x) * (sampled - x)) // ((x + 1) * (failing_left + x + 1))
        if not weight:
            break
        weights.append(weight)
    return weights
