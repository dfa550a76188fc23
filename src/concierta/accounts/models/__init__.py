"""What is kept of how people come, enter and leave."""

from concierta.accounts.models.block import Block
from concierta.accounts.models.sign_ins import Device, SignIn, SignInDelay

__all__ = ["Block", "Device", "SignIn", "SignInDelay"]
