"""Whole numbers that come from outside: a key in a form, a page in an address."""

#: Every key and every count has fewer digits; a number with more fits in no column of a database.
_DIGITS = 18


def whole(text: str | None, otherwise: int = 0) -> int:
    """The number that somebody sent; `otherwise` for what is none, or is longer than any of ours."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= _DIGITS else otherwise
