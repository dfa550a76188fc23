"""One session: who was called and came, until when there was quorum, what was on the agenda, voted and decided."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.kernel.alphabet import alphabetical
from concierta.mesa.enums import ItemSource, Quorum, SessionKind, SessionMode
from concierta.web.kit import formats
from concierta.web.kit.spanish import in_spanish
from concierta.web.kit.tabular import Column, Table
from concierta.web.portal import names, words
from concierta.web.portal.corte import Corte
from concierta.web.portal.corte import Row as Record
from concierta.web.portal.mesa import action_items, links, minutes
from concierta.web.portal.mesa.voting import Ballot, ballot
from concierta.web.portal.page import Link, Page, joined
from concierta.web.portal.portal import Portal
from concierta.web.portal.steering_words import said


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One item. Of a reserved one there is only `reserved`, the norm, and the count of its votes."""

    number: int
    title: str
    source: str
    why: str
    about: SafeString | str
    when: str
    reserved: str
    conflicts: list[SafeString | str]
    ballots: list[Ballot]
    tasks: list["action_items.TaskLine"]
    dropped: str


def session_page(session: Record, portal: Portal) -> Page:
    corte = portal.corte
    number = session.session
    items = [_agenda_line(portal, item) for item in corte.items_of.get(number, [])]
    return Page(
        template="portal/mesa/session.html",
        section="mesa",
        title=gettext("Sesión %(number)s de la mesa, %(date)s")
        % {"number": number, "date": formats.long_date(session.starts_at)},
        description=finding(corte, session),
        trail=[Link(gettext("Mesa"), portal.to(links.FOLDER))],
        content={
            "finding": finding(corte, session),
            "kicker": joined(
                [links.session_name(session), said(SessionKind, session.kind), formats.long_date(session.starts_at)]
            ),
            "reason": session.not_held_reason or session.cancelled_reason,
            "facts": _facts(corte, session),
            "quorum_title": quorum_sentence(corte, session),
            "quorum": quorum_table(corte, session),
            "attendance": attendance_table(portal, session),
            "items": [line for line in items if not line.dropped],
            "dropped": [line for line in items if line.dropped],
            "papers": paper_table(corte, "session", str(number)),
            "minutes": minutes.state_of(portal, session),
        },
    )


def finding(corte: Corte, session: Record) -> str:
    """What came of it, in a sentence."""
    said_of = {"number": session.session, "date": formats.long_date(session.starts_at)}
    if session.state == "noticed":
        return gettext("La sesión %(number)s está convocada para el %(date)s") % said_of
    if session.state == "cancelled":
        return gettext("La sesión %(number)s, convocada para el %(date)s, se canceló") % said_of
    if session.state == "not_held":
        return gettext("La sesión %(number)s no se instaló: no se podía decidir nada") % said_of
    taken = sum(row.session == session.session for row in corte.decisions.values())
    if not taken:
        return gettext("La sesión %(number)s se reunió y no tomó decisiones") % said_of
    return ngettext(
        "La sesión %(number)s se reunió y tomó %(n)s decisión",
        "La sesión %(number)s se reunió y tomó %(n)s decisiones",
        taken,
    ) % (said_of | {"n": formats.number(taken)})


def _facts(corte: Corte, session: Record) -> list[tuple[str, Any]]:
    rules = corte.rules.get(session.rules)
    facts: list[tuple[str, Any]] = [
        (gettext("Se convocó el"), formats.date_time(session.noticed_at)),
        (gettext("Para el"), formats.date_time(session.starts_at)),
        (gettext("Modo y lugar"), joined([said(SessionMode, session.mode), in_spanish(session.place)])),
    ]
    if session.opened_at is not None:
        facts.append((gettext("Empezó"), formats.date_time(session.opened_at)))
    if session.closed_at is not None:
        label = gettext("Se dejó constancia") if session.state == "not_held" else gettext("Terminó")
        facts.append((label, formats.date_time(session.closed_at)))
    if session.cancelled_at is not None:
        facts.append((gettext("Se canceló el"), formats.date_time(session.cancelled_at)))
    if rules is not None:
        facts.append((gettext("Quórum"), said(Quorum, rules.quorum)))
    return facts


def quorum_sentence(corte: Corte, session: Record) -> str:
    """Quorum while the session lasted, and until when; the numbers beside the ones that were needed."""
    steps = corte.quorum_of.get(session.session, [])
    if not steps:
        return gettext("Nadie registró llegadas a esta sesión")
    said_of = {
        "most": formats.number(max(step.present for step in steps)),
        "voting": formats.number(steps[-1].voting),
        "needed": formats.number(steps[-1].needed),
    }
    reached = [step for step in steps if step.reached]
    if not reached:
        return (
            gettext("No hubo quórum: llegaron %(most)s de %(voting)s entidades con voto y hacían falta %(needed)s")
            % said_of
        )
    said_of["since"] = clock(reached[0].at)
    if steps[-1].reached:
        return gettext("Hubo quórum desde las %(since)s: hasta %(most)s de %(voting)s entidades con voto") % said_of
    said_of["lost"] = clock(steps[-1].at)
    return (
        gettext("Hubo quórum desde las %(since)s y se perdió a las %(lost)s: desde entonces no se podía decidir")
        % said_of
    )


