"""Means sought from others."""

from concierta.budgets.operations.mobilisation.describe import attach_document, describe_opportunity, open_opportunity
from concierta.budgets.operations.mobilisation.figures import Figure
from concierta.budgets.operations.mobilisation.follow_up import (
    forget_contact,
    forget_expired_contacts,
    keep_contact,
    meet_deadline,
    set_deadline,
)
from concierta.budgets.operations.mobilisation.shares import parts_of
from concierta.budgets.operations.mobilisation.stages import (
    expire_opportunity,
    prepare_opportunity,
    record_agreement,
    record_approval,
    record_disbursement,
    record_refusal,
    report_to_funder,
    request_support,
)

__all__ = [
    "Figure",
    "attach_document",
    "describe_opportunity",
    "expire_opportunity",
    "forget_contact",
    "forget_expired_contacts",
    "keep_contact",
    "meet_deadline",
    "open_opportunity",
    "parts_of",
    "prepare_opportunity",
    "record_agreement",
    "record_approval",
    "record_disbursement",
    "record_refusal",
    "report_to_funder",
    "request_support",
    "set_deadline",
]
