"""Performance bands (semáforo): a versioned scale, compared with the unrounded achievement."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from .errors import InvalidFigures, Problem
from .quantities import Number, exact


@dataclass(frozen=True, slots=True)
class BandFloor:
    """A band and the achievement from which it applies, included (1 = 100 %)."""

    name: str
    floor: Fraction


@dataclass(frozen=True, slots=True)
class BandScale:
    """Bands from the lowest up. The first has no lower limit in practice: its floor is 0.

    `version` is published with every figure it coloured, so that changing the scale never repaints history.
    """

    version: str
    bands: tuple[BandFloor, ...]

    def __post_init__(self) -> None:
        floors = [band.floor for band in self.bands]
        if not floors or floors[0] != 0 or any(low >= high for low, high in pairwise(floors)):
            raise InvalidFigures(Problem.BANDS_NOT_ORDERED, version=self.version)

    @classmethod
    def from_percentages(cls, version: str, floors: Mapping[str, Number]) -> "BandScale":
        """A scale from its floors in percent, lowest first: {"critical": 0, "low": 40, …}."""
        return cls(version, tuple(BandFloor(name, exact(floor) / 100) for name, floor in floors.items()))

    def band_of(self, achievement: Number | None) -> str | None:
        """The band of an achievement; null has none. 39.999 % is still below a floor of 40 %."""
        if achievement is None:
            return None
        value = exact(achievement)
        reached = [band.name for band in self.bands if band.floor <= value]
        return reached[-1] if reached else self.bands[0].name


DNP_LEGACY = BandScale.from_percentages(
    "dnp-legacy-1",
    {"critical": 0, "low": 40, "medium": 60, "satisfactory": 70, "outstanding": 80},
)
"""The scale of the Departamento Nacional de Planeación for municipal plans, to be verified against its manual."""
