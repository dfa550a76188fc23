"""The room while the Mesa meets: who is there, the point under discussion, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from concierta.kernel.clock import local_date
from concierta.mesa.enums import Choice, SessionState
from concierta.mesa.queries import LiveItem, LiveMotion, LiveSession, LiveVote, QuorumCount
from concierta.mesa.workflow import SESSION_WORKFLOW
from concierta.web.kit.formats import long_date
from concierta.web.kit.hours import clock
from concierta.web.workspace.mesa.places import Matter
from concierta.web.workspace.mesa.words import minutes_between, minutes_of, quorum_words
from concierta.web.workspace.mesa.writing import Writing, notes_writing

if TYPE_CHECKING:
    from concierta.mesa.models import Paper, Session


@dataclass(frozen=True, slots=True)
class MotionCard:
    """`ballots` are those that this person may fill in for others, `mine` is their own."""

    live: LiveMotion
    ballots: Sequence[LiveVote]
    mine: LiveVote | None
    why_not_mine: str


@dataclass(frozen=True, slots=True)
class PointPanel:
    """The point on the screen. Of a reserved one an outsider sees neither papers nor notes."""

    live: LiveItem
    number: int
    words: str
    minutes: int
    why_not_open: str
    why_not_close: str
    papers: "Sequence[Paper]"
    notes: str
    motions: list[MotionCard]


@dataclass(frozen=True, slots=True)
class Room:
    """`here` is the address of the point on the screen, `href` that of whatever is under discussion; `dots` are the
    voting seats as a row of marks: present, absent, and the line that quorum asks to reach."""

    live: LiveSession
    href: str
    here: str
    pulse: str
    stage: str
    stage_href: str
    running: bool
    elapsed: int
    dots: list[str]
    why_not_open: str
    under: tuple[int, LiveItem] | None
    point: PointPanel | None
    writing: Writing | None
    proposes: bool
    assigns: bool
    why_not_propose: str
    no_quorum: str
    present_seats: list[tuple[str, str]]
    matters: Sequence[Matter]

    @property
    def attends(self) -> bool:
        """True if this person writes down who comes and who leaves."""
        return self.live.runs and self.live.session.is_live

    @property
    def proposers(self) -> list[tuple[str, str]]:
        return [("", gettext("La mesa")), *self.present_seats]

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(choice.value, str(choice.label)) for choice in Choice]


def room_of(live: LiveSession, shown: LiveItem | None, *, follows: bool, matters: Sequence[Matter] = ()) -> Room:
    """`shown` is the item on this screen, `matters` are links to what it is about. With `follows` the screen goes along
    when the Mesa takes up another."""
    session, current = live.session, live.current
    running = session.state == SessionState.OPEN
    href = reverse("session_room", args=[session.pk])
    here = f"{href}?punto={shown.item.pk}" if shown else href
    discussed = bool(shown and shown.is_under_discussion)
    no_quorum = (
        "" if live.quorum.reached else gettext("No se puede decidir: %(words)s.") % {"words": quorum_words(live.quorum)}
    )
    numbers = {one.item.pk: number for number, one in enumerate(live.to_discuss, start=1)}
    elsewhere = current is not None and not (shown and shown.item.pk == current.item.pk)
    writes = bool(live.runs and session.opened_at and minutes_of(session) is None)
    return Room(
        live=live,
        href=href,
        here=here,
        pulse=here if shown and not follows else f"{here}{'&' if shown else '?'}sigue=1",
        stage=f"{session.state}:{current.item.pk if follows and current else ''}:{discussed}",
        stage_href=href if follows else here,
        running=running,
        elapsed=minutes_between(session.opened_at, live.at) or 0,
        dots=_dots(live.quorum),
        why_not_open=_why_not_open(session, live),
        under=(numbers[current.item.pk], current) if elsewhere and current and current.item.pk in numbers else None,
        point=_point(live, shown, numbers.get(shown.item.pk, 0)) if shown else None,
        writing=notes_writing(shown.item) if shown and writes else None,
        proposes=live.runs and running and discussed,
        assigns=bool(
            live.runs and shown and shown.item.opened_at and session.state in (SessionState.OPEN, SessionState.CLOSED)
        ),
        why_not_propose=_why_not_propose(live, no_quorum, discussed=discussed),
        no_quorum=no_quorum,
        present_seats=[(str(one.seat.pk), one.seat.entity.name) for one in live.seats if one.present],
        matters=matters,
    )


def _point(live: LiveSession, one: LiveItem, number: int) -> PointPanel:
    item = one.item
    hidden = bool(item.reserved_basis) and not live.session.reads_reserved
    open_here = any(motion.is_open for motion in one.motions)
    why_not_close = gettext("Hay una votación abierta en este punto: ciérrela o retírela primero.")
    return PointPanel(
        live=one,
        number=number,
        words=_point_words(one),
        minutes=minutes_between(item.opened_at, item.closed_at or live.at) or 0,
        why_not_open=_why_not_take_up(one, elsewhere=live.open_motion is not None and not open_here),
        why_not_close=why_not_close if open_here else "",
        papers=[] if hidden else list(item.papers.all()),
        notes="" if hidden else item.notes,
        motions=[_motion(motion, live) for motion in one.motions],
    )


def _point_words(one: LiveItem) -> str:
    item = one.item
    if one.is_under_discussion:
        return gettext("Se trata desde las %(hour)s") % {"hour": clock(item.opened_at)}
    if item.closed_at:
        hours = {"start": clock(item.opened_at), "end": clock(item.closed_at)}
        return gettext("Se trató de %(start)s a %(end)s") % hours
    if item.dropped_reason:
        return gettext("Retirado: %(reason)s") % {"reason": item.dropped_reason}
    return gettext("Todavía no se trata")


def _why_not_take_up(one: LiveItem, *, elsewhere: bool) -> str:
    if one.item.dropped_reason:
        return gettext("Este punto se retiró del orden del día: restáurelo para tratarlo.")
    return gettext("Hay una votación abierta en otro punto: ciérrela o retírela primero.") if elsewhere else ""


def _motion(motion: LiveMotion, live: LiveSession) -> MotionCard:
    """While it is open the secretariat has a ballot for each entity, a member their own."""
    if not motion.is_open:
        return MotionCard(motion, ballots=(), mine=None, why_not_mine="")
    seat = live.mine.seat if live.mine else None
    there = live.mine is not None and live.mine.present is not None
    own = next((line for line in motion.votes if there and line.seat == seat), None)
    reason = ""
    if seat is not None and own is None:
        reason = (
            gettext("Podrá votar cuando la secretaría registre su llegada.")
            if seat.has_vote
            else gettext("%(entity)s tiene voz y no voto en esta mesa.") % {"entity": seat.entity.short_name}
        )
    return MotionCard(motion, ballots=motion.votes if live.runs else (), mine=own, why_not_mine=reason)


def _dots(count: QuorumCount) -> list[str]:
    dots = ["w-dots__in"] * count.present + [""] * (count.voting - count.present)
    dots.insert(min(count.needed, len(dots)), "w-dots__line")
    return dots


def _why_not_open(session: "Session", live: LiveSession) -> str:
    if local_date(live.at) < local_date(session.starts_at):
        return gettext("Se abre el día para el que se convocó: %(day)s.") % {"day": long_date(session.starts_at)}
    if session.state not in SESSION_WORKFLOW.transition("open").sources:
        return gettext("La sesión se abre cuando está convocada.")
    return ""


def _why_not_propose(live: LiveSession, no_quorum: str, *, discussed: bool) -> str:
    if not discussed:
        return gettext("Abra este punto para poner algo a votación.")
    if live.open_motion:
        return gettext("Hay una votación abierta: ciérrela o retírela antes de abrir otra.")
    return no_quorum
