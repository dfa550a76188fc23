"""What can be done with a report, one function per act."""

from concierta.reporting.operations.draft import save_draft
from concierta.reporting.operations.import_matrix import MatrixResult, import_matrix
from concierta.reporting.operations.self_assess import give_opinion, self_assess
from concierta.reporting.operations.submit import (
    open_correction,
    return_report,
    review_report,
    sending_problems,
    submit_report,
)

__all__ = [
    "MatrixResult",
    "give_opinion",
    "import_matrix",
    "open_correction",
    "return_report",
    "review_report",
    "save_draft",
    "self_assess",
    "sending_problems",
    "submit_report",
]
