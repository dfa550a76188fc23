"""The room while the Mesa meets: who is there, the point under discussion, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from concierta.kernel.clock import local_date, today
from concierta.mesa.enums import Choice, ItemSource, SessionState
from concierta.mesa.workflow import SESSION_WORKFLOW
from concierta.web.kit.formats import long_date
from concierta.web.kit.hours import clock
from concierta.web.workspace.mesa.session_rows import (
    PaperLine,
    minutes_between,
    paper_line,
    people_words,
    quorum_words,
    session_title,
    session_where,
)
from concierta.web.workspace.mesa.tasks import TaskRow, task_row
from concierta.web.workspace.mesa.vote_rows import MotionCard, Writing, motion_card, notes_writing


@dataclass(frozen=True, slots=True)
class RoomPoint:
    pk: int
    number: int
    title: str
    href: str
    shown: bool
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class ConflictLine:
    entity: str
    statement: str


@dataclass(frozen=True, slots=True)
class PointPanel:
    pk: int
    number: int
    title: str
    source: str
    reserved: str
    why: str
    words: str
    since_iso: str
    minutes: int
    planned: str
    is_open: bool
    open_words: str
    why_not_open: str
    why_not_close: str
    papers: list[PaperLine]
    notes: str
    conflicts: list[ConflictLine]
    motions: list[MotionCard]
    tasks: list[TaskRow]


def room_point(one: Any, number: int, href: str, shown: Any, live: Any) -> RoomPoint:
    item = one.item
    spent = minutes_between(item.opened_at, item.closed_at or live.at)
    mark, words = "", f"{item.minutes_planned} min" if item.minutes_planned else ""
    if one.is_under_discussion:
        mark, words = "▶", f"{spent} min"
    elif item.closed_at:
        mark, words = "✓", f"{spent} min"
    return RoomPoint(
        pk=item.pk,
        number=number,
        title=item.title,
        href=f"{href}?punto={item.pk}",
        shown=bool(shown and shown.item.pk == item.pk),
        mark=mark,
        words=words,
    )


def point_panel(live: Any, one: Any, number: int, no_quorum: str) -> PointPanel:
    item = one.item
    reserved = bool(item.reserved_basis) and not live.session.reads_reserved
    open_motion = next((motion for motion in one.motions if motion.is_open), None)
    elsewhere = live.open_motion is not None and open_motion is None
    if one.is_under_discussion:
        words = gettext("Se trata desde las %(hour)s") % {"hour": clock(item.opened_at)}
    elif item.closed_at:
        words = gettext("Se trató de %(start)s a %(end)s") % {
            "start": clock(item.opened_at),
            "end": clock(item.closed_at),
        }
    elif item.dropped_reason:
        words = gettext("Retirado: %(reason)s") % {"reason": item.dropped_reason}
    else:
        words = gettext("Todavía no se trata")
    return PointPanel(
        pk=item.pk,
        number=number,
        title=item.title,
        source=str(ItemSource(item.source).label),
        reserved=item.reserved_basis,
        why=item.why,
        words=words,
        since_iso=item.opened_at.isoformat() if one.is_under_discussion else "",
        minutes=minutes_between(item.opened_at, item.closed_at or live.at) or 0,
        planned=_planned(one),
        is_open=one.is_under_discussion,
        open_words=gettext("Volver a tratar este punto") if item.closed_at else gettext("Tratar este punto"),
        why_not_open=_why_not_take_up(item, elsewhere),
        why_not_close=gettext("Hay una votación abierta en este punto: ciérrela o retírela primero.")
        if open_motion
        else "",
        papers=[] if reserved else [paper_line(paper) for paper in item.papers.all()],
        notes="" if reserved else item.notes,
        conflicts=[ConflictLine(c.seat.entity.name, c.statement) for c in one.conflicts],
        motions=[motion_card(motion, live, no_quorum) for motion in one.motions],
        tasks=[task_row(action, today()) for action in one.actions],
    )


def _why_not_take_up(item: Any, elsewhere: bool) -> str:
    if item.dropped_reason:
        return gettext("Este punto se retiró del orden del día: restáurelo para tratarlo.")
    return gettext("Hay una votación abierta en otro punto: ciérrela o retírela primero.") if elsewhere else ""


def _planned(one: Any) -> str:
    minutes = one.item.minutes_planned
    if not minutes:
        return ""
    said = gettext("de %(n)s previstos") if one.is_under_discussion else gettext("· %(n)s min previstos")
    return said % {"n": minutes}


@dataclass(frozen=True, slots=True)
class QuorumWords:
    """`dots` are the voting seats as a row of marks: present, absent, and the line that quorum asks to reach."""

    words: str
    people: str
    reached: bool
    dots: list[str]


@dataclass(frozen=True, slots=True)
class Delegate:
    """Who may come for a seat by written delegation; `pk` is the delegation's."""

    pk: int
    person: str


@dataclass(frozen=True, slots=True)
class RoomSeat:
    pk: int
    entity: str
    short: str
    has_vote: bool
    present: bool
    detail: str
    delegates: list[Delegate]


