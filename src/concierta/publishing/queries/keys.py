"""The public names of things: readable, stable, and without two things ever sharing one."""

from concierta.kernel.periods import Period


def join_key(*parts: str | int) -> str:
    """Parts joined by "/"; a "/" inside a part is escaped as in an address, so that keys stay unambiguous."""
    return "/".join(str(part).replace("%", "%25").replace("/", "%2F") for part in parts)


def product_key(project: str, code: str, goal_code: str) -> str:
    return join_key(project, code, goal_code)


def activity_key(product: str, code: str, occurrence: int) -> str:
    return f"{product}/{join_key(code)}#{occurrence}"


def node_key(tier: str, code: str) -> str:
    return join_key(tier, code)


def report_key(indicator: str, year: int, quarter: int | None, version: int) -> str:
    """The indicator keeps its own slashes: period and version follow, and they have none."""
    return f"{indicator}/{Period(year, quarter).label}/v{version}"
