"""The hour of a moment, as people here say it."""

from datetime import datetime

from django.utils.translation import get_language

from concierta.kernel.clock import local_time
from concierta.web.kit.formats import NBSP


def clock(moment: datetime | None) -> str:
    """The hour where the installation is: «8:05 a. m.», or «8:05 am» in English; nothing where there is no moment."""
    if moment is None:
        return ""
    local = local_time(moment)
    english = (get_language() or "es").startswith("en")
    half = ("am", "pm") if english else (f"a.{NBSP}m.", f"p.{NBSP}m.")
    return f"{local.hour % 12 or 12}:{local.minute:02d}{NBSP}{half[local.hour >= 12]}"
