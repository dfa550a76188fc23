"""Whether an agreement binds today, in words: at the top of its page, and on every page once it is over."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from concierta.agreements.text import Force, Standing
from concierta.web.kit.formats import long_date, number

if TYPE_CHECKING:
    from concierta.agreements.models import TextVersion


def standing_words(found: Standing, version: "TextVersion | None", on: date) -> str:
    """One sentence; `version` is the text in force, where there is one."""
    ends = {"date": long_date(found.ends_on) if found.ends_on else ""}
    match found.force:
        case Force.NO_TEXT:
            return gettext("Todavía no hay un texto adoptado: nadie está obligado por este acuerdo.")
        case Force.NOT_YET:
            since = long_date(version.since) if version and version.since else ""
            return gettext("Ya se adoptó, y empieza a regir el %(date)s.") % {"date": since}
        case Force.ENDING:
            days = found.days_left(on) or 0
            if not days:
                return gettext("Termina hoy.")
            return ngettext("Termina en %(n)s día: el %(date)s.", "Termina en %(n)s días: el %(date)s.", days) % {
                "n": number(days),
                **ends,
            }
        case Force.ENDED:
            return gettext("Terminó el %(date)s y ningún otro acuerdo lo continúa.") % ends
        case Force.FRAME_ENDED:
            last = max(found.ended, key=lambda norm: (norm.until, norm.code))
            return gettext("Terminó el marco en que se firmó: «%(norm)s» rigió hasta el %(date)s.") % {
                "norm": last.title,
                "date": long_date(last.until),
            }
        case Force.SUCCEEDED:
            return gettext("Lo continúa otro acuerdo.")
        case _ if found.ends_on:
            return gettext("Vigente hasta el %(date)s.") % ends
        case _:
            return gettext("Vigente, sin fecha final.")


def over_words(title: str, found: Standing) -> str:
    """For whoever has a part in it, on every page."""
    if found.force == Force.FRAME_ENDED:
        return gettext("Terminó el marco en que se firmó «%(agreement)s»: hay que renovarlo.") % {"agreement": title}
    return gettext("«%(agreement)s» terminó: hay que renovarlo.") % {"agreement": title}
