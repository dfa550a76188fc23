"""How a plan in force changes, and how one knows whether what was tried worked."""

from concierta.amendments.operations.adopt import AmendmentInconsistent, adopt_amendment
from concierta.amendments.operations.measures import adopt_measure, evaluate_measure, propose_measure, reject_measure
from concierta.amendments.operations.propose import (
    propose_amendment,
    put_on_agenda,
    reject_amendment,
    revise_amendment,
    withdraw_amendment,
)

__all__ = [
    "AmendmentInconsistent",
    "adopt_amendment",
    "adopt_measure",
    "evaluate_measure",
    "propose_amendment",
    "propose_measure",
    "put_on_agenda",
    "reject_amendment",
    "reject_measure",
    "revise_amendment",
    "withdraw_amendment",
]
