"""Means obtained from others: leverage, what is still lacking, and what may come, which is never a fact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction

from .errors import whole_pesos

#: How likely the rest of an opportunity is to come, by the stage it is at. Defaults of ours [D]: configuration.
DEFAULT_PROBABILITIES: Mapping[str, Fraction] = {
    "opportunity": Fraction(5, 100),
    "prepared": Fraction(10, 100),
    "requested": Fraction(30, 100),
    "approved": Fraction(75, 100),
    "agreement_signed": Fraction(90, 100),
    "disbursed": Fraction(95, 100),
}


@dataclass(frozen=True, slots=True)
class Prospect:
    """An opportunity under way: `pesos` is the figure of its stage (what was approved, say), `disbursed` what came."""

    stage: str
    pesos: int | None
    disbursed: int = 0

    @property
    def outstanding(self) -> int:
        return max(0, (self.pesos or 0) - self.disbursed)


@dataclass(frozen=True, slots=True)
class StageForecast:
    stage: str
    count: int
    outstanding: int
    probability: Fraction
    expected: Fraction


@dataclass(frozen=True, slots=True)
class Forecast:
    """What may still come, by stage. An estimate: it has no figure in common with what was disbursed."""

    stages: tuple[StageForecast, ...]

    @property
    def expected(self) -> Fraction:
        return sum((stage.expected for stage in self.stages), Fraction(0))


def forecast(prospects: Iterable[Prospect], probabilities: Mapping[str, Fraction] = DEFAULT_PROBABILITIES) -> Forecast:
    """In the order of `probabilities`, stages without prospects left out. A stage without a probability is over."""
    found: dict[str, list[int]] = {}
    for prospect in prospects:
        if prospect.stage in probabilities:
            found.setdefault(prospect.stage, []).append(prospect.outstanding)
    return Forecast(
        tuple(
            StageForecast(stage, len(found[stage]), sum(found[stage]), chance, sum(found[stage]) * Fraction(chance))
            for stage, chance in probabilities.items()
            if stage in found
        )
    )


def leverage(disbursed: int, own_obligations: int | None) -> Fraction | None:
    """Pesos of others that came for each peso of one's own that is obligated; null without obligations."""
    return Fraction(disbursed, own_obligations) if own_obligations else None


@dataclass(frozen=True, slots=True)
class Gap:
    """What is estimated to be needed, and what there is for it: kinds of funding stay apart; all are cash.

    `unfunded` and `surplus` are sums over projects: what one has too much of does not fund another.
    """

    need: int
    appropriated: int
    contributed: int
    obtained: int
    unfunded: int
    surplus: int

    @property
    def funded(self) -> int:
        return self.appropriated + self.contributed + self.obtained

    def __add__(self, other: "Gap") -> "Gap":
        return Gap(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


def funding_gap(need: int | None, *, appropriated: int, contributed: int = 0, obtained: int = 0) -> Gap | None:
    """Of one project; null where nobody estimated its need: an unknown need is not a gap of zero.

    `obtained` is what others disbursed and no budget line holds yet: what does is already in `appropriated`.
    """
    if need is None:
        return None
    left = need - appropriated - contributed - obtained
    return Gap(need, appropriated, contributed, obtained, max(0, left), max(0, -left))


def apportion(amount: int, parts: Sequence[int]) -> list[int]:
    """`amount` pesos split by `parts`, adding up to the peso: the largest remainders get the pesos left over."""
    whole = sum(map(whole_pesos, parts))
    shares = [divmod(amount * part, whole) for part in parts]
    left = amount - sum(quotient for quotient, _ in shares)
    largest = sorted(range(len(parts)), key=lambda place: (-shares[place][1], place))[:left]
    return [quotient + (place in largest) for place, (quotient, _) in enumerate(shares)]
