"""The acts by which people come to act for entities. Each is in the log, and none of them needs anybody's password."""

from concierta.accounts.operations.addresses import (
    change_address,
    confirm_by_old_address,
    confirm_for_colleague,
    register_entity,
    request_address_change,
    set_mail_domain,
)
from concierta.accounts.operations.invitations import (
    accept_invitation,
    invite_person,
    make_invitation,
    send_invitation,
    withdraw_invitation,
)
from concierta.accounts.operations.passwords import note_own_password, send_reset_link
from concierta.accounts.operations.people import (
    block_account,
    confirm_role,
    declare_independence,
    end_role,
    propose_role,
    record_prior_roles,
    reject_role,
    unblock_account,
)
from concierta.accounts.operations.sign_ins import (
    MustWait,
    begin_try,
    claim_code,
    end_try,
    password_key,
    record_sign_in,
    remember_device,
    second_factor_key,
)
from concierta.accounts.operations.signs import note_browser, raise_alert, settle_alert

__all__ = [
    "MustWait",
    "accept_invitation",
    "begin_try",
    "block_account",
    "change_address",
    "claim_code",
    "confirm_by_old_address",
    "confirm_for_colleague",
    "confirm_role",
    "declare_independence",
    "end_role",
    "end_try",
    "invite_person",
    "make_invitation",
    "note_browser",
    "note_own_password",
    "password_key",
    "propose_role",
    "raise_alert",
    "record_prior_roles",
    "record_sign_in",
    "register_entity",
    "reject_role",
    "remember_device",
    "request_address_change",
    "second_factor_key",
    "send_invitation",
    "send_reset_link",
    "set_mail_domain",
    "settle_alert",
    "unblock_account",
    "withdraw_invitation",
]