def clock(moment: Any) -> str:
    return formats.date_time(moment).rpartition(", ")[2]


def quorum_table(corte: Corte, session: Record) -> Table | None:
    steps = corte.quorum_of.get(session.session, [])
    if not steps:
        return None
    return Table(
        columns=[
            Column(gettext("Desde las")),
            Column(gettext("Presentes con voto"), numeric=True),
            Column(gettext("Hacen falta"), numeric=True),
            Column(gettext("¿Hay quórum?")),
            Column(gettext("Personas"), numeric=True),
        ],
        rows=[
            [
                clock(step.at),
                formats.number(step.present),
                formats.number(step.needed),
                gettext("Sí") if step.reached else gettext("No"),
                gettext("sin dato") if step.people_present is None else formats.number(step.people_present),
            ]
            for step in steps
        ],
    )


def attendance_table(portal: Portal, session: Record) -> Table | None:
    """Every entity that had a seat that day: who came, when it came and left, and who did not."""
    corte = portal.corte
    stays: dict[str, list[Record]] = {}
    for stay in corte.stays_of.get(session.session, []):
        stays.setdefault(stay.entity, []).append(stay)
    seats = corte.seats_on(session.starts_at)
    if not seats:
        return None
    ordered = sorted(seats, key=lambda seat: (not seat.has_vote, alphabetical(corte.entities[seat.entity].name)))
    return Table(
        columns=[Column(gettext("Entidad")), Column(gettext("Puesto")), Column(gettext("Asistencia"))],
        rows=[
            [
                portal.entity_link(seat.entity),
                gettext("Voz y voto") if seat.has_vote else gettext("Solo voz"),
                _stays(session, stays.get(seat.entity, [])),
            ]
            for seat in ordered
        ],
    )


def _stays(session: Record, stays: list[Record]) -> str:
    if not stays:
        return "—" if session.state == "noticed" else gettext("No asistió")
    told = [
        gettext("de %(from)s a %(to)s") % {"from": clock(stay.arrived_at), "to": clock(stay.left_at)}
        if stay.left_at is not None and stay.left_at != session.closed_at
        else gettext("desde las %(from)s") % {"from": clock(stay.arrived_at)}
        for stay in stays
    ]
    if any(stay.delegated for stay in stays):
        told.append(gettext("por delegación escrita"))
    return ", ".join(told)


def _agenda_line(portal: Portal, item: Record) -> AgendaLine:
    corte = portal.corte
    key = (item.session, item.item)
    when = ""
    if item.opened_at is not None:
        when = clock(item.opened_at) if item.closed_at is None else gettext("de %(from)s a %(to)s") % {
            "from": clock(item.opened_at),
            "to": clock(item.closed_at),
        }  # fmt: skip
    return AgendaLine(
        number=item.item,
        title=item.title or gettext("Punto reservado"),
        source="" if item.source in ("", ItemSource.MANUAL) else said(ItemSource, item.source),
        why=item.why,
        about=links.matter(portal, item.subject) if item.subject else "",
        when=when,
        reserved=item.reserved_basis,
        conflicts=[portal.entity_link(row.entity) for row in corte.conflicts_of.get(key, [])],
        ballots=[ballot(portal, motion) for motion in corte.motions_of_item.get(key, [])],
        tasks=[action_items.task_line(portal, row, elsewhere=False) for row in corte.tasks_of_item.get(key, [])],
        dropped=item.dropped_reason,
    )


def paper_table(corte: Corte, used_by: str, subject: str) -> Table | None:
    """Documents by their hash: who has the file can tell that it is the one."""
    rows = corte.papers_of.get((used_by, subject), [])
    if not rows:
        return None
    return Table(
        columns=[
            Column(gettext("Documento")),
            Column(gettext("Aportado por")),
            Column(gettext("Archivo")),
            Column(gettext("Huella (SHA-256)")),
        ],
        rows=[
            [
                joined([in_spanish(row.title), gettext("punto %(n)s") % {"n": row.item} if row.item else ""]),
                names.entity_name(corte.entities.get(row.entity)) or "—",
                joined([words.file_type(row.media_type), words.file_size(row.size)]),
                format_html("<code>{}</code>", row.sha256),
            ]
            for row in rows
        ],
    )
