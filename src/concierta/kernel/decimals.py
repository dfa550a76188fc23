"""Decimals as text, in one way only, for whatever is hashed or published."""

from decimal import Decimal


def plain(value: Decimal | None) -> str | None:
    """'1440', '0.25' or None: no exponent, no trailing zeros, no negative zero."""
    if value is None:
        return None
    if value == 0:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_kept(written: str | None) -> str | None:
    """A quantity as an act said it, with the six decimals that the database keeps of it."""
    return None if written is None else plain(round(Decimal(written), 6))