@dataclass(frozen=True, slots=True)
class Room:
    """`here` is the address of the point on the screen, `href` that of whatever is under discussion."""

    pk: int
    title: str
    where: str
    href: str
    here: str
    pulse: str
    stage: str
    stage_href: str
    state_word: str
    state_kind: str
    is_live: bool
    running: bool
    can_arrange: bool
    attends: bool
    opened: str
    opened_iso: str
    elapsed: int
    quorum: QuorumWords
    why_not_open: str
    under: RoomPoint | None
    seats: list[RoomSeat]
    points: list[RoomPoint]
    point: PointPanel | None
    writing: Writing | None
    proposes: bool
    assigns: bool
    why_not_propose: str
    proposers: list[tuple[str, str]]
    present_seats: list[tuple[str, str]]
    matters: Sequence[Any]
    choices: list[tuple[str, str]]


def room_of(live: Any, shown: Any, *, follows: bool, matters: Sequence[Any] = ()) -> Room:
    """`shown` is the item on this screen, `matters` are links to what it is about. With `follows` the screen goes along
    when the Mesa takes up another."""
    session = live.session
    state = SessionState(session.state)
    running, is_live = state == SessionState.OPEN, state in (SessionState.NOTICED, SessionState.OPEN)
    href = reverse("session_room", args=[session.pk])
    here = f"{href}?punto={shown.item.pk}" if shown else href
    current = live.current
    points = [room_point(one, n, href, shown, live) for n, one in enumerate(live.to_discuss, start=1)]
    numbers = {point.pk: point.number for point in points}
    under = next((point for point in points if current and point.pk == current.item.pk), None)
    quorum = quorum_in_words(live.quorum)
    no_quorum = "" if quorum.reached else no_quorum_words(quorum)
    open_motion = live.open_motion
    discussed = bool(shown and shown.is_under_discussion)
    return Room(
        pk=session.pk,
        title=session_title(session),
        where=session_where(session),
        href=href,
        here=here,
        pulse=here if shown and not follows else f"{here}{'&' if shown else '?'}sigue=1",
        stage=f"{state}:{current.item.pk if follows and current else ''}:{discussed}",
        stage_href=href if follows else here,
        state_word=str(state.label),
        state_kind="strong" if running else "plain",
        is_live=is_live,
        running=running,
        can_arrange=live.runs,
        attends=live.runs and is_live,
        opened=clock(session.opened_at),
        opened_iso=session.opened_at.isoformat() if session.opened_at else "",
        elapsed=minutes_between(session.opened_at, live.at) or 0,
        quorum=quorum,
        why_not_open=_why_not_open(session, live),
        under=under if under and not under.shown else None,
        seats=[_seat(one) for one in live.seats],
        points=points,
        point=point_panel(live, shown, numbers.get(shown.item.pk, 0), no_quorum) if shown else None,
        writing=notes_writing(shown.item)
        if shown and live.runs and session.opened_at and not _drafted(session)
        else None,
        proposes=live.runs and running and discussed,
        assigns=bool(
            live.runs and shown and shown.item.opened_at and state in (SessionState.OPEN, SessionState.CLOSED)
        ),
        why_not_propose=_why_not_propose(no_quorum, open_motion, discussed),
        proposers=[("", gettext("La mesa")), *_present(live)],
        present_seats=_present(live),
        matters=matters,
        choices=[(choice.value, str(choice.label)) for choice in Choice],
    )


def quorum_in_words(count: Any) -> QuorumWords:
    dots = ["w-dots__in"] * count.present + [""] * (count.voting - count.present)
    dots.insert(min(count.needed, len(dots)), "w-dots__line")
    return QuorumWords(words=quorum_words(count), people=people_words(count), reached=count.reached, dots=dots)


def no_quorum_words(quorum: QuorumWords) -> str:
    return gettext("No se puede decidir: %(words)s.") % {"words": quorum.words}


def _why_not_open(session: Any, live: Any) -> str:
    if local_date(live.at) < local_date(session.starts_at):
        return gettext("Se abre el día para el que se convocó: %(day)s.") % {"day": long_date(session.starts_at)}
    if session.state not in SESSION_WORKFLOW.transition("open").sources:
        return gettext("La sesión se abre cuando está convocada.")
    return ""


def _why_not_propose(no_quorum: str, open_motion: Any, discussed: bool) -> str:
    if not discussed:
        return gettext("Abra este punto para poner algo a votación.")
    if open_motion:
        return gettext("Hay una votación abierta: ciérrela o retírela antes de abrir otra.")
    return no_quorum


def _drafted(session: Any) -> bool:
    return getattr(session, "minutes", None) is not None


def _present(live: Any) -> list[tuple[str, str]]:
    return [(str(one.seat.pk), one.seat.entity.name) for one in live.seats if one.present]


def _seat(one: Any) -> RoomSeat:
    seat, stay = one.seat, one.present
    return RoomSeat(
        pk=seat.pk,
        entity=seat.entity.name,
        short=seat.entity.short_name,
        has_vote=seat.has_vote,
        present=stay is not None,
        detail=_detail(one),
        delegates=[Delegate(given.pk, given.person.name) for given in one.delegations],
    )


def _detail(one: Any) -> str:
    seat, stay = one.seat, one.present
    if stay is None:
        if one.stays and one.stays[-1].left_at:
            return gettext("salió a las %(hour)s") % {"hour": clock(one.stays[-1].left_at)}
        return str(seat.principal.name) if seat.principal else gettext("sin titular designado")
    who = stay.person or seat.principal
    since = gettext("desde las %(hour)s") % {"hour": clock(stay.arrived_at)}
    if who is None:
        return since
    delegated = gettext(" (delegación)") if stay.delegation_id else ""
    return f"{who.name}{delegated}, {since}"
