"""How one cell of a breakdown is written when its act seals it, and when it is held against its act."""

from decimal import Decimal

from concierta.kernel.decimals import plain


def cell_text(value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None) -> str | None:
    """`"12.5"`, of a rate `"5/40"`, None where there is no data: parts of a rate add by their two figures."""
    if numerator is None or denominator is None:
        return plain(value)
    return f"{plain(numerator)}/{plain(denominator)}"
