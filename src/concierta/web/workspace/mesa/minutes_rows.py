"""The minutes of a session as their page shows them, to write, to remark on, to sign and to read."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from concierta.mesa.enums import Choice, MinutesState, MotionState, RemarkState, SignerRole
from concierta.mesa.permissions import can_sign
from concierta.web.documents.minutes import attendance_rows, minutes_facts, motion_words
from concierta.web.kit.formats import date_time, long_date, short_date
from concierta.web.kit.tabular import Column, Table
from concierta.web.workspace.acts import why_not
from concierta.web.workspace.mesa.session_rows import PaperLine, session_title
from concierta.web.workspace.mesa.vote_rows import VoteLine, Writing, section_writing

_WRITTEN = (MinutesState.DRAFT, MinutesState.CIRCULATED)


@dataclass(frozen=True, slots=True)
class RemarkLine:
    pk: int
    key: str
    entity: str
    when: str
    text: str
    state: str
    kind: str
    answer: str


@dataclass(frozen=True, slots=True)
class MotionLine:
    text: str
    state: str
    state_word: str
    kind: str
    number: str
    tally: str
    votes: list[VoteLine]
    dissents: bool


@dataclass(frozen=True, slots=True)
class TaskLine:
    number: int
    text: str
    who: str
    due: str


@dataclass(frozen=True, slots=True)
class SectionBlock:
    pk: int
    key: str
    heading: str
    reserved: str
    text: str
    writing: Writing | None
    motions: list[MotionLine]
    tasks: list[TaskLine]
    remarks: list[RemarkLine]


@dataclass(frozen=True, slots=True)
class SignatureLine:
    role: str
    person: str
    when: str
    href: str
    why_not: str


@dataclass(frozen=True, slots=True)
class MinutesSheet:
    session: int
    session_title: str
    title: str
    state: str
    words: str
    exists: bool
    can_arrange: bool
    why_not_draft: str = ""
    is_draft: bool = False
    is_circulated: bool = False
    is_approved: bool = False
    remarks_words: str = ""
    why_not_approve: str = ""
    answers: bool = False
    remarks: bool = False
    remark_seats: list[tuple[str, str]] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    attendance: Table | None = None
    sections: list[SectionBlock] = field(default_factory=list)
    annexes: list[PaperLine] = field(default_factory=list)
    signatures: list[SignatureLine] = field(default_factory=list)
    sha256: str = ""


def unwritten_sheet(session: Any, *, can_arrange: bool, why_not_draft: str) -> MinutesSheet:
    return MinutesSheet(
        session=session.pk,
        session_title=session_title(session),
        title=_title(session),
        state=gettext("Sin escribir"),
        words="",
        exists=False,
        can_arrange=can_arrange,
        why_not_draft=why_not_draft,
    )


def minutes_sheet(
    user: Any,
    minutes: Any,
    document: Any,
    live: Any,
    *,
    can_arrange: bool,
    seats: list[tuple[str, str]],
    annexes: list[PaperLine],
    on: date,
) -> MinutesSheet:
    """`document` is what is signed; `live` has the votes and tasks with the words that this person may read."""
    state = MinutesState(minutes.state)
    content = document.content
    written = state in _WRITTEN
    items = {one.item.pk: one for one in live.items}
    numbers = {one.item.pk: n for n, one in enumerate(live.to_discuss, start=1)}
    sections = [
        _section(section, items.get(section.item_id), numbers.get(section.item_id, 0), writes=can_arrange and written)
        for section in sorted(minutes.sections.all(), key=lambda one: numbers.get(one.item_id, 0))
    ]
    pending = sum(remark.state == RemarkState.OPEN for one in minutes.sections.all() for remark in one.remarks.all())
    receives = state == MinutesState.CIRCULATED and (minutes.remarks_until is None or on <= minutes.remarks_until)
    return MinutesSheet(
        session=minutes.session_id,
        session_title=session_title(minutes.session),
        title=_title(minutes.session),
        state=str(state.label),
        words=_words(minutes, state),
        exists=True,
        can_arrange=can_arrange,
        is_draft=state == MinutesState.DRAFT,
        is_circulated=state == MinutesState.CIRCULATED,
        is_approved=state == MinutesState.APPROVED,
        remarks_words=_remarks_words(minutes, pending) if state == MinutesState.CIRCULATED else "",
        why_not_approve=_why_not_approve(minutes, pending, on),
        answers=can_arrange and state == MinutesState.CIRCULATED,
        remarks=receives and bool(seats),
        remark_seats=seats,
        facts=minutes_facts(content),
        attendance=_attendance(content),
        sections=sections,
        annexes=annexes,
        signatures=_signatures(user, minutes, on) if document.sha256 else [],
        sha256=document.sha256,
    )


def _title(session: Any) -> str:
    return gettext("Acta de la sesión %(n)s") % {"n": session.number}


def _words(minutes: Any, state: MinutesState) -> str:
    day = {
        "approved": long_date(minutes.approved_at) if minutes.approved_at else "",
        "until": long_date(minutes.remarks_until) if minutes.remarks_until else "",
    }
    return {
        MinutesState.DRAFT: gettext(
            "Se escribió sola con lo que pasó en la sesión. La secretaría la corrige; se guarda mientras escribe."
        ),
        MinutesState.CIRCULATED: gettext("Los miembros pueden pedir cambios hasta el %(until)s."),
        MinutesState.APPROVED: gettext("Aprobada el %(approved)s: su contenido está fijo. Faltan firmas."),
        MinutesState.SIGNED: gettext("Aprobada el %(approved)s y firmada. Ya no cambia."),
    }[state] % day


def _remarks_words(minutes: Any, pending: int) -> str:
    until = long_date(minutes.remarks_until)
    if not pending:
        return gettext("Observaciones hasta el %(day)s. Ninguna espera respuesta.") % {"day": until}
    return ngettext(
        "Observaciones hasta el %(day)s. %(n)s espera respuesta.",
        "Observaciones hasta el %(day)s. %(n)s esperan respuesta.",
        pending,
    ) % {"day": until, "n": pending}


def _why_not_approve(minutes: Any, pending: int, on: date) -> str:
    """The reasons of `approve_minutes`, said before anybody presses."""
    if minutes.remarks_until is not None and on < minutes.remarks_until:
        return gettext("Los miembros pueden hacer observaciones hasta el %(date)s: apruebe el acta desde ese día.") % {
            "date": short_date(minutes.remarks_until)
        }
    if pending:
        return ngettext(
            "Queda %(n)s observación sin responder.", "Quedan %(n)s observaciones sin responder.", pending
        ) % {"n": pending}
    return ""


def _attendance(content: dict[str, Any]) -> Table | None:
    rows = attendance_rows(content)
    columns = [Column(gettext("Entidad")), Column(gettext("Participa con")), Column(gettext("Estuvo"))]
    return Table(columns=columns, rows=rows) if rows else None


def _section(section: Any, one: Any, number: int, *, writes: bool) -> SectionBlock:
    heading = f"{number}. {section.item.title}" if section.item else gettext("Apertura")
    return SectionBlock(
        pk=section.pk,
        key=str(section.pk),
        heading=heading,
        reserved=section.item.reserved_basis if section.item else "",
        text=section.text,
        writing=section_writing(section, heading) if writes else None,
        motions=[_motion(found) for found in one.motions] if one else [],
        tasks=[TaskLine(task.number, task.text, task.entity.name, short_date(task.due_on)) for task in one.actions]
        if one
        else [],
        remarks=[_remark(remark) for remark in section.remarks.all()],
    )


def _motion(found: Any) -> MotionLine:
    motion = found.motion
    state = MotionState(motion.state)
    votes = [
        VoteLine(one.seat.entity.name, str(Choice(one.vote.choice).label), one.vote.dissent)
        for one in found.votes
        if one.vote
    ]
    fixed = {"tally": found.tally, "needed": motion.needed, "present": motion.present}
    return MotionLine(
        text=motion.text,
        state=state.value,
        state_word=str(state.label),
        kind="strong" if state == MotionState.CARRIED else "plain",
        number=motion.decision.number if state == MotionState.CARRIED else "",
        tally=motion_words(fixed),
        votes=votes,
        dissents=any(vote.dissent for vote in votes),
    )


def _remark(remark: Any) -> RemarkLine:
    state = RemarkState(remark.state)
    return RemarkLine(
        pk=remark.pk,
        key=str(remark.pk),
        entity=remark.seat.entity.name,
        when=short_date(remark.made_at),
        text=remark.text,
        state=str(state.label),
        kind="soon" if state == RemarkState.OPEN else "plain",
        answer=remark.answer,
    )


def _signatures(user: Any, minutes: Any, on: date) -> list[SignatureLine]:
    signed = {one.role: one for one in minutes.signatures.all()}
    both = {one.person_id for one in signed.values()}
    lines = []
    for role in SignerRole:
        one = signed.get(role.value)
        reason = why_not(can_sign(user, minutes.session.mesa, role, on))
        if not reason and user.pk in both:
            reason = gettext("Usted ya firmó esta acta: la otra firma es de otra persona.")
        lines.append(
            SignatureLine(
                role=str(role.label),
                person=one.person.name if one else "",
                when=date_time(one.signed_at) if one else "",
                href=reverse("sign_minutes", args=[minutes.session_id, role.value]),
                why_not=reason,
            )
        )
    return lines
