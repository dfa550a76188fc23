"""What can be done with indicators and their targets."""

from concierta.indicators.operations.define import (
    assign_responsibles,
    define_category_set,
    define_indicator,
    set_target,
)
from concierta.indicators.operations.derive import derive_output_indicators

__all__ = [
    "assign_responsibles",
    "define_category_set",
    "define_indicator",
    "derive_output_indicators",
    "set_target",
]
