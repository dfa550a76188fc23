"""What the engine refuses, as codes: the layers above hold the sentence a person reads."""

from enum import StrEnum


class Problem(StrEnum):
    """Why a set of figures was refused. One member, one sentence in the interface."""

    NOT_EXACT = "not_exact"
    NEGATIVE = "negative"
    YEAR_OUTSIDE_CYCLE = "year_outside_cycle"
    MEASURE_DOES_NOT_ADD_UP = "measure_does_not_add_up"
    NOT_A_DAY = "not_a_day"
    FLOW_POLICY_MISSING = "flow_policy_missing"
    TARGET_AGAINST_DIRECTION = "target_against_direction"
    YEARS_DO_NOT_ADD_UP = "years_do_not_add_up"
    PERIODS_DO_NOT_ADD_UP = "periods_do_not_add_up"
    WEIGHTS_INCOMPLETE = "weights_incomplete"
    WEIGHTS_DO_NOT_ADD_UP = "weights_do_not_add_up"
    BANDS_NOT_ORDERED = "bands_not_ordered"
    CYCLE_BACKWARDS = "cycle_backwards"
    SCHEDULE_OUT_OF_RANGE = "schedule_out_of_range"
    EXECUTION_CHAIN_BROKEN = "execution_chain_broken"
    TRANSFERS_DO_NOT_CANCEL = "transfers_do_not_cancel"
    REDUCTION_OVER_BALANCE = "reduction_over_balance"
    TOTAL_MISSING = "total_missing"
    MEMBERS_OVER_TOTAL = "members_over_total"
    MEMBERS_SHORT_OF_TOTAL = "members_short_of_total"


class InvalidFigures(ValueError):
    """Figures that contradict each other or themselves.

    `problem` is stable and translatable; `details` carries the figures to quote in the sentence.
    """

    def __init__(self, problem: Problem, **details: object) -> None:
        self.problem = problem
        self.details = details
        quoted = ", ".join(f"{name}={value}" for name, value in details.items())
        super().__init__(f"{problem.value} ({quoted})" if quoted else problem.value)
