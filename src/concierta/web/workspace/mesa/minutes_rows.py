"""The minutes of a session as their page shows them, to write, to remark on, to sign and to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from concierta.kernel.clock import today
from concierta.mesa.enums import MinutesState, RemarkState, SignerRole
from concierta.mesa.permissions import can_run, can_sign
from concierta.mesa.queries import (
    LiveItem,
    LiveSession,
    live_session,
    minutes_document,
    minutes_for,
    papers_of,
    seat_of,
    seats_on,
)
from concierta.web.documents.minutes import attendance_rows, minutes_facts
from concierta.web.kit.formats import long_date, short_date
from concierta.web.kit.tabular import Column, Table
from concierta.web.workspace.acts import why_not
from concierta.web.workspace.mesa.words import minutes_of
from concierta.web.workspace.mesa.writing import Writing, section_writing

if TYPE_CHECKING:
    from concierta.mesa.models import Mesa, Minutes, MinutesSection, Paper, Session, Signature
    from concierta.people.models import User


@dataclass(frozen=True, slots=True)
class SectionBlock:
    """A part of the minutes. `live` has its votes and tasks, with the words that this person may read."""

    section: "MinutesSection"
    heading: str
    live: LiveItem | None
    writing: Writing | None


@dataclass(frozen=True, slots=True)
class SignatureLine:
    role: str
    signature: "Signature | None"
    href: str
    why_not: str


def minutes_context(user: "User", session: "Session") -> dict[str, object]:
    """What the page of the minutes says to `user`; little, while nobody has drafted them."""
    can_arrange = bool(can_run(user, session.mesa))
    context = {"session": session, "can_arrange": can_arrange}
    if minutes_of(session) is None:
        reason = "" if session.has_ended else gettext("El acta se escribe cuando la sesión termina.")
        return {**context, "minutes": None, "why_not_draft": reason}
    minutes = minutes_for(user, session.pk)
    live = live_session(user, session.pk)
    document = minutes_document(minutes)
    circulated = minutes.state == MinutesState.CIRCULATED
    writes = can_arrange and minutes.state in (MinutesState.DRAFT, MinutesState.CIRCULATED)
    seats = _seats(user, session.mesa, can_arrange=can_arrange)
    receives = circulated and (minutes.remarks_until is None or today() <= minutes.remarks_until)
    pending = sum(
        remark.state == RemarkState.OPEN for section in minutes.sections.all() for remark in section.remarks.all()
    )
    attendance = attendance_rows(document.content)
    columns = [Column(gettext("Entidad")), Column(gettext("Participa con")), Column(gettext("Estuvo"))]
    return {
        **context,
        "minutes": minutes,
        "words": _words(minutes),
        "remarks_words": _remarks_words(minutes, pending) if circulated else "",
        "why_not_approve": _why_not_approve(minutes, pending),
        "answers": can_arrange and circulated,
        "remark_seats": seats if receives else [],
        "facts": minutes_facts(document.content),
        "attendance": Table(columns=columns, rows=attendance) if attendance else None,
        "blocks": _blocks(minutes, live, writes=writes),
        "annexes": _annexes(minutes, live),
        "signatures": _signatures(user, minutes) if minutes.sha256 else [],
    }


def _seats(user: "User", mesa: "Mesa", *, can_arrange: bool) -> list[tuple[str, str]]:
    """For whom this person may remark: their own seat, or any by letter to the secretariat."""
    own = seat_of(user, mesa, today()) if not can_arrange else None
    seats = seats_on(mesa, today()) if can_arrange else [own] if own else []
    return [(str(seat.pk), seat.entity.name) for seat in seats]


def _annexes(minutes: "Minutes", live: LiveSession) -> "Sequence[Paper]":
    """The papers. A file that hangs from the session and from an item is one annex."""
    hidden = {one.item.pk for one in live.items if one.item.reserved_basis and not minutes.reads_reserved}
    papers = [paper for paper in papers_of(live.session) if paper.item_id not in hidden]
    return list({paper.document_id: paper for paper in papers}.values())


def _blocks(minutes: "Minutes", live: LiveSession, *, writes: bool) -> list[SectionBlock]:
    """The opening first, then the items as they were numbered."""
    by_item = {one.item.pk: one for one in live.items}
    numbers = {one.item.pk: number for number, one in enumerate(live.to_discuss, start=1)}
    blocks = []
    for section in sorted(minutes.sections.all(), key=lambda section: numbers.get(section.item_id or 0, 0)):
        item = section.item
        heading = f"{numbers.get(item.pk, 0)}. {item.title}" if item else gettext("Apertura")
        writing = section_writing(section, heading) if writes else None
        blocks.append(SectionBlock(section, heading, by_item.get(item.pk) if item else None, writing))
    return blocks


def _words(minutes: "Minutes") -> str:
    days = {
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
    }[MinutesState(minutes.state)] % days


def _remarks_words(minutes: "Minutes", pending: int) -> str:
    until = long_date(minutes.remarks_until)
    if not pending:
        return gettext("Observaciones hasta el %(day)s. Ninguna espera respuesta.") % {"day": until}
    return ngettext(
        "Observaciones hasta el %(day)s. %(n)s espera respuesta.",
        "Observaciones hasta el %(day)s. %(n)s esperan respuesta.",
        pending,
    ) % {"day": until, "n": pending}


def _why_not_approve(minutes: "Minutes", pending: int) -> str:
    """The reasons of `approve_minutes`, said before anybody presses."""
    if minutes.remarks_until is not None and today() < minutes.remarks_until:
        return gettext("Los miembros pueden hacer observaciones hasta el %(date)s: apruebe el acta desde ese día.") % {
            "date": short_date(minutes.remarks_until)
        }
    if pending:
        return ngettext(
            "Queda %(n)s observación sin responder.", "Quedan %(n)s observaciones sin responder.", pending
        ) % {"n": pending}
    return ""


def _signatures(user: "User", minutes: "Minutes") -> list[SignatureLine]:
    signatures = {signature.role: signature for signature in minutes.signatures.all()}
    lines = []
    for role in SignerRole:
        reason = why_not(can_sign(user, minutes.session.mesa, role, today()))
        if not reason and any(signature.person_id == user.pk for signature in signatures.values()):
            reason = gettext("Usted ya firmó esta acta: la otra firma es de otra persona.")
        href = reverse("sign_minutes", args=[minutes.session_id, role.value])
        lines.append(SignatureLine(str(role.label), signatures.get(role.value), href, reason))
    return lines
