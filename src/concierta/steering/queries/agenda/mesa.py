"""What earlier sessions left: minutes to approve, and tasks due by this one."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext

from concierta.kernel.clock import local_date
from concierta.mesa.enums import ActionState, ItemSource, MinutesState, SessionState
from concierta.mesa.models import ActionItem, Session
from concierta.mesa.proposals import AgendaProposal
from concierta.steering.queries.agenda.situation import Situation
from concierta.steering.queries.dues.words import day, shortened


def minutes_to_approve(situation: Situation) -> Iterator[AgendaProposal]:
    """Of the sessions that were held, oldest first."""
    held = (
        Session.objects.filter(mesa=situation.mesa, state=SessionState.CLOSED)
        .filter(Q(minutes__isnull=True) | Q(minutes__state__in=(MinutesState.DRAFT, MinutesState.CIRCULATED)))
        .select_related("minutes")
        .order_by("number")
    )
    for session in held:
        minutes = getattr(session, "minutes", None)
        held_on = day(local_date(session.starts_at))
        if minutes is None:
            why = gettext("Sesión del %(date)s: su acta no se ha escrito.") % {"date": held_on}
        elif minutes.state == MinutesState.DRAFT:
            why = gettext("Sesión del %(date)s: su acta está en borrador.") % {"date": held_on}
        else:
            why = gettext("Sesión del %(date)s: su acta recibe observaciones hasta el %(until)s.") % {
                "date": held_on,
                "until": day(minutes.remarks_until) if minutes.remarks_until else "—",
            }
        yield AgendaProposal(
            ItemSource.MINUTES,
            f"minutes:{session.number}",
            gettext("Aprobar el acta de la sesión %(number)s") % {"number": session.number},
            why,
        )


def action_items(situation: Situation) -> Iterator[AgendaProposal]:
    """Those still open and due by the day of the session, and those done that nobody has checked, by date."""
    items = (
        ActionItem.objects.filter(mesa=situation.mesa)
        .filter(Q(state=ActionState.OPEN, due_on__lte=situation.on) | Q(state=ActionState.DONE))
        .select_related("entity")
        .order_by("due_on", "number")
    )
    for item in items:
        named = {"entity": item.entity.short_name, "date": day(item.due_on)}
        if item.state == ActionState.DONE:
            why = gettext("%(entity)s la dio por cumplida; falta comprobarla. Vencía el %(date)s.") % named
        elif item.due_on < situation.on:
            why = gettext("%(entity)s: vencida desde el %(date)s, sin evidencia.") % named
        else:
            why = gettext("%(entity)s: vence el %(date)s, día de la sesión.") % named
        yield AgendaProposal(
            ItemSource.ACTION_ITEM,
            f"action_item:{item.number}",
            gettext("Tarea %(number)s: %(text)s") % {"number": item.number, "text": shortened(item.text)},
            why,
        )
