"""Sessions of the table: the day itself for everybody who sits at it, the last day to convene it, and the day by which
its rules ask for the next ordinary one."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Max, Q
from django.utils.translation import gettext, ngettext

from concierta.kernel.calendar import add_months, is_working_day, working_days_between
from concierta.kernel.clock import date_in_bogota
from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import Owed, Window
from concierta.steering.queries.dues.words import day
from concierta.table.enums import SessionKind, SessionState
from concierta.table.models import Rules, Seat, Session, TechnicalTable
from concierta.table.operations.sessions import notice_days_of


def sessions_ahead(window: Window) -> Iterator[Owed]:
    """One for each seat: that person's date, whether or not they may vote."""
    sessions = [one for one in _sessions(window) if date_in_bogota(one.starts_at) >= window.on]
    seats = _seats({session.table_id for session in sessions}, window.on)
    for session in sessions:
        on = date_in_bogota(session.starts_at)
        for seat in seats[session.table_id]:
            if window.of(seat.entity_id):
                yield Owed(
                    DueKind.SESSION,
                    f"session:{session.number}:{seat.entity.code}",
                    gettext("Sesión %(number)s de la mesa técnica") % {"number": session.number},
                    on,
                    seat.entity,
                    roles=(Role.MEMBER,),
                    person=seat.principal_id,
                    plan=session.table.agreement.slug,
                    binding=False,
                    address_hint=("session", (session.pk,)),
                )


def notices_due(window: Window) -> Iterator[Owed]:
    for session in _sessions(window):
        table = session.table
        if session.state != SessionState.PLANNED or not window.of(table.secretariat_id):
            continue
        yield Owed(
            DueKind.NOTICE,
            f"notice:{session.number}",
            gettext("Convocar la sesión %(number)s de la mesa técnica") % {"number": session.number},
            last_day_of_notice(date_in_bogota(session.starts_at), notice_days_of(session.rules, session.kind)),
            table.secretariat,
            roles=(Role.SECRETARIAT,),
            secretariat=table.secretariat_id,
            plan=table.agreement.slug,
            address_hint=("session_notice", (session.pk,)),
        )


def ordinary_sessions_due(window: Window) -> Iterator[Owed]:
    """The rules ask for an ordinary session every so many months from the last one held, or from when they began.

    Once one is convened nobody owes it: it has a date of its own. The secretariat convenes it; whoever presides hears
    of it too.
    """
    tables = list(
        TechnicalTable.objects.filter(agreement__plans__state=PlanState.IN_FORCE)
        .select_related("agreement", "secretariat", "chair")
        .distinct()
        .order_by("pk")
    )
    last = _last_held(tables)
    months, since = _asked_every(tables, window.on)
    convened = _convened(tables, window.on)
    for table in tables:
        if table.pk in convened:
            continue
        held_on = last.get(table.pk)
        due_on = add_months(held_on or since[table.pk], months[table.pk])
        title = _ordinary_title(months[table.pk], held_on)
        offices = {
            table.chair: ((Role.MEMBER,), ("table", ())),
            table.secretariat: ((Role.SECRETARIAT,), ("new_session", (table.pk,))),
        }
        for entity, (roles, hint) in offices.items():
            if window.of(entity.pk):
                yield Owed(
                    DueKind.ORDINARY_SESSION,
                    f"ordinary_session:{entity.code}",
                    title,
                    due_on,
                    entity,
                    roles=roles,
                    secretariat=table.secretariat_id,
                    plan=table.agreement.slug,
                    address_hint=hint,
                )


def _ordinary_title(months: int, held_on: date | None) -> str:
    rule = ngettext(
        "Celebrar la sesión ordinaria de la mesa, que se reúne cada mes",
        "Celebrar la sesión ordinaria de la mesa, que se reúne al menos cada %(n)s meses",
        months,
    ) % {"n": months}
    if held_on is None:
        return gettext("%(rule)s: no ha habido ninguna") % {"rule": rule}
    return gettext("%(rule)s: la última fue el %(date)s") % {"rule": rule, "date": day(held_on)}


def _last_held(tables: list[TechnicalTable]) -> dict[int, date]:
    held = Session.objects.filter(table__in=tables, state=SessionState.CLOSED, kind=SessionKind.ORDINARY)
    rows = held.order_by().values_list("table").annotate(last=Max("starts_at"))
    return {table: date_in_bogota(starts_at) for table, starts_at in rows}


def _convened(tables: list[TechnicalTable], on: date) -> set[int]:
    """Those whose next ordinary session has its notice, or is being held. A day that passed unopened is no session."""
    ahead = Session.objects.filter(
        table__in=tables, kind=SessionKind.ORDINARY, state__in=(SessionState.NOTICED, SessionState.OPEN)
    )
    rows = ahead.order_by().values_list("table", "state", "starts_at")
    return {table for table, state, at in rows if state == SessionState.OPEN or date_in_bogota(at) >= on}


def _asked_every(tables: list[TechnicalTable], on: date) -> tuple[dict[int, int], dict[int, date]]:
    """How many months the rules in force on `on` leave between sessions, and when the first rules began."""
    months: dict[int, int] = {}
    since: dict[int, date] = {}
    for rules in Rules.objects.filter(table__in=tables).order_by("table", "version"):
        since.setdefault(rules.table_id, rules.effective_on)
        if rules.effective_on <= on or rules.table_id not in months:
            months[rules.table_id] = rules.period_months
    return months, since


def last_day_of_notice(held_on: date, days: int) -> date:
    """The last working day that leaves `days` working days until the session, its own day among them."""
    found = held_on
    while working_days_between(found, held_on) < days or not is_working_day(found):
        found -= timedelta(days=1)
    return found


def _sessions(window: Window) -> list[Session]:
    planned = Session.objects.filter(state__in=(SessionState.PLANNED, SessionState.NOTICED))
    return list(planned.select_related("table__agreement", "table__secretariat", "rules").order_by("starts_at", "pk"))


def _seats(tables: set[int], on: date) -> dict[int, list[Seat]]:
    rows = (
        Seat.objects.filter(Q(until__isnull=True) | Q(until__gte=on), table__in=tables, since__lte=on)
        .select_related("entity")
        .order_by("entity__code", "pk")
    )
    by_table: dict[int, list[Seat]] = defaultdict(list)
    for seat in rows:
        by_table[seat.table_id].append(seat)
    return by_table
