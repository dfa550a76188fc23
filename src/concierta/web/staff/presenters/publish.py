"""What a corte would tell the public, before it does."""

from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext

from concierta.web.components import marks
from concierta.web.components.formats import long_date, number, short_date
from concierta.web.staff.presenters.plan import picture_of_tally


def choice_of(period: Any, corte: Any, plan: Any, current: bool) -> dict[str, Any]:
    if corte is None:
        state = gettext("sin publicar")
    else:
        state = gettext("publicado el %(date)s") % {"date": short_date(corte.published_at)}
    return {
        "label": long_date(period.cut_off),
        "state": state,
        "published": corte is not None,
        "href": f"?{urlencode({'plan': plan.slug, 'corte': period.cut_off.isoformat()})}",
        "current": current,
    }


def summary_of_corte(tally: Any, new: int) -> dict[str, Any]:
    """How many indicators stand in each of the six states; none is left out of the sum."""
    return {
        "tally": tally,
        "picture": picture_of_tally("corte", tally),
        "states": [(state, number(tally.counts.get(state, 0))) for state in marks.STATE_WORDS],
        "programmed": number(tally.programmed),
        "new": new,
    }
