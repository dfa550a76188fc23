"""The ordinary session that the rules of a Mesa ask for: every so many months from the last one held."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext, ngettext

from concierta.kernel.calendar import add_months
from concierta.kernel.clock import local_date
from concierta.mesa.enums import SessionKind, SessionState
from concierta.mesa.models import Mesa, Rules, Session
from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from concierta.steering.enums import DueKind
from concierta.steering.queries.dues.due import Obligation, Window
from concierta.steering.queries.dues.words import day


@dataclass(frozen=True, slots=True)
class OrdinarySession:
    """Owed by `due_on`. `held_on` is the last one; before the first, the months count from when the rules began."""

    mesa: Mesa
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


def ordinary_sessions_due(window: Window) -> Iterator[Obligation]:
    """The secretariat convenes it; whoever presides hears of it too."""
    for owed in _owed(_followed(), window.on):
        mesa = owed.mesa
        offices = {
            mesa.chair: ((Role.MEMBER,), ("mesa", ())),
            mesa.secretariat: ((Role.SECRETARIAT,), ("new_session", (mesa.pk,))),
        }
        for entity, (roles, hint) in offices.items():
            if window.of(entity.pk):
                yield Obligation(
                    DueKind.ORDINARY_SESSION,
                    f"ordinary_session:{entity.code}",
                    owed.words,
                    owed.due_on,
                    entity,
                    roles=roles,
                    secretariat=mesa.secretariat_id,
                    plan=mesa.agreement.slug,
                    address_hint=hint,
                )


def late_ordinary_session(mesa: Mesa, on: date) -> OrdinarySession | None:
    """The one that `table` should have held before `on` and has not convened."""
    owed = _owed([one for one in _followed() if one.pk == mesa.pk], on)
    return next((one for one in owed if one.due_on < on), None)


def _followed() -> list[Mesa]:
    """The tables of agreements with a plan in force: a Mesa whose plans are over owes nothing."""
    return list(
        Mesa.objects.filter(agreement__plans__state=PlanState.IN_FORCE)
        .select_related("agreement", "secretariat", "chair")
        .distinct()
        .order_by("pk")
    )


def _owed(mesas: list[Mesa], on: date) -> Iterator[OrdinarySession]:
    """Once one is convened nobody owes it: it has a date of its own."""
    last, convened = _last_held(mesas), _convened(mesas, on)
    months, since = _asked_every(mesas, on)
    for mesa in mesas:
        if mesa.pk not in convened:
            held_on = last.get(mesa.pk)
            due_on = add_months(held_on or since[mesa.pk], months[mesa.pk])
            yield OrdinarySession(mesa, months[mesa.pk], held_on, due_on)


def _last_held(mesas: Iterable[Mesa]) -> dict[int, date]:
    held = Session.objects.filter(mesa__in=mesas, state=SessionState.CLOSED, kind=SessionKind.ORDINARY)
    rows = held.order_by().values_list("mesa").annotate(last=Max("starts_at"))
    return {mesa: local_date(starts_at) for mesa, starts_at in rows}


def _convened(mesas: Iterable[Mesa], on: date) -> set[int]:
    """Those whose next ordinary session has its notice, or is being held. A day that passed unopened is no session."""
    ahead = Session.objects.filter(
        mesa__in=mesas, kind=SessionKind.ORDINARY, state__in=(SessionState.NOTICED, SessionState.OPEN)
    )
    rows = ahead.order_by().values_list("mesa", "state", "starts_at")
    return {mesa for mesa, state, at in rows if state == SessionState.OPEN or local_date(at) >= on}


def _asked_every(mesas: Iterable[Mesa], on: date) -> tuple[dict[int, int], dict[int, date]]:
    """How many months the rules in force on `on` leave between sessions, and when the first rules began."""
    months: dict[int, int] = {}
    since: dict[int, date] = {}
    for rules in Rules.objects.filter(mesa__in=mesas).order_by("mesa", "version"):
        since.setdefault(rules.mesa_id, rules.effective_on)
        if rules.effective_on <= on or rules.mesa_id not in months:
            months[rules.mesa_id] = rules.period_months
    return months, since
