"""A witness of other people's logs (C2SP tlog-witness): one folder, one port, no database."""

from concierta.config.witness.server import WitnessServer
from concierta.config.witness.state import WitnessFolder

__all__ = ["WitnessFolder", "WitnessServer"]
