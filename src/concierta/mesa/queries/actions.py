"""Tasks of the Mesa. Overdue is arithmetic with a date, never a state."""

from datetime import date

from django.db.models import Q, QuerySet

from concierta.agreements.queries import agreements_of
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.mesa.enums import ActionState
from concierta.mesa.models import ActionItem, Mesa
from concierta.mesa.queries.seats import mesas_of
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.people.queries import memberships_on

_WITH = ("entity", "person", "decision", "item__session", "mesa__agreement", "mesa__secretariat")


def action_items_of(mesa: Mesa) -> QuerySet[ActionItem]:
    """Every task of a Mesa by number, the newest first, with who answers, what brought it and what was shown."""
    return _whole(ActionItem.objects.filter(mesa=mesa)).order_by("-number")


def overdue_actions(mesa: Mesa, on: date) -> QuerySet[ActionItem]:
    """Those whose day has passed on `on` while nothing was shown, the oldest first. On its day it is in time."""
    return _whole(ActionItem.objects.filter(mesa=mesa, state=ActionState.OPEN, due_on__lt=on)).order_by(
        "due_on", "number"
    )


def is_overdue(action: ActionItem, on: date) -> bool:
    """The same arithmetic, for one task in hand."""
    return action.state == ActionState.OPEN and action.due_on < on


def actions_of_person(user: User) -> QuerySet[ActionItem]:
    """What `user` has to do: given to them, or to an entity of theirs without naming anybody; by date."""
    entities = memberships_on(user).order_by().values("entity")
    mine = Q(person=user) | Q(person__isnull=True)
    return _whole(ActionItem.objects.filter(mine, entity__in=entities, state=ActionState.OPEN)).order_by(
        "due_on", "number"
    )


def actions_to_check(user: User) -> QuerySet[ActionItem]:
    """What was shown and waits for `user` to check it: for secretariats and verifiers, and not of their entities."""
    memberships = memberships_on(user).order_by()
    entities = memberships.values("entity")
    done = ActionItem.objects.filter(state=ActionState.DONE).exclude(entity__in=entities).exclude(done_by=user)
    if not memberships.filter(role=Role.VERIFIER).exists():
        done = done.filter(mesa__secretariat__in=memberships.filter(role=Role.SECRETARIAT).values("entity"))
    done = done.filter(mesa__agreement__in=agreements_of(user).order_by().values("pk"))
    return _whole(done).order_by("done_at", "number")


def action_for(user: User, pk: int) -> ActionItem:
    """A task of the tables of `user`; for verifiers, also any other of an agreement of theirs that was shown.
    Otherwise NotFound."""
    visible = Q(mesa__in=mesas_of(user).order_by().values("pk"))
    if memberships_on(user).filter(role=Role.VERIFIER).exists():
        shown = Q(state__in=(ActionState.DONE, ActionState.CHECKED))
        visible |= shown & Q(mesa__agreement__in=agreements_of(user).order_by().values("pk"))
    action = _whole(ActionItem.objects.filter(visible, pk=pk)).select_related("done_by", "checked_by").first()
    if action is None:
        raise NotFound(gettext_noop("No hay tal tarea, o no es visible para usted."))
    return action


def _whole(actions: QuerySet[ActionItem]) -> QuerySet[ActionItem]:
    return actions.select_related(*_WITH).prefetch_related("evidence__file")
