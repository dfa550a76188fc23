"""Sessions, their agenda and papers, as a page shows them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from concierta.mesa.enums import ItemSource, SessionKind, SessionMode, SessionState
from concierta.web.kit.formats import long_date, short_date
from concierta.web.kit.hours import clock
from concierta.web.workspace.mesa.members import rules_items
from concierta.web.workspace.shell import in_language


def quorum_words(count: Any) -> str:
    """«7 de 12 con voto: hay quórum»; what is missing when there is none."""
    said = {"present": count.present, "voting": count.voting}
    if count.reached:
        return gettext("%(present)s de %(voting)s con voto: hay quórum") % said
    missing = count.needed - count.present
    words = ngettext(
        "%(present)s de %(voting)s con voto: falta %(missing)s para el quórum",
        "%(present)s de %(voting)s con voto: faltan %(missing)s para el quórum",
        missing,
    )
    return words % (said | {"missing": missing})


def people_words(count: Any) -> str:
    """«7 entidades por 3 personas»: who is there, beside the entities they are there for; empty while nobody is."""
    if not count.present:
        return ""
    entities = ngettext("%(n)s entidad", "%(n)s entidades", count.present) % {"n": count.present}
    people = ngettext("%(n)s persona", "%(n)s personas", count.people) % {"n": count.people}
    return gettext("%(entities)s por %(people)s") % {"entities": entities, "people": people}


def minutes_between(start: datetime | None, end: datetime | None) -> int | None:
    """Whole minutes, never negative; None before it starts."""
    if start is None or end is None:
        return None
    return max(0, int((end - start).total_seconds() // 60))


def session_title(session: Any) -> str:
    """«Sesión ordinaria 3, 14 de marzo de 2026»."""
    words = (
        gettext("Sesión extraordinaria %(number)s, %(day)s")
        if session.kind == SessionKind.EXTRAORDINARY
        else gettext("Sesión ordinaria %(number)s, %(day)s")
    )
    return words % {"number": session.number, "day": long_date(session.starts_at)}


def session_where(session: Any) -> str:
    """«8:00 a. m. · presencial · Sala 3»."""
    parts = [clock(session.starts_at), str(SessionMode(session.mode).label)]
    return " · ".join([*parts, session.place] if session.place else parts)


_BEFORE = (SessionState.PLANNED, SessionState.NOTICED)
_ENDED = (SessionState.CLOSED, SessionState.NOT_HELD)
#: A reason this short is shown at once; a longer one folds away.
_SHORT = 240


@dataclass(frozen=True, slots=True)
class PaperLine:
    href: str
    title: str
    kind: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One point of the agenda. `up` and `down` are the places that its two buttons send it to."""

    pk: int
    number: int
    title: str
    source: str
    why: str
    minutes: int | None
    reserved: str
    dropped_reason: str
    outcome: str
    papers: list[PaperLine]
    decisions: list[Any]
    matters: Sequence[Any]
    up: int
    down: int
    first: bool
    last: bool
    why_not_drop: str = ""

    @property
    def short_why(self) -> bool:
        return len(self.why) <= _SHORT

    @property
    def words(self) -> str:
        return f"{self.minutes} min" if self.minutes else ""


@dataclass(frozen=True, slots=True)
class SessionSheet:
    """Everything that the page of a session says."""

    pk: int
    href: str
    title: str
    where: str
    state: str
    mesa: int
    mesa_name: str
    can_arrange: bool
    planned: bool
    before: bool
    running: bool
    is_live: bool
    ended: bool
    arranges: bool
    attaches: bool
    noticed: str
    not_held: str
    cancelled: str
    items: list[ItemLine]
    dropped: list[ItemLine]
    time_words: str
    papers: list[PaperLine]
    rules: list[tuple[str, str]]
    attendance: list[tuple[str, str]] = field(default_factory=list)
    attendance_words: str = ""
    why_not_fill: str = ""

    @property
    def fill_kind(self) -> str:
        """The first thing to do in an empty agenda; later, one among others."""
        return "secondary" if self.items else "primary"


