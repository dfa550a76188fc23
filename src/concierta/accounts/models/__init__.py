"""What is kept of how people come, enter and leave."""

from concierta.accounts.models.block import Block

__all__ = ["Block"]
