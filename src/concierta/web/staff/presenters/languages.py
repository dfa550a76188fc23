"""Texts that the data holds in two languages."""

from typing import Any

from django.utils.translation import get_language


def in_language(thing: Any, field: str) -> str:
    """The field in the reader's language; Spanish when nobody wrote the English."""
    english = getattr(thing, f"{field}_en", "") if (get_language() or "es").startswith("en") else ""
    return english or getattr(thing, field)
