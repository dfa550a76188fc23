"""The seven ways in which an indicator adds up over time (tipo de acumulación)."""

from enum import StrEnum


class Accumulation(StrEnum):
    """How the figures of successive periods become the figure of the year and of the cycle.

    With A actual, T target, B baseline, y a year and c the whole cycle:

    ==================  ===========================  =========================================
    type                year                         cycle
    ==================  ===========================  =========================================
    cumulative          A_y / T_y                    ΣA / T_c, where ΣT_y = T_c
    stock               A_y / T_y                    A_last / T_c
    capacity            (A_y − B) / (T_y − B)        (A_last − B) / (T_c − B)
    reduction           (B − A_y) / (B − T_y)        (B − A_last) / (B − T_c)
    annual_reduction    (A_{y−1} − A_y) /            mean of the programmed years
                        (A_{y−1} − T_y)
    flow                A_y / T_y                    mean of the programmed years, or final year
    maintenance         min(1, A_y / T_y)            Σ year ÷ programmed years
    ==================  ===========================  =========================================
    """

    CUMULATIVE = "cumulative"
    STOCK = "stock"
    CAPACITY = "capacity"
    REDUCTION = "reduction"
    ANNUAL_REDUCTION = "annual_reduction"
    FLOW = "flow"
    MAINTENANCE = "maintenance"

    @property
    def needs_baseline(self) -> bool:
        """Whether achievement is null without a baseline, so that a plan should ask for one."""
        return self in {Accumulation.CAPACITY, Accumulation.REDUCTION, Accumulation.ANNUAL_REDUCTION}

    @property
    def lower_is_better(self) -> bool:
        return self in {Accumulation.REDUCTION, Accumulation.ANNUAL_REDUCTION}

    @property
    def periods_add_up(self) -> bool:
        """Whether the quarters of a year add to the year; otherwise the last one known stands for it."""
        return self in {Accumulation.CUMULATIVE, Accumulation.FLOW}


class FlowPolicy(StrEnum):
    """How the years of a flow become its cycle. Always chosen by the plan, never assumed."""

    MEAN = "mean"
    FINAL_YEAR = "final_year"


class Horizon(StrEnum):
    """What the years of an averaged type are divided by.

    TO_DATE: the programmed years that have a figure. WHOLE_CYCLE: every programmed year, so that years
    still to come weigh nothing. A target of 12 kept at 12 and 9 is 87.5 % to date and 43.75 % of four years.
    """

    TO_DATE = "to_date"
    WHOLE_CYCLE = "whole_cycle"
