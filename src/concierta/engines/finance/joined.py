"""What was achieved beside what was spent on it."""

from dataclasses import dataclass
from fractions import Fraction

from concierta.engines.achievement import Alert, Number, ReportFigures, alerts_for, efficiency

from .stages import Stages


@dataclass(frozen=True, slots=True)
class Physical:
    """The physical side of a project, axis or entity. `achieved` as a fraction (1 = target met), null: not programmed
    or no data. `result` anything but null or zero is a result; `units` counts it where its parts share one unit.
    """

    achieved: Fraction | None
    result: Number | None = None
    narrative: str = ""
    explained: bool = False
    projected_close: Fraction | None = None
    units: Number | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """`efficiency` is the capped physical share over the share obligated; `alerts` those of DOMAIN §3."""

    stages: Stages
    physical: Physical
    execution: Fraction | None
    efficiency: Fraction | None
    cost_per_unit: Fraction | None
    alerts: tuple[Alert, ...]


def compare(stages: Stages, physical: Physical) -> Compared:
    """Obligations that are not stated raise no alert: nobody can say that there were none."""
    figures = ReportFigures(
        obligated=stages.obligation or 0,
        result=physical.result,
        narrative=physical.narrative,
        explained=physical.explained,
        projected_close=physical.projected_close,
    )
    return Compared(
        stages=stages,
        physical=physical,
        execution=stages.execution,
        efficiency=efficiency(physical.achieved, stages.execution),
        cost_per_unit=cost_per_unit(stages.obligation, physical.units),
        alerts=alerts_for(figures) if stages.obligation is not None and stages.obligation >= 0 else (),
    )


def cost_per_unit(obligation: int | None, units: Number | None) -> Fraction | None:
    """Pesos obligated for each unit of result; null without either."""
    return Fraction(obligation) / Fraction(units) if obligation and units and units > 0 else None
