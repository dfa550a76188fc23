"""What happened in each session: its agenda, who was there and when, and until when there was quorum."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from concierta.mesa.models import AgendaItem, Attendance, Session
from concierta.publishing.formats.column import Column, Read
from concierta.publishing.formats.table import ForeignKey, PublishedTable
from concierta.publishing.queries.mesa_record import QuorumStep, mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.columns import by_then, code, entity, flag, moment, seated_entity, text, whole, words

ITEM = ForeignKey(("session", "item"), "agenda_items", ("session", "item"))
SOURCES = (
    "manual",
    "lagging",
    "overdue_report",
    "rejected",
    "action_item",
    "measure",
    "poai",
    "amendment",
    "self_assessment",
    "risk",
    "minutes",
)  # fmt: skip


def session_number(read: Read = "") -> Column:
    return whole("session", "Número de la sesión", "Number of the session", references="sessions.session",
                 required=True, read=read)  # fmt: skip


def _told_by_then(name: str, *, at: str) -> Callable[[Session, Snapshot], str]:
    """Reads words that are public once a moment of the session has come."""
    moment_of = by_then(at)
    return lambda session, snapshot: getattr(session, name) if moment_of(session, snapshot) else ""


SESSIONS = PublishedTable(
    "sessions",
    "Sesiones de la mesa",
    "Sessions of the table",
    "Las sesiones convocadas hasta que se publicó el corte, también las que no se instalaron, con su razón.",
    "The sessions convened until the cut-off was published, also those not held, with the reason.",
    ("session",),
    (
        whole("session", "Número de la sesión en la mesa", "Number of the session at the table", required=True,
              read="number"),
        text("kind", "Clase", "Kind", values=("ordinary", "extraordinary"), required=True),
        text("mode", "Modo", "Mode", values=("in_person", "virtual", "mixed"), required=True),
        words("place", "Lugar", "Place"),
        moment("starts_at", "Para cuándo se convocó", "When it was convened for", required=True),
        text("state", "Estado al publicar el corte", "State when the cut-off was published",
             values=("noticed", "open", "closed", "not_held", "cancelled"), required=True,
             read=lambda session, snapshot: mesa_record(snapshot).state(session)),
        moment("noticed_at", "Cuándo se convocó", "When notice was given", required=True),
        moment("opened_at", "Cuándo empezó", "When it began", read=by_then("opened_at")),
        moment("closed_at", "Cuándo terminó o se dejó constancia", "When it ended or was put on record",
               read=by_then("closed_at")),
        words("not_held_reason", "Por qué no se instaló", "Why it was not held",
              read=_told_by_then("not_held_reason", at="closed_at")),
        whole("rules", "Versión de las reglas con que se convocó", "Version of the rules it was convened by",
              references="table_rules.version", required=True, read="rules.version"),
        moment("cancelled_at", "Cuándo se canceló", "When it was cancelled", read=by_then("cancelled_at")),
        words("cancelled_reason", "Por qué se canceló", "Why it was cancelled",
              read=_told_by_then("cancelled_reason", at="cancelled_at")),
        whole("people_present", "Personas distintas que asistieron por entidades con voto",
              "Different people who came for voting entities",
              read=lambda session, snapshot: mesa_record(snapshot).people_present(session.pk)),
    ),
    objects=lambda snapshot: mesa_record(snapshot).sessions.values(),
)  # fmt: skip


def _of_place(name: str) -> Callable[[AgendaItem, Snapshot], Any]:
    return lambda item, snapshot: getattr(mesa_record(snapshot).places[item.pk], name)


def _unless_reserved(name: str) -> Callable[[AgendaItem, Snapshot], str]:
    return lambda item, snapshot: "" if mesa_record(snapshot).places[item.pk].reserved else getattr(item, name)


AGENDA_ITEMS = PublishedTable(
    "agenda_items",
    "Orden del día",
    "Agenda",
    "Los puntos de cada sesión, también los que se retiraron, con su razón. De un punto reservado por ley solo se "
    "publica la norma que lo reserva.",
    "The items of each session, also those dropped, with the reason. Of an item reserved by law only the norm that "
    "reserves it is published.",
    ("session", "item"),
    (
        session_number(_of_place("session")),
        whole("item", "Número del punto en el orden del día", "Number of the item on the agenda", required=True,
              read=_of_place("number")),
        words("title", "Título; vacío si es reservado", "Title; empty when reserved", read=_unless_reserved("title")),
        text("source", "De dónde viene", "Where it comes from", values=SOURCES, read=_unless_reserved("source")),
        code("subject", "De qué trata: «clase:código»", "What it is about: “kind:code”",
             read=_unless_reserved("subject")),
        words("why", "Las cifras que lo trajeron", "The figures that brought it", read=_unless_reserved("why")),
        words("dropped_reason", "Por qué se retiró", "Why it was dropped", read=_unless_reserved("dropped_reason")),
        words("reserved_basis", "Norma que lo reserva", "Norm that reserves it", read=_of_place("reserved")),
        moment("opened_at", "Cuándo empezó a tratarse", "When its discussion began", read=by_then("opened_at")),
        moment("closed_at", "Cuándo terminó", "When it ended", read=by_then("closed_at")),
        whole("conflicts", "Entidades que declararon un conflicto de interés",
              "Entities that declared a conflict of interest", required=True,
              read=lambda item, snapshot: len(mesa_record(snapshot).conflicts.get(item.pk, ()))),
    ),
    objects=lambda snapshot: mesa_record(snapshot).items.values(),
)  # fmt: skip


class _Stay(NamedTuple):
    session: int
    number: int
    stay: Attendance


def _stays(snapshot: Snapshot) -> Iterator[_Stay]:
    record = mesa_record(snapshot)
    for session, stays in record.stays.items():
        for number, stay in enumerate(stays, start=1):
            yield _Stay(record.sessions[session].number, number, stay)


ATTENDANCE = PublishedTable(
    "attendance",
    "Asistencia",
    "Attendance",
    "Cada llegada y cada salida de una entidad en cada sesión.",
    "Each arrival and departure of an entity in each session.",
    ("session", "number"),
    (
        session_number(),
        whole("number", "Orden de llegada", "Order of arrival", required=True),
        entity("entity", "Entidad", "Entity", read=seated_entity("stay.seat_id")),
        moment("arrived_at", "Cuándo llegó", "When it arrived", required=True, read="stay.arrived_at"),
        moment("left_at", "Cuándo salió; vacío: estuvo hasta el final", "When it left; empty: it stayed",
               read=by_then("stay.left_at")),
        flag("delegated", "Habló por ella quien tenía delegación escrita", "It was spoken for by written delegation",
             read=lambda stay, _: stay.stay.delegation_id is not None),
    ),
    objects=_stays,
)  # fmt: skip


class _Quorum(NamedTuple):
    session: int
    number: int
    step: QuorumStep


def _quorum(snapshot: Snapshot) -> Iterator[_Quorum]:
    record = mesa_record(snapshot)
    for pk, session in record.sessions.items():
        for number, step in enumerate(record.quorum_steps(pk), start=1):
            yield _Quorum(session.number, number, step)


QUORUM = PublishedTable(
    "quorum",
    "Quórum en el tiempo",
    "Quorum over time",
    "Cuántas entidades con voto había en cada sesión cada vez que eso cambió.",
    "How many voting entities there were in each session each time that changed.",
    ("session", "number"),
    (
        session_number(),
        whole("number", "Orden", "Order", required=True),
        moment("at", "Cuándo", "When", required=True, read="step.at"),
        whole("present", "Entidades con voto presentes", "Voting entities present", required=True, read="step.present"),
        whole("voting", "Entidades con voto", "Voting entities", required=True, read="step.voting"),
        whole("needed", "Las que hacen falta", "How many are needed", required=True, read="step.needed"),
        flag("reached", "Hay quórum", "There is quorum", read="step.reached"),
        whole("people_present", "Personas por las que estaban presentes", "People by whom they were present",
              read="step.people"),
    ),
    objects=_quorum,
)  # fmt: skip
