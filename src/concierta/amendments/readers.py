"""What amendments must know of the modules above them, which tell it when the program starts.

As plans ask indicators what a plan lacks (`plans.operations.readiness`): whoever knows registers how to find out.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from concierta.plans.models import Plan


@dataclass(frozen=True, slots=True)
class FigureRead:
    """The latest value of an indicator: verified where anybody verified one, otherwise as it was reported."""

    value: Decimal
    period: int
    """Primary key of the reporting period it is of."""
    verified: bool


LastCutOff = Callable[[Plan], date | None]
FigureReader = Callable[[Iterable[int], date], Mapping[int, FigureRead]]

_last_cut_offs: list[LastCutOff] = []
_figure_readers: list[FigureReader] = []


def register_last_cut_off(reader: LastCutOff) -> LastCutOff:
    """`reader` says which cut-off of a plan was frozen last: no amendment may reach back to it."""
    if reader not in _last_cut_offs:
        _last_cut_offs.append(reader)
    return reader


def register_figure_reader(reader: FigureReader) -> FigureReader:
    """`reader` gives the latest figure, up to a day, of indicators by primary key; those without any are absent."""
    if reader not in _figure_readers:
        _figure_readers.append(reader)
    return reader


def last_frozen_cut_off(plan: Plan) -> date | None:
    """The latest cut-off already published, None before the first."""
    return max((day for reader in _last_cut_offs if (day := reader(plan)) is not None), default=None)


def latest_figures(indicators: Iterable[int], on: date) -> dict[int, FigureRead]:
    """The latest figure of each indicator up to that day."""
    asked = list(indicators)
    return {pk: figure for reader in _figure_readers for pk, figure in reader(asked, on).items()}
