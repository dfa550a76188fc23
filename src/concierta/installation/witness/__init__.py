"""A witness of other people's logs (C2SP tlog-witness): one folder, one port, no database."""

from concierta.installation.witness.page import WitnessPage
from concierta.installation.witness.server import WitnessServer
from concierta.installation.witness.state import WitnessFolder

__all__ = ["WitnessFolder", "WitnessPage", "WitnessServer"]
