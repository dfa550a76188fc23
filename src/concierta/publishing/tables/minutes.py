"""The minutes of each session once approved, what members asked them to say, and their annexes by hash."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from concierta.evidence.models import Evidence
from concierta.kernel.keys import join_key
from concierta.mesa.enums import MinutesState, SignerRole
from concierta.mesa.models import ActionItem, Minutes, MinutesSection, Paper, Remark, Signature
from concierta.publishing.formats.table import PublishedTable
from concierta.publishing.queries.mesa_record import ItemPlace, MesaRecord, mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.answering import published_assessments
from concierta.publishing.tables.columns import act, code, entity, moment, seated_entity, text, whole, words
from concierta.publishing.tables.sessions import session_number
from concierta.reporting.models import SelfAssessment


class _Minutes(NamedTuple):
    """Everything as it was when the corte was published. `act`: index and leaf hash, of approved minutes."""

    session: int
    state: str
    approved_at: datetime | None
    content_sha256: str
    chair_signed_at: datetime | None
    secretary_signed_at: datetime | None
    act: tuple[int | None, str]


def _minutes(snapshot: Snapshot) -> Iterator[_Minutes]:
    """Those of the sessions that had ended, in the order of the sessions."""
    record = mesa_record(snapshot)
    signed: dict[tuple[int, str], datetime] = {
        (pk, role): at
        for pk, role, at in Signature.objects.filter(minutes__session__in=record.sessions, signed_at__lte=record.moment)
        .order_by()
        .values_list("minutes_id", "role", "signed_at")
    }
    written = Minutes.objects.filter(session__in=record.sessions).order_by()
    ended = [minutes for minutes in written if record.by_then(record.sessions[minutes.session_id].closed_at)]
    for minutes in sorted(ended, key=lambda minutes: record.sessions[minutes.session_id].number):
        session = record.sessions[minutes.session_id].number
        approved = record.by_then(minutes.approved_at)
        by_chair, by_secretary = (signed.get((minutes.pk, role.value)) for role in SignerRole)
        state = _state(record, minutes, bool(by_chair and by_secretary))
        act = record.acts.on(f"minutes.{state}", f"minutes:{record.slug}:{session}") if approved else (None, "")
        yield _Minutes(session, state, approved, minutes.sha256 if approved else "", by_chair, by_secretary, act)


def _state(record: MesaRecord, minutes: Minutes, signed: bool) -> str:
    if record.by_then(minutes.approved_at):
        return MinutesState.SIGNED.value if signed else MinutesState.APPROVED.value
    return MinutesState.CIRCULATED.value if record.by_then(minutes.circulated_at) else MinutesState.DRAFT.value


MINUTES = PublishedTable(
    "minutes",
    "Actas",
    "Minutes",
    "El estado del acta de cada sesión. La huella es la del acta aprobada, la que firman quien preside y la "
    "secretaría; desde entonces no cambia.",
    "The state of the minutes of each session. The hash is that of the approved minutes, which chair and secretariat "
    "sign; they do not change from then on.",
    ("session",),
    (
        session_number(),
        text("state", "Estado al publicar el corte", "State when the cut-off was published",
             values=("draft", "circulated", "approved", "signed"), required=True),
        moment("approved_at", "Cuándo se aprobó", "When they were approved"),
        text("content_sha256", "SHA-256 del acta aprobada", "SHA-256 of the approved minutes"),
        moment("chair_signed_at", "Cuándo firmó quien preside", "When the chair signed"),
        moment("secretary_signed_at", "Cuándo firmó la secretaría", "When the secretariat signed"),
        *act(lambda minutes, _: minutes.act),
    ),
    objects=_minutes,
)  # fmt: skip


class _Section(NamedTuple):
    """A part of approved minutes. `place` is that of its item, None for the opening."""

    session: int
    number: int
    section: MinutesSection
    place: ItemPlace | None

    @property
    def reserved(self) -> str:
        return self.place.reserved if self.place else ""


def _sections(snapshot: Snapshot) -> Iterator[_Section]:
    """The parts of the minutes approved by then: the opening, then the items in the order of the agenda."""
    record = mesa_record(snapshot)
    parts: dict[int, list[MinutesSection]] = {}
    approved = MinutesSection.objects.filter(
        minutes__session__in=record.sessions, minutes__approved_at__lte=record.moment
    ).select_related("minutes")
    for section in approved.order_by("pk"):
        parts.setdefault(section.minutes.session_id, []).append(section)
    for pk, session in record.sessions.items():
        ordered = sorted(parts.get(pk, ()), key=lambda part: record.places[part.item_id].number if part.item_id else 0)
        for number, section in enumerate(ordered, start=1):
            place = record.places[section.item_id] if section.item_id else None
            yield _Section(session.number, number, section, place)


MINUTES_SECTIONS = PublishedTable(
    "minutes_sections",
    "Texto de las actas",
    "Text of the minutes",
    "Lo que dice cada parte de las actas aprobadas. De un punto reservado solo se publica la norma que lo reserva.",
    "What each part of the approved minutes says. Of a reserved item only the norm that reserves it is published.",
    ("session", "section"),
    (
        session_number(),
        whole("section", "Orden de la parte", "Order of the part", required=True, read="number"),
        whole("item", "Punto del orden del día; vacío: la apertura", "Agenda item; empty: the opening",
              read=lambda part, _: part.place.number if part.place else None),
        words("text", "Texto", "Text", read=lambda part, _: "" if part.reserved else part.section.text),
        words("reserved_basis", "Norma que lo reserva", "Norm that reserves it", read="reserved"),
    ),
    objects=_sections,
)  # fmt: skip


class _Remark(NamedTuple):
    session: int
    number: int
    section: int
    remark: Remark


def _remarks(snapshot: Snapshot) -> Iterator[_Remark]:
    """Of minutes already approved, and not of what is reserved."""
    record = mesa_record(snapshot)
    remarks: dict[int, list[Remark]] = {}
    for remark in Remark.objects.filter(section__minutes__session__in=record.sessions).order_by("made_at", "pk"):
        remarks.setdefault(remark.section_id, []).append(remark)
    counted: dict[int, int] = {}
    for part in _sections(snapshot):
        for remark in () if part.reserved else remarks.get(part.section.pk, ()):
            counted[part.session] = counted.get(part.session, 0) + 1
            yield _Remark(part.session, counted[part.session], part.number, remark)


REMARKS = PublishedTable(
    "minutes_remarks",
    "Observaciones a las actas",
    "Remarks on the minutes",
    "Lo que cada entidad pidió cambiar en un acta y lo que se le respondió. Las dos cosas quedan.",
    "What each entity asked to change in the minutes and what it was answered. Both stay.",
    ("session", "number"),
    (
        session_number(),
        whole("number", "Orden", "Order", required=True),
        whole("section", "Parte del acta", "Part of the minutes", required=True),
        entity("entity", "Entidad", "Entity", read=seated_entity("remark.seat_id")),
        words("text", "Lo que pidió", "What it asked for", read="remark.text"),
        text("state", "Se aceptó o no", "Accepted or not", values=("open", "accepted", "rejected"), required=True,
             read="remark.state"),
        words("answer", "Lo que se le respondió", "What it was answered", read="remark.answer"),
    ),
    objects=_remarks,
)  # fmt: skip


class _Paper(NamedTuple):
    used_by: str
    subject: str
    number: int
    item: int | None
    evidence: Evidence


def _papers(snapshot: Snapshot) -> Iterator[_Paper]:
    """By hash, never by the name that a file came with."""
    brought = list(_brought(snapshot))
    documents = {
        document.pk: document
        for document in Evidence.objects.filter(pk__in={row[3] for row in brought}).select_related("file")
    }
    counted: dict[tuple[str, str], int] = {}
    for used_by, subject, item, document in brought:
        counted[used_by, subject] = counted.get((used_by, subject), 0) + 1
        yield _Paper(used_by, subject, counted[used_by, subject], item, documents[document])


def _brought(snapshot: Snapshot) -> Iterator[tuple[str, str, int | None, int]]:
    """(What for, its subject, item, key of the document). Those of a reserved item stay reserved."""
    record = mesa_record(snapshot)
    public = {pk for pk, place in record.places.items() if not place.reserved}
    papers = Paper.objects.filter(session__in=record.sessions).order_by("pk")
    for session, item, document in papers.values_list("session_id", "item_id", "document_id"):
        if item is None or item in public:
            number = record.places[item].number if item else None
            yield "session", str(record.sessions[session].number), number, document
    shown = {pk: task for pk, task in record.action_items.items() if task.item_id in public}
    shows = ActionItem.evidence.through.objects.filter(actionitem__in=shown).order_by("pk")
    for task, document in shows.values_list("actionitem_id", "evidence_id"):
        if record.action_state(shown[task]) != "open":
            yield "action_item", str(shown[task].number), None, document
    made = {assessment.pk: key for key, assessment in published_assessments(snapshot)}
    supports = SelfAssessment.evidence.through.objects.filter(selfassessment__in=made).order_by("pk")
    for assessment, document in supports.values_list("selfassessment_id", "evidence_id"):
        yield "self_assessment", join_key(*made[assessment]), None, document


PAPERS = PublishedTable(
    "papers",
    "Documentos de la mesa",
    "Papers of the table",
    "Los documentos de una sesión, la evidencia de una tarea y la de una autoevaluación, por su huella.",
    "The papers of a session, the evidence of an action item and that of a self-assessment, by hash.",
    ("used_by", "subject", "number"),
    (
        text("used_by", "Para qué", "What for", values=("session", "action_item", "self_assessment"), required=True),
        code("subject", "Sesión, tarea o «promesa/periodo»", "Session, action item or “pledge/period”", required=True),
        whole("number", "Orden", "Order", required=True),
        whole("item", "Punto del orden del día", "Agenda item"),
        words("title", "Título", "Title", read="evidence.title"),
        text("sha256", "SHA-256 del archivo", "SHA-256 of the file", required=True, read="evidence.file_id"),
        whole("size", "Tamaño", "Size", unit="bytes", required=True, read="evidence.file.size"),
        text("media_type", "Tipo de archivo", "File type", required=True, read="evidence.file.media_type"),
        entity("entity", "Entidad que lo aportó", "Entity that brought it", read="evidence.entity_id"),
    ),
    objects=_papers,
)
