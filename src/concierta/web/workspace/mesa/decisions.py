"""Of a plan's Mesa, for the pages of the plan: decisions to cite, and places on the agenda to bring a matter to."""

from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from concierta.amendments.operations import put_on_agenda
from concierta.kernel.clock import local_date, now
from concierta.kernel.writing import repaired
from concierta.mesa.operations import add_item
from concierta.mesa.queries import agenda_of, decisions_of, mesa_of, sessions_of
from concierta.web.kit.formats import short_date

if TYPE_CHECKING:
    from concierta.amendments.models import AdjustmentMeasure, Amendment
    from concierta.mesa.enums import ItemSource
    from concierta.mesa.models import AgendaItem, Decision, Mesa, Session
    from concierta.people.models import User
    from concierta.plans.models import Plan


def mesa_of_plan(plan: "Plan") -> "Mesa | None":
    return mesa_of(plan.agreement) if plan.agreement is not None else None


def decisions_for(user: "User", plan: "Plan", item: "AgendaItem | None" = None) -> "list[Decision]":
    """The decisions of the plan's Mesa that may be cited, the newest first; with `item`, those of its session, the
    ones taken under that very item before the others."""
    mesa = mesa_of_plan(plan)
    if mesa is None:
        return []
    decisions = list(decisions_of(mesa))
    if item is None:
        return decisions
    of_session = [decision for decision in decisions if decision.session_id == item.session_id]
    return sorted(of_session, key=lambda decision: decision.motion.item_id != item.pk)


def places_on_agenda(user: "User", plan: "Plan") -> "dict[str, tuple[str, AgendaItem | Session]]":
    """Key → (words, item or session): the items still to be treated of the coming sessions, and a new one in each."""
    mesa = mesa_of_plan(plan)
    if mesa is None:
        return {}
    places: dict[str, tuple[str, AgendaItem | Session]] = {}
    for session in sessions_of(user, mesa):
        if not (session.is_coming or session.is_live):
            continue
        words = session_words(session)
        places[f"session-{session.pk}"] = (gettext("%(session)s, en un punto nuevo") % {"session": words}, session)
        for item in agenda_of(session):
            if not item.dropped_reason and item.closed_at is None:
                places[f"item-{item.pk}"] = (f"{words} · {item.ordinal}. {item.title}", item)
    return places


@transaction.atomic
def bring_to(
    place: "AgendaItem | Session",
    *,
    amendment: "Amendment | None" = None,
    measure: "AdjustmentMeasure | None" = None,
    source: "ItemSource",
    subject: str,
    why: str,
    by: "User",
) -> "AgendaItem":
    """Put a matter, an amendment or a measure, on the agenda: under an item that is there, or under a new one."""
    if hasattr(place, "ordinal"):
        item = cast("AgendaItem", place)
    else:
        matter = amendment or measure
        title = repaired(matter.title) if matter else ""
        item = add_item(session=place, title=title, source=source, subject=subject, why=repaired(why), by=by, at=now())
    return put_on_agenda(item=item, amendment=amendment, measure=measure, by=by, at=now())


def session_words(session: "Session") -> str:
    return gettext("Sesión %(number)s, %(date)s") % {
        "number": session.number,
        "date": short_date(local_date(session.starts_at)),
    }


def session_href(session: "Session") -> str:
    return reverse("session", args=[session.pk])
