"""What is kept of how people come, enter and leave."""

from concierta.accounts.models.address_change import AddressChange
from concierta.accounts.models.alert import Alert
from concierta.accounts.models.block import Block
from concierta.accounts.models.invitation import Invitation
from concierta.accounts.models.sign_ins import Device, SignIn, SignInDelay

__all__ = ["AddressChange", "Alert", "Block", "Device", "Invitation", "SignIn", "SignInDelay"]
