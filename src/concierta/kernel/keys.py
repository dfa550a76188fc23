"""The public names of things made of several codes: readable, stable, and without two things ever sharing one."""


def join_key(*parts: str | int) -> str:
    """Parts joined by "/"; a "/" inside a part is escaped as in an address, so that keys stay unambiguous."""
    return "/".join(str(part).replace("%", "%25").replace("/", "%2F") for part in parts)


def split_key(key: str) -> tuple[str, ...]:
    """The parts again."""
    return tuple(part.replace("%2F", "/").replace("%25", "%") for part in key.split("/"))
