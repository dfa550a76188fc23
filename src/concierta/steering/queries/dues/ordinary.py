"""The ordinary session that the rules of a table ask for: every so many months from the last one held."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext, ngettext

from concierta.kernel.calendar import add_months
from concierta.kernel.clock import local_date
from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import Owed, Window
from concierta.steering.queries.dues.words import day
from concierta.table.enums import SessionKind, SessionState
from concierta.table.models import Rules, Session, TechnicalTable


@dataclass(frozen=True, slots=True)
class OrdinarySession:
    """Owed by `due_on`. `held_on` is the last one; before the first, the months count from when the rules began."""

    table: TechnicalTable
    months: int
    held_on: date | None
    due_on: date

    @property
    def words(self) -> str:
        """«que se reúne al menos cada 3 meses: la última fue el 20 de enero de 2025»."""
        rule = ngettext(
            "Celebrar la sesión ordinaria de la mesa, que se reúne cada mes",
            "Celebrar la sesión ordinaria de la mesa, que se reúne al menos cada %(n)s meses",
            self.months,
        ) % {"n": self.months}
        if self.held_on is None:
            return gettext("%(rule)s: no ha habido ninguna") % {"rule": rule}
        return gettext("%(rule)s: la última fue el %(date)s") % {"rule": rule, "date": day(self.held_on)}


def ordinary_sessions_due(window: Window) -> Iterator[Owed]:
    """The secretariat convenes it; whoever presides hears of it too."""
    for owed in _owed(_followed(), window.on):
        table = owed.table
        offices = {
            table.chair: ((Role.MEMBER,), ("table", ())),
            table.secretariat: ((Role.SECRETARIAT,), ("new_session", (table.pk,))),
        }
        for entity, (roles, hint) in offices.items():
            if window.of(entity.pk):
                yield Owed(
                    DueKind.ORDINARY_SESSION,
                    f"ordinary_session:{entity.code}",
                    owed.words,
                    owed.due_on,
                    entity,
                    roles=roles,
                    secretariat=table.secretariat_id,
                    plan=table.agreement.slug,
                    address_hint=hint,
                )


def late_ordinary_session(table: TechnicalTable, on: date) -> OrdinarySession | None:
    """The one that `table` should have held before `on` and has not convened."""
    owed = _owed([one for one in _followed() if one.pk == table.pk], on)
    return next((one for one in owed if one.due_on < on), None)


def _followed() -> list[TechnicalTable]:
    """The tables of agreements with a plan in force: a table whose plans are over owes nothing."""
    return list(
        TechnicalTable.objects.filter(agreement__plans__state=PlanState.IN_FORCE)
        .select_related("agreement", "secretariat", "chair")
        .distinct()
        .order_by("pk")
    )


def _owed(tables: list[TechnicalTable], on: date) -> Iterator[OrdinarySession]:
    """Once one is convened nobody owes it: it has a date of its own."""
    last, convened = _last_held(tables), _convened(tables, on)
    months, since = _asked_every(tables, on)
    for table in tables:
        if table.pk not in convened:
            held_on = last.get(table.pk)
            due_on = add_months(held_on or since[table.pk], months[table.pk])
            yield OrdinarySession(table, months[table.pk], held_on, due_on)


def _last_held(tables: Iterable[TechnicalTable]) -> dict[int, date]:
    held = Session.objects.filter(table__in=tables, state=SessionState.CLOSED, kind=SessionKind.ORDINARY)
    rows = held.order_by().values_list("table").annotate(last=Max("starts_at"))
    return {table: local_date(starts_at) for table, starts_at in rows}


def _convened(tables: Iterable[TechnicalTable], on: date) -> set[int]:
    """Those whose next ordinary session has its notice, or is being held. A day that passed unopened is no session."""
    ahead = Session.objects.filter(
        table__in=tables, kind=SessionKind.ORDINARY, state__in=(SessionState.NOTICED, SessionState.OPEN)
    )
    rows = ahead.order_by().values_list("table", "state", "starts_at")
    return {table for table, state, at in rows if state == SessionState.OPEN or local_date(at) >= on}


def _asked_every(tables: Iterable[TechnicalTable], on: date) -> tuple[dict[int, int], dict[int, date]]:
    """How many months the rules in force on `on` leave between sessions, and when the first rules began."""
    months: dict[int, int] = {}
    since: dict[int, date] = {}
    for rules in Rules.objects.filter(table__in=tables).order_by("table", "version"):
        since.setdefault(rules.table_id, rules.effective_on)
        if rules.effective_on <= on or rules.table_id not in months:
            months[rules.table_id] = rules.period_months
    return months, since
