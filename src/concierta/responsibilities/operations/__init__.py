"""What can be done about who answers for what."""

from concierta.responsibilities.operations.assign import assign
from concierta.responsibilities.operations.by_role import assign_by_role
from concierta.responsibilities.operations.hand_over import hand_over
from concierta.responsibilities.operations.substitute import name_substitute
from concierta.responsibilities.operations.take_over import take_over

__all__ = ["assign", "assign_by_role", "hand_over", "name_substitute", "take_over"]
