"""What may be done with money: one function per use case."""

from concierta.budgets.operations.appropriate import (
    define_funding_source,
    define_line,
    link_contract,
    state_need,
    unlink_contract,
)
from concierta.budgets.operations.contribute import offer_contribution, withdraw_contribution
from concierta.budgets.operations.deliver import declare_delivery, verify_delivery, withdraw_delivery
from concierta.budgets.operations.execute import (
    LineChange,
    LineExecution,
    record_execution,
    record_modification,
    withdraw_execution,
)
from concierta.budgets.operations.load import LoadedBudget, OnExisting, load_budget
from concierta.budgets.operations.mobilisation import (
    Figure,
    attach_document,
    describe_opportunity,
    forget_contact,
    forget_expired_contacts,
    keep_contact,
    meet_deadline,
    open_opportunity,
    parts_of,
    set_deadline,
)
from concierta.budgets.operations.prices import keep_price_index
from concierta.budgets.operations.stages import (
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
    "LineChange",
    "LineExecution",
    "LoadedBudget",
    "OnExisting",
    "attach_document",
    "declare_delivery",
    "define_funding_source",
    "define_line",
    "describe_opportunity",
    "expire_opportunity",
    "forget_contact",
    "forget_expired_contacts",
    "keep_contact",
    "keep_price_index",
    "link_contract",
    "load_budget",
    "meet_deadline",
    "offer_contribution",
    "open_opportunity",
    "parts_of",
    "prepare_opportunity",
    "record_agreement",
    "record_approval",
    "record_disbursement",
    "record_execution",
    "record_modification",
    "record_refusal",
    "report_to_funder",
    "request_support",
    "set_deadline",
    "state_need",
    "unlink_contract",
    "verify_delivery",
    "withdraw_contribution",
    "withdraw_delivery",
    "withdraw_execution",
]
