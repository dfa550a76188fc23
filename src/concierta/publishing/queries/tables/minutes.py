"""Rows of the minutes, of what members asked them to say, and of every document of the table."""

from collections.abc import Iterator
from typing import Any

from concierta.evidence.models import Evidence
from concierta.mesa.enums import MinutesState, SignerRole
from concierta.mesa.models import ActionItem, Minutes, MinutesSection, Paper, Remark, Signature
from concierta.publishing.queries.keys import join_key
from concierta.publishing.queries.mesa_record import MesaRecord, mesa_record
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.queries.tables.answering import published_assessments
from concierta.publishing.tables import minutes as declared
from concierta.reporting.models import SelfAssessment


def minutes(snapshot: Snapshot) -> Iterator[Any]:
    record = mesa_record(snapshot)
    signed: dict[tuple[int, str], Any] = {
        (pk, role): at
        for pk, role, at in Signature.objects.filter(minutes__session__in=record.sessions, signed_at__lte=record.moment)
        .order_by()
        .values_list("minutes_id", "role", "signed_at")
    }
    for one in _minutes(record):
        session = record.sessions[one.session_id].number
        approved = record.by_then(one.approved_at)
        by_chair, by_secretary = (signed.get((one.pk, role.value)) for role in SignerRole)
        state = _state(record, one, bool(by_chair and by_secretary))
        index, leaf_hash = record.acts.on(f"minutes.{state}", f"minutes:{record.slug}:{session}")
        yield declared.MINUTES.row(
            session=session,
            state=state,
            approved_at=approved,
            content_sha256=one.sha256 if approved else "",
            chair_signed_at=by_chair,
            secretary_signed_at=by_secretary,
            event_index=index if approved else None,
            event_leaf_hash=leaf_hash if approved else "",
        )


def _state(record: MesaRecord, one: Minutes, signed: bool) -> str:
    if record.by_then(one.approved_at):
        return MinutesState.SIGNED.value if signed else MinutesState.APPROVED.value
    return MinutesState.CIRCULATED.value if record.by_then(one.circulated_at) else MinutesState.DRAFT.value


def minutes_sections(snapshot: Snapshot) -> Iterator[Any]:
    record = mesa_record(snapshot)
    for session, number, section in _sections(record):
        place = record.places[section.item_id] if section.item_id else None
        reserved = place.reserved if place else ""
        yield declared.MINUTES_SECTIONS.row(
            session=session,
            section=number,
            item=place.number if place else None,
            text="" if reserved else section.text,
            reserved_basis=reserved,
        )


def minutes_remarks(snapshot: Snapshot) -> Iterator[Any]:
    """Of minutes already approved, and not of what is reserved."""
    record = mesa_record(snapshot)
    remarks: dict[int, list[Remark]] = {}
    for remark in Remark.objects.filter(section__minutes__session__in=record.sessions).order_by("made_at", "pk"):
        remarks.setdefault(remark.section_id, []).append(remark)
    counted: dict[int, int] = {}
    for session, section_number, section in _sections(record):
        if section.item_id and record.places[section.item_id].reserved:
            continue
        for remark in remarks.get(section.pk, ()):
            counted[session] = counted.get(session, 0) + 1
            yield declared.REMARKS.row(
                session=session,
                number=counted[session],
                section=section_number,
                entity=record.entity_of_seat(remark.seat_id),
                text=remark.text,
                state=remark.state,
                answer=remark.answer,
            )


def papers(snapshot: Snapshot) -> Iterator[Any]:
    """By hash, never by the name that a file came with. Those of a reserved item stay reserved."""
    record = mesa_record(snapshot)
    public = {pk for pk, place in record.places.items() if not place.reserved}
    brought: list[tuple[str, str, int | None, int]] = [
        ("session", str(record.sessions[session].number), record.places[item].number if item else None, document)
        for session, item, document in Paper.objects.filter(session__in=record.sessions)
        .order_by("pk")
        .values_list("session_id", "item_id", "document_id")
        if item is None or item in public
    ]
    shown = {pk: action for pk, action in record.action_items.items() if action.item_id in public}
    brought += [
        ("action_item", str(shown[action].number), None, document)
        for action, document in ActionItem.evidence.through.objects.filter(actionitem__in=shown)
        .order_by("pk")
        .values_list("actionitem_id", "evidence_id")
        if record.action_state(shown[action]) != "open"
    ]
    said = {assessment.pk: key for key, assessment in published_assessments(snapshot)}
    brought += [
        ("self_assessment", join_key(*said[assessment]), None, document)
        for assessment, document in SelfAssessment.evidence.through.objects.filter(selfassessment__in=said)
        .order_by("pk")
        .values_list("selfassessment_id", "evidence_id")
    ]
    documents = {
        one.pk: one for one in Evidence.objects.filter(pk__in={row[3] for row in brought}).select_related("file")
    }
    yield from _numbered(snapshot, brought, documents)


def _numbered(snapshot: Snapshot, brought: list[Any], documents: dict[int, Evidence]) -> Iterator[Any]:
    counted: dict[tuple[str, str], int] = {}
    for used_by, subject, item, document in brought:
        counted[used_by, subject] = counted.get((used_by, subject), 0) + 1
        evidence = documents[document]
        yield declared.PAPERS.row(
            used_by=used_by,
            subject=subject,
            number=counted[used_by, subject],
            item=item,
            title=evidence.title,
            sha256=evidence.file_id,
            size=evidence.file.size,
            media_type=evidence.file.media_type,
            entity=snapshot.entities[evidence.entity_id],
        )


def _minutes(record: MesaRecord) -> list[Minutes]:
    found = Minutes.objects.filter(session__in=record.sessions).order_by()
    ended = [one for one in found if record.by_then(record.sessions[one.session_id].closed_at)]
    return sorted(ended, key=lambda one: record.sessions[one.session_id].number)


def _sections(record: MesaRecord) -> Iterator[tuple[int, int, MinutesSection]]:
    """The parts of the minutes approved by then: the opening, then the items in the order of the agenda."""
    parts: dict[int, list[MinutesSection]] = {}
    approved = MinutesSection.objects.filter(
        minutes__session__in=record.sessions, minutes__approved_at__lte=record.moment
    ).select_related("minutes")
    for section in approved.order_by("pk"):
        parts.setdefault(section.minutes.session_id, []).append(section)
    for session in record.sessions:
        ordered = sorted(
            parts.get(session, ()), key=lambda one: record.places[one.item_id].number if one.item_id else 0
        )
        for number, section in enumerate(ordered, start=1):
            yield record.sessions[session].number, number, section
