"""One point of the order of the day in the room: its line among the others, and all that hangs from it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from concierta.kernel.clock import today
from concierta.mesa.enums import ItemSource
from concierta.web.components.hours import clock
from concierta.web.staff.presenters.mesa_sessions import PaperLine, paper_line
from concierta.web.staff.presenters.mesa_tasks import TaskRow, task_row
from concierta.web.staff.presenters.mesa_votes import MotionCard, motion_card
from concierta.web.staff.presenters.mesa_words import minutes_between


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
