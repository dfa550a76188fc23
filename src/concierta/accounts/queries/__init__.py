"""Who comes, who is in, what awaits whom."""

from concierta.accounts.queries.against_acts import accounts_against_acts
from concierta.accounts.queries.alerts import alert_for, alerts_for, open_alerts
from concierta.accounts.queries.invitations import InvitationState, invitation_behind, invitation_for, state_of
from concierta.accounts.queries.people import (
    account_by_address,
    accounts_for,
    awaited_role,
    change_for,
    changes_to_confirm,
    entities_answered_for,
    entities_of,
    has_had_people,
    is_invited,
    membership_for,
    own_membership,
    people_of,
    person_for,
    somebody_answers,
)
from concierta.accounts.queries.sign_ins import is_known_device, people_of_device, sign_ins_of

__all__ = [
    "InvitationState",
    "account_by_address",
    "accounts_against_acts",
    "accounts_for",
    "alert_for",
    "alerts_for",
    "awaited_role",
    "change_for",
    "changes_to_confirm",
    "entities_answered_for",
    "entities_of",
    "has_had_people",
    "invitation_behind",
    "invitation_for",
    "is_invited",
    "is_known_device",
    "membership_for",
    "open_alerts",
    "own_membership",
    "people_of",
    "people_of_device",
    "person_for",
    "sign_ins_of",
    "somebody_answers",
    "state_of",
]
