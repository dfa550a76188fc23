"""How people come to act for an entity, and stop."""

from concierta.accounts.operations.block import block_account, unblock_account

__all__ = ["block_account", "unblock_account"]
