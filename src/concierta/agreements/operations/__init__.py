"""The acts on an agreement: its text, who stands by it and what they promise."""

from concierta.agreements.operations.agreement import add_clause, record_norm, register_agreement
from concierta.agreements.operations.means import end_means, state_competence, state_means
from concierta.agreements.operations.pledges import (
    assess_pledge,
    confirm_pledge,
    decline_pledge,
    document_pledge,
    explain_delay,
    register_pledge,
)
from concierta.agreements.operations.signatories import (
    add_signatory,
    decline_to_sign,
    invite_again,
    invite_signatory,
    move_signatory,
    state_role,
    withdraw_signatory,
)
from concierta.agreements.operations.signing import (
    acknowledge_reading,
    bring_signed_paper,
    check_signed_paper,
    record_mandate,
    sign_text,
)
from concierta.agreements.operations.versions import (
    abandon_version,
    adopt_version,
    document_version,
    draft_version,
    drop_article,
    open_version,
    write_article,
)

__all__ = [
    "abandon_version",
    "acknowledge_reading",
    "add_clause",
    "add_signatory",
    "adopt_version",
    "assess_pledge",
    "bring_signed_paper",
    "check_signed_paper",
    "confirm_pledge",
    "decline_pledge",
    "decline_to_sign",
    "document_pledge",
    "document_version",
    "draft_version",
    "drop_article",
    "end_means",
    "explain_delay",
    "invite_again",
    "invite_signatory",
    "move_signatory",
    "open_version",
    "record_mandate",
    "record_norm",
    "register_agreement",
    "register_pledge",
    "sign_text",
    "state_competence",
    "state_means",
    "state_role",
    "withdraw_signatory",
    "write_article",
]
