"""The public names of things: readable, stable, and without two things ever sharing one."""

from concierta.kernel.keys import join_key
from concierta.kernel.periods import Period

__all__ = ["activity_key", "join_key", "minutes_path", "node_key", "product_key", "report_key"]


def product_key(project: str, code: str, goal_code: str) -> str:
    return join_key(project, code, goal_code)


def activity_key(product: str, code: str, occurrence: int) -> str:
    return f"{product}/{join_key(code)}#{occurrence}"


def node_key(tier: str, code: str) -> str:
    return join_key(tier, code)


def report_key(indicator: str, year: int, quarter: int | None, version: int) -> str:
    """The indicator keeps its own slashes: period and version follow, and they have none."""
    return f"{indicator}/{Period(year, quarter).label}/v{version}"


def minutes_path(session: int) -> str:
    """Where the approved minutes of a session are in the package."""
    return f"minutes/{session}.json"
