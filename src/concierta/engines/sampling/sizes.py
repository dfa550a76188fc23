"""How many to look at: from a wished margin of error to a sample size, and back.

W. G. Cochran, Sampling Techniques, 3rd ed. (Wiley 1977), §4.4. With z the two-sided normal quantile of the confidence
level, p the expected share, e the margin of error (a share: 0.05 is five percentage points), N the population:

    n₀ = z² p (1 − p) ÷ e²            as if the population had no end
    n  = n₀ ÷ (1 + (n₀ − 1) ÷ N)      with the finite-population correction, rounded up
    e  = z √( p (1 − p) ÷ n · (N − n) ÷ (N − 1) )
"""

from decimal import Decimal
from fractions import Fraction
from math import ceil, isqrt
from statistics import NormalDist

from .errors import InvalidSample, Problem
from .quantities import USUAL_CONFIDENCE, Exact, confidence_level, count, exact, share

#: The share that asks for the largest sample: take it when nothing is known.
LEAST_FAVOURABLE = Fraction(1, 2)

_MILLION = 10**6


def normal_quantile(confidence: Exact = USUAL_CONFIDENCE) -> Fraction:
    """z of a two-sided confidence level, to six decimals, the same on every machine: 95 % → 1.959964."""
    above = (1 - confidence_level(confidence)) / 2
    return Fraction(round(-NormalDist().inv_cdf(float(above)) * _MILLION), _MILLION)


def unlimited_size(z: Exact, margin: Exact, expected: Exact = LEAST_FAVOURABLE) -> Fraction:
    """n₀, unrounded. z = 1.96 and e = 0.05 → 384.16."""
    p = share("expected", expected)
    return (exact("z", z) / share("margin", margin)) ** 2 * p * (1 - p)


def corrected_size(unlimited: Exact, population: int) -> Fraction:
    """n for a finite population, unrounded, never more than the population. n₀ = 400, N = 3,200 → 355.7."""
    people, without_end = count("population", population), exact("unlimited", unlimited)
    return people * without_end / (people - 1 + without_end) if people else Fraction(0)


def sample_size(
    *, population: int, margin: Exact, confidence: Exact = USUAL_CONFIDENCE, expected: Exact = LEAST_FAVOURABLE
) -> int:
    """How many of `population` to look at so that a share is known within ± `margin`; 0 of nobody, else 1…N."""
    unlimited = unlimited_size(normal_quantile(confidence), margin, expected)
    return ceil(corrected_size(max(unlimited, Fraction(1)), population))


def margin_of_error(
    *, population: int, sampled: int, confidence: Exact = USUAL_CONFIDENCE, expected: Exact = LEAST_FAVOURABLE
) -> Decimal:
    """The margin that `sampled` of `population` give, a share rounded up at six decimals; 0 when all were looked at."""
    people, looked_at = count("population", population), count("sampled", sampled)
    if looked_at > people:
        raise InvalidSample(Problem.SAMPLE_OVER_POPULATION, sampled=sampled, population=population)
    if not looked_at:
        raise InvalidSample(Problem.NOTHING_SAMPLED, population=population)
    if looked_at == people:
        return Decimal(0)
    p = share("expected", expected)
    square = normal_quantile(confidence) ** 2 * p * (1 - p) / looked_at * Fraction(people - looked_at, people - 1)
    return Decimal(_root_rounded_up(square * _MILLION**2)).scaleb(-6)


def _root_rounded_up(square: Fraction) -> int:
    """The smallest integer whose square is at least `square` > 0, without passing through a float."""
    return isqrt(ceil(square) - 1) + 1
