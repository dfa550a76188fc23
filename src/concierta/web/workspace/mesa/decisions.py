"""What the pages of a plan need of its Mesa: decisions to cite, and places on the agenda to bring a matter to."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from concierta.amendments.operations import put_on_agenda
from concierta.kernel.clock import local_date, now
from concierta.kernel.writing import repaired
from concierta.mesa.enums import SessionState
from concierta.mesa.operations import add_item
from concierta.mesa.queries import agenda_of, decisions_of, mesa_of, sessions_of
from concierta.web.kit.formats import short_date

_COMING = (SessionState.PLANNED, SessionState.NOTICED, SessionState.OPEN)


def mesa_of_plan(plan: Any) -> Any:
    return mesa_of(plan.agreement) if plan.agreement is not None else None


def decisions_for(user: Any, plan: Any, item: Any = None) -> Sequence[Any]:
    """The decisions of the plan's Mesa that may be cited, the newest first; with `item`, those of its session, the
    ones taken under that very item before the others."""
    mesa = mesa_of_plan(plan)
    if mesa is None:
        return []
    found = list(decisions_of(mesa))
    if item is None:
        return found
    of_session = [one for one in found if one.session_id == item.session_id]
    return sorted(of_session, key=lambda one: one.motion.item_id != item.pk)


def places_on_agenda(user: Any, plan: Any) -> dict[str, tuple[str, Any]]:
    """Key → (words, item or session): the items still to be treated of the coming sessions, and a new one in each."""
    mesa = mesa_of_plan(plan)
    if mesa is None:
        return {}
    found: dict[str, tuple[str, Any]] = {}
    for session in sessions_of(user, mesa):
        if session.state not in _COMING:
            continue
        words = session_words(session)
        found[f"session-{session.pk}"] = (gettext("%(session)s, en un punto nuevo") % {"session": words}, session)
        for item in agenda_of(session):
            if not item.dropped_reason and item.closed_at is None:
                found[f"item-{item.pk}"] = (f"{words} · {item.ordinal}. {item.title}", item)
    return found


@transaction.atomic
def bring_to(place: Any, *, source: Any, subject: str, why: str, by: Any, **matter: Any) -> Any:
    """Put a matter (`amendment=` or `measure=`) on the agenda: under an item that is there, or under a new one."""
    item = place
    if not hasattr(place, "ordinal"):
        title, why = repaired(next(iter(matter.values())).title), repaired(why)
        item = add_item(session=place, title=title, source=source, subject=subject, why=why, by=by, at=now())
    return put_on_agenda(item=item, **matter, by=by, at=now())


def session_words(session: Any) -> str:
    return gettext("Sesión %(number)s, %(date)s") % {
        "number": session.number,
        "date": short_date(local_date(session.starts_at)),
    }


def session_href(session: Any) -> str:
    return reverse("session", args=[session.pk])
