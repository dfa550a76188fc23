"""A records count: n of N records were looked at, k hold. How many hold in all, and how sure is that?

    verified = R · k ÷ n        with R the reported value; its limits are R · L ÷ N and R · U ÷ N

L and U are the exact limits of `hypergeometric`. The records looked at must have been drawn at random (`draw`).
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from .errors import InvalidSample, Problem
from .hypergeometric import exact_limits
from .quantities import USUAL_CONFIDENCE, Exact, confidence_level, count


@dataclass(frozen=True, slots=True)
class VerifiedCount:
    """What is published of a records count: whole people or units, beside what was reported."""

    reported: int
    verified: int
    low: int
    high: int
    confidence: Fraction
    every_record_looked_at: bool

    def describe(self, *, reported: str = "reported", verified: str = "verified", thousands: str = ",") -> str:
        """One line: 1,440 reported · 1,212 verified (95 %: 1,150–1,268). No interval once every record was looked at.

        The two words and the separator of thousands come from the page's language.
        """

        def figure(value: int) -> str:
            return f"{value:,}".replace(",", thousands)

        said = f"{figure(self.reported)} {reported} · {figure(self.verified)} {verified}"
        if self.every_record_looked_at:
            return said
        level = format(float(self.confidence * 100), "g")
        return f"{said} ({level} %: {figure(self.low)}–{figure(self.high)})"


@dataclass(frozen=True, slots=True)
class RecordsCount:
    """`records` N, `sampled` n, `holding` k, and the exact limits for how many of the N hold."""

    records: int
    sampled: int
    holding: int
    low: int
    high: int
    confidence: Fraction

    @property
    def share(self) -> Fraction:
        """k ÷ n, the share that holds."""
        return Fraction(self.holding, self.sampled)

    @property
    def estimate(self) -> Fraction:
        """N k ÷ n, unrounded: the number of records that hold, estimated without bias."""
        return self.records * self.share

    def scaled_to(self, reported: Exact) -> VerifiedCount:
        """The verified value of a `reported` whole number, every record standing for reported ÷ N of it.

        The value is rounded to the nearest whole (a half, down) and the limits outwards. Where one record is one person
        and fewer records than people exist, the people without a record hold nothing: scale to N, not to the claim.
        """
        value = count("reported", reported)
        per_record = Fraction(value, self.records)
        low, high = floor(per_record * self.low), ceil(per_record * self.high)
        # with nearly every record looked at, the unbiased estimate may lie a fraction of a record outside the limits
        holding = min(max(self.estimate, Fraction(self.low)), Fraction(self.high))
        verified = ceil(per_record * holding - Fraction(1, 2))
        return VerifiedCount(value, verified, low, high, self.confidence, self.sampled == self.records)


def count_records(*, records: int, sampled: int, holding: int, confidence: Exact = USUAL_CONFIDENCE) -> RecordsCount:
    """Read a records count. Raises InvalidSample unless 1 ≤ sampled ≤ records and 0 ≤ holding ≤ sampled."""
    level = confidence_level(confidence)
    listed, seen, good = count("records", records), count("sampled", sampled), count("holding", holding)
    if seen > listed:
        raise InvalidSample(Problem.SAMPLE_OVER_POPULATION, sampled=seen, records=listed)
    if not seen:
        raise InvalidSample(Problem.NOTHING_SAMPLED, records=listed)
    if good > seen:
        raise InvalidSample(Problem.HOLDING_OVER_SAMPLED, holding=good, sampled=seen)
    low, high = exact_limits(listed, seen, good, level)
    return RecordsCount(listed, seen, good, low, high, level)
