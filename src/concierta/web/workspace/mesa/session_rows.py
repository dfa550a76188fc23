"""Sessions, their agenda and papers, as their pages show them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from concierta.mesa.enums import SessionState
from concierta.mesa.permissions import can_run
from concierta.mesa.queries import agenda_of, attendances_of, decisions_in, papers_of
from concierta.web.kit.hours import clock
from concierta.web.workspace.mesa.places import Matter, matters_of

if TYPE_CHECKING:
    from concierta.mesa.models import AgendaItem, Attendance, Decision, Paper, Session
    from concierta.people.models import User


@dataclass(frozen=True, slots=True)
class AgendaPoint:
    """An item of the agenda, with what was decided under it and links to what it is about."""

    item: "AgendaItem"
    decisions: "Sequence[Decision]" = ()
    matters: Sequence[Matter] = ()


@dataclass(frozen=True, slots=True)
class SessionSheet:
    """A session as one person may read it. `attendance` has each entity once, with its stays in words."""

    session: "Session"
    can_arrange: bool
    points: list[AgendaPoint]
    dropped: "list[AgendaItem]"
    papers: "list[Paper]" = field(default_factory=list)
    attendance: list[tuple[str, str]] = field(default_factory=list)

    @property
    def arranges(self) -> bool:
        """True if this person may still change the agenda."""
        return self.can_arrange and (self.session.is_coming or self.session.is_live)

    @property
    def attaches(self) -> bool:
        """True if this person may still bring documents."""
        return self.can_arrange and self.session.state not in (SessionState.NOT_HELD, SessionState.CANCELLED)

    @property
    def attendance_words(self) -> str:
        count = len(self.attendance)
        words = (
            ngettext("Asistió %(n)s entidad", "Asistieron %(n)s entidades", count)
            if self.session.has_ended
            else ngettext("Ha llegado %(n)s entidad", "Han llegado %(n)s entidades", count)
        )
        return words % {"n": count}

    @property
    def time_words(self) -> str:
        """How long the agenda was meant to take, and for how many of its points nobody said."""
        minutes = [point.item.minutes_planned for point in self.points if point.item.minutes_planned]
        without = len(self.points) - len(minutes)
        if not minutes:
            return gettext("Sin tiempo previsto.") if self.points else ""
        planned = gettext("%(n)s min previstos") % {"n": sum(minutes)}
        if not without:
            return f"{planned}."
        some = ngettext("para %(n)s punto", "para %(n)s puntos", len(minutes)) % {"n": len(minutes)}
        rest = ngettext("%(n)s no tiene tiempo previsto", "%(n)s no tienen tiempo previsto", without) % {"n": without}
        return f"{planned} {some}; {rest}."


def session_sheet(
    session: "Session",
    agenda: "Iterable[AgendaItem]",
    *,
    can_arrange: bool,
    papers: "Iterable[Paper]" = (),
    decisions: "Iterable[Decision]" = (),
    attendances: "Iterable[Attendance]" = (),
    matters: Mapping[int, Sequence[Matter]] | None = None,
) -> SessionSheet:
    """`matters`: by the key of each item, links to the things it is about."""
    decided = defaultdict(list)
    for decision in decisions:
        decided[decision.motion.item_id].append(decision)
    items = list(agenda)
    return SessionSheet(
        session=session,
        can_arrange=can_arrange,
        points=[
            AgendaPoint(item, decided[item.pk], (matters or {}).get(item.pk, ()))
            for item in items
            if not item.dropped_reason
        ],
        dropped=[item for item in items if item.dropped_reason],
        papers=list(papers),
        attendance=_attendance(attendances),
    )


def sheet_for(user: "User", session: "Session") -> SessionSheet:
    """The sheet of a session as `user` may read it: outsiders see no decision and no matter of a reserved item."""
    agenda = agenda_of(session)
    reserved = set() if session.reads_reserved else {item.pk for item in agenda if item.reserved_basis}
    return session_sheet(
        session,
        agenda,
        can_arrange=bool(can_run(user, session.mesa)),
        papers=[paper for paper in papers_of(session) if paper.item_id is None],
        decisions=[decision for decision in decisions_in(session) if decision.motion.item_id not in reserved],
        attendances=attendances_of(session),
        matters=matters_of(user, session.mesa, [item for item in agenda if item.pk not in reserved]),
    )


def _attendance(attendances: "Iterable[Attendance]") -> list[tuple[str, str]]:
    """Each entity once, with its stays: «8:05 a. m.–10:40 a. m.»."""
    stays = defaultdict(list)
    for stay in attendances:
        words = (
            f"{clock(stay.arrived_at)}–{clock(stay.left_at)}"
            if stay.left_at
            else gettext("desde las %(hour)s") % {"hour": clock(stay.arrived_at)}
        )
        stays[stay.seat.entity.name].append(words)
    return [(entity, ", ".join(words)) for entity, words in sorted(stays.items())]