def session_sheet(
    session: Any,
    agenda: Iterable[Any],
    *,
    can_arrange: bool,
    papers: Iterable[Any] = (),
    decisions: Iterable[Any] = (),
    attendances: Iterable[Any] = (),
    matters: Mapping[int, Sequence[Any]] | None = None,
) -> SessionSheet:
    """`matters`: by the key of each item, links to the things it is about."""
    state = SessionState(session.state)
    about = matters or {}
    decided = defaultdict(list)
    for decision in decisions:
        decided[decision.motion.item_id].append(decision)
    rows = list(agenda)
    kept = [item for item in rows if not item.dropped_reason]
    items = [
        _item(item, n, len(kept), decided[item.pk], about.get(item.pk, ())) for n, item in enumerate(kept, start=1)
    ]
    came = _attendance(attendances)
    return SessionSheet(
        pk=session.pk,
        href=reverse("session", args=[session.pk]),
        title=session_title(session),
        where=session_where(session),
        state=str(state.label),
        mesa=session.mesa_id,
        mesa_name=in_language(session.mesa, "name"),
        can_arrange=can_arrange,
        planned=state == SessionState.PLANNED,
        before=state in _BEFORE,
        running=state == SessionState.OPEN,
        is_live=state in (SessionState.NOTICED, SessionState.OPEN),
        ended=state in _ENDED,
        arranges=state not in (*_ENDED, SessionState.CANCELLED),
        attaches=state not in (SessionState.NOT_HELD, SessionState.CANCELLED),
        noticed=short_date(session.noticed_at) if session.noticed_at else "",
        not_held=session.not_held_reason,
        cancelled=session.cancelled_reason,
        items=items,
        dropped=[_item(item, 0, 0, [], ()) for item in rows if item.dropped_reason],
        time_words=_time_words(items),
        papers=[paper_line(paper) for paper in papers],
        rules=rules_items(session.rules),
        attendance=came,
        attendance_words=_attendance_words(len(came), ended=state in _ENDED),
    )


def _attendance_words(count: int, *, ended: bool) -> str:
    said = (
        ngettext("Asistió %(n)s entidad", "Asistieron %(n)s entidades", count)
        if ended
        else ngettext("Ha llegado %(n)s entidad", "Han llegado %(n)s entidades", count)
    )
    return said % {"n": count}


def _time_words(items: Sequence[ItemLine]) -> str:
    """How long the agenda was meant to take, and for how many of its points nobody said."""
    said = [item.minutes for item in items if item.minutes]
    without = len(items) - len(said)
    if not said:
        return gettext("Sin tiempo previsto.") if items else ""
    planned = gettext("%(n)s min previstos") % {"n": sum(said)}
    if not without:
        return f"{planned}."
    some = ngettext("para %(n)s punto", "para %(n)s puntos", len(said)) % {"n": len(said)}
    rest = ngettext("%(n)s no tiene tiempo previsto", "%(n)s no tienen tiempo previsto", without) % {"n": without}
    return f"{planned} {some}; {rest}."


def _item(item: Any, number: int, last: int, decisions: list[Any], matters: Sequence[Any]) -> ItemLine:
    spent = minutes_between(item.opened_at, item.closed_at)
    return ItemLine(
        pk=item.pk,
        number=number,
        title=item.title,
        source=str(ItemSource(item.source).label),
        why=item.why,
        minutes=item.minutes_planned,
        reserved=item.reserved_basis,
        dropped_reason=item.dropped_reason,
        outcome="" if spent is None else gettext("se trató %(n)s min") % {"n": spent},
        papers=[paper_line(paper) for paper in item.papers.all()],
        decisions=decisions,
        matters=matters,
        up=max(1, number - 1),
        down=min(max(last, 1), number + 1),
        first=number == 1,
        last=number == last,
        why_not_drop=gettext("Este punto ya se trató: no se retira del orden del día.") if item.opened_at else "",
    )


def paper_line(paper: Any) -> PaperLine:
    document = paper.document
    return PaperLine(
        href=reverse("mesa_paper", args=[paper.pk]),
        title=document.title or document.filename,
        kind=document.filename.rpartition(".")[2].upper()[:5],
        size=filesizeformat(document.file.size),
        sha256=document.file_id,
    )


def _attendance(attendances: Iterable[Any]) -> list[tuple[str, str]]:
    """Each entity once, with its stays: «8:05 a. m.–10:40 a. m.»."""
    stays = defaultdict(list)
    for one in attendances:
        words = (
            f"{clock(one.arrived_at)}–{clock(one.left_at)}"
            if one.left_at
            else gettext("desde las %(hour)s") % {"hour": clock(one.arrived_at)}
        )
        stays[one.seat.entity.name].append(words)
    return [(entity, ", ".join(words)) for entity, words in sorted(stays.items())]


@dataclass(frozen=True, slots=True)
class SessionRow:
    title: str
    href: str
    meta: str
    state: str
    note: str


def session_row(session: Any) -> SessionRow:
    state = SessionState(session.state)
    count = session.decision_count
    decided = (
        ngettext("%(n)s decisión", "%(n)s decisiones", count) % {"n": count} if state == SessionState.CLOSED else ""
    )
    minutes = getattr(session, "minutes", None)
    return SessionRow(
        title=session_title(session),
        href=reverse("session", args=[session.pk]),
        meta=session_where(session),
        state=str(state.label),
        note=" · ".join(part for part in (decided, _minutes_words(minutes, state)) if part),
    )


def _minutes_words(minutes: Any, state: SessionState) -> str:
    if state not in _ENDED:
        return ""
    return (
        gettext("acta: %(state)s") % {"state": minutes.get_state_display().lower()} if minutes else gettext("sin acta")
    )
