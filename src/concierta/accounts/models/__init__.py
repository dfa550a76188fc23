"""What is kept of how people come, enter and leave."""

from concierta.accounts.models.address_change import AddressChange
from concierta.accounts.models.alert import Alert
from concierta.accounts.models.invitation import Invitation

__all__ = ["AddressChange", "Alert", "Invitation"]
