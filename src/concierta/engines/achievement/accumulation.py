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

    The first two and the last two divide by T and are null over zero. The distances (`reads_a_path`) divide by T − B:
    from 40 to 0, an actual of 10 is 75 %. A mean weighs its years alike unless the indicator says otherwise.
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
        """True if achievement is null without a baseline, so that a plan should ask for one."""
        return self.reads_a_path

    @property
    def reads_a_path(self) -> bool:
        """True if it is the share of a distance from a start: a target of zero is then a place to arrive at."""
        return self in {Accumulation.CAPACITY, Accumulation.REDUCTION, Accumulation.ANNUAL_REDUCTION}

    @property
    def lower_is_better(self) -> bool:
        return self in {Accumulation.REDUCTION, Accumulation.ANNUAL_REDUCTION}

    @property
    def periods_add_up(self) -> bool:
        """True if the quarters of a count add to the year; of a rate none do (`measure.periods_add_up`)."""
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
