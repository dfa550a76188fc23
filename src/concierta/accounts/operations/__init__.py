"""How people come to act for an entity, enter and leave."""

from concierta.accounts.operations.block import block_account, unblock_account
from concierta.accounts.operations.sign_ins import (
    MustWait,
    begin_try,
    end_try,
    password_key,
    record_sign_in,
    remember_device,
    second_factor_key,
)

__all__ = [
    "MustWait",
    "begin_try",
    "block_account",
    "end_try",
    "password_key",
    "record_sign_in",
    "remember_device",
    "second_factor_key",
    "unblock_account",
]
