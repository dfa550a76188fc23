"""What the engine refuses, as codes: the layers above hold the sentence a person reads."""

from enum import StrEnum


class Problem(StrEnum):
    """Why a sample was refused. One member, one sentence in the interface."""

    NOT_EXACT = "not_exact"
    NOT_WHOLE = "not_whole"
    NEGATIVE = "negative"
    NOT_A_SHARE = "not_a_share"
    CONFIDENCE_OUT_OF_RANGE = "confidence_out_of_range"
    SAMPLE_OVER_POPULATION = "sample_over_population"
    NOTHING_SAMPLED = "nothing_sampled"
    HOLDING_OVER_SAMPLED = "holding_over_sampled"
    UNKNOWN_STRATUM = "unknown_stratum"
    NOT_AN_IDENTIFIER = "not_an_identifier"
    LISTED_TWICE = "listed_twice"
    NOT_A_SEED = "not_a_seed"


class InvalidSample(ValueError):
    """A sample that cannot be sized, drawn or read.

    `problem` is stable and translatable; `details` carries the figures to quote in the sentence.
    """

    def __init__(self, problem: Problem, **details: object) -> None:
        self.problem = problem
        self.details = details
        quoted = ", ".join(f"{name}={value}" for name, value in details.items())
        super().__init__(f"{problem.value} ({quoted})" if quoted else problem.value)
