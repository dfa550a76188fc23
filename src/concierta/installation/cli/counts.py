"""A count with its word: «1 entidad», «2 entidades»."""


def counted(count: int, one: str, many: str, *, width: int = 0) -> str:
    """`width` right-aligns the number, for lists."""
    from concierta.web.kit.formats import number

    return f"{number(count):>{width}} {one if count == 1 else many}"
