"""A table of twelve voting entities and its sessions, in every state, by the acts that lead there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from concierta.agreements.models import Agreement
from concierta.agreements.operations import register_agreement
from concierta.evidence.models import Evidence
from concierta.evidence.operations import store_evidence
from concierta.mesa.enums import Choice, SignerRole
from concierta.mesa.models import ActionItem, AgendaItem, Decision, Delegation, Mesa, Minutes, Motion, Seat, Session
from concierta.mesa.operations import (
    add_item,
    approve_minutes,
    assign_action,
    attach_paper,
    cast_vote,
    circulate_minutes,
    close_item,
    close_motion,
    close_session,
    declare_conflict,
    draft_minutes,
    drop_item,
    edit_item,
    establish_mesa,
    finish_action,
    give_seat,
    open_item,
    open_session,
    plan_session,
    propose_motion,
    record_arrival,
    record_departure,
    register_delegation,
    send_notice,
    sign_minutes,
    write_notes,
)
from concierta.people.enums import Role
from concierta.people.models import User
from concierta.plans.models import Plan
from factories.cast import AT, SINCE, Cast, make_cast, make_entity, make_person
from factories.files import PDF, upload

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
#: Nine in the morning in Cali, ten working days after `AT`, when it is convened.
SESSION_AT = datetime(2025, 1, 20, 14, tzinfo=UTC)
TEXT = "Modificar la meta del indicador R-01."
VOTING = (
    "desarrollo",
    "sena",
    "andi",
    "camara",
    "comfandi",
    "cut",
    "ctc",
    "fenalco",
    "gobernacion",
    "mintrabajo",
    "univalle",
    "veeduria",
)


@dataclass
class MesaCast(Cast):
    """`desarrollo` presides, `planeacion` convenes and has voice only. `seats` by entity code."""

    agreement: Agreement
    mesa: Mesa
    seats: dict[str, Seat] = field(default_factory=dict)

    def principal(self, code: str) -> User:
        principal = self.seats[code].principal
        assert principal is not None
        return principal


def make_mesa(cast: Cast | None = None, voting: Iterable[str] = VOTING, **rules: object) -> MesaCast:
    """The table of the city's agreement, by the default rules unless told: quorum of 7 when twelve vote."""
    cast = cast or make_cast()
    agreement = register_agreement(slug="acuerdo", title="Acuerdo de voluntades", signed_on=SINCE, by=None, at=AT)
    mesa = establish_mesa(
        agreement=agreement,
        name="Mesa Técnica de Concertación",
        secretariat=cast.planeacion,
        chair=cast.desarrollo,
        effective_on=SINCE,
        by=None,
        at=AT,
        **rules,
    )
    Plan.objects.filter(pk=cast.plan.pk, agreement=None).update(agreement=agreement)
    cast.plan.refresh_from_db()
    scene = MesaCast(**vars(cast), agreement=agreement, mesa=mesa)
    known = {entity.code: entity for entity in (cast.desarrollo, cast.sena, cast.control)}
    for code in voting:
        entity = known.get(code) or make_entity(code)
        scene.seats[code] = give_seat(
            mesa=mesa,
            entity=entity,
            has_vote=True,
            since=SINCE,
            principal=make_person(f"Titular {code}", (Role.MEMBER, entity)),
            by=None,
            at=AT,
        )
    scene.seats["planeacion"] = give_seat(
        mesa=mesa, entity=cast.planeacion, has_vote=False, since=SINCE, by=None, at=AT
    )
    return scene


def planned_session(cast: MesaCast, titles: Iterable[str] = ("Avance del plan",), **changes: object) -> Session:
    """With one item for each of `titles`."""
    fields = {"mesa": cast.mesa, "starts_at": SESSION_AT, "by": cast.secretary, "at": AT}
    session = plan_session(**(fields | changes))
    for title in titles:
        add_item(session=session, title=title, by=cast.secretary, at=AT)
    return session


def noticed_session(cast: MesaCast, titles: Iterable[str] = ("Avance del plan",), **changes: object) -> Session:
    session = planned_session(cast, titles, **changes)
    return send_notice(session=session, by=cast.secretary, at=changes.get("at", AT))


def open_session_with(
    cast: MesaCast, present: int | Iterable[str] = 7, titles: Iterable[str] = ("Avance del plan",), **changes: object
) -> Session:
    """In session; `present` are entity codes, or how many of the voting ones came, all before it opened."""
    session = noticed_session(cast, titles, **changes)
    codes = [code for code in cast.seats if code != "planeacion"][:present] if isinstance(present, int) else present
    for code in codes:
        record_arrival(session=session, seat=cast.seats[code], by=cast.secretary, at=session.starts_at)
    return open_session(session=session, by=cast.secretary, at=session.starts_at)


def item_under_discussion(cast: MesaCast, present: int | Iterable[str] = 7, **changes: object) -> AgendaItem:
    """The first item of an open session, taken up."""
    session = open_session_with(cast, present, **changes)
    return open_item(item=session.items.get(ordinal=1), by=cast.secretary, at=session.starts_at + MINUTE)


def open_motion(
    cast: MesaCast,
    text: str = TEXT,
    item: AgendaItem | None = None,
    **changes: object,
) -> Motion:
    item = item or item_under_discussion(cast, **changes)
    return propose_motion(item=item, text=text, by=cast.secretary, at=item.session.starts_at + 2 * MINUTE)


def vote(cast: MesaCast, motion: Motion, choices: dict[str, Choice]) -> None:
    for code, choice in choices.items():
        cast_vote(motion=motion, seat=cast.seats[code], choice=choice, by=cast.secretary, at=motion.opened_at + MINUTE)


def carried_motion(cast: MesaCast, text: str = TEXT, **changes: object) -> Motion:
    """Carried by everybody present; it has its decision."""
    motion = open_motion(cast, text, **changes)
    there = motion.item.session.attendances.filter(left_at__isnull=True, seat__has_vote=True)
    vote(cast, motion, dict.fromkeys(there.values_list("seat__entity__code", flat=True), Choice.FOR))
    return close_motion(motion=motion, by=cast.secretary, at=motion.opened_at + 2 * MINUTE)


def decision(cast: MesaCast, text: str = TEXT, **changes: object) -> Decision:
    return carried_motion(cast, text, **changes).decision


def closed_session(cast: MesaCast, text: str = TEXT, **changes: object) -> Session:
    """A session that decided one thing and ended."""
    motion = carried_motion(cast, text, **changes)
    item = close_item(item=motion.item, by=cast.secretary, at=motion.opened_at + 3 * MINUTE)
    return close_session(session=item.session, by=cast.secretary, at=motion.opened_at + 4 * MINUTE)


def action_item(cast: MesaCast, item: AgendaItem | None = None, **changes: object) -> ActionItem:
    """A task of the CUT, by 30 April, from an item under discussion."""
    item = item or item_under_discussion(cast)
    fields = {
        "item": item,
        "text": "Presentar el listado de empresas.",
        "entity": cast.seats["cut"].entity,
        "person": cast.principal("cut"),
        "due_on": date(2025, 4, 30),
        "by": cast.secretary,
        "at": item.session.starts_at + 2 * MINUTE,
    }
    return assign_action(**(fields | changes))


def done_action(cast: MesaCast, **changes: object) -> ActionItem:
    """Shown by the CUT, without a file."""
    action = action_item(cast, **changes)
    return finish_action(
        action=action, note="Se entregó el listado en la sesión.", by=cast.principal("cut"), at=SESSION_AT + HOUR
    )


def drafted_minutes(cast: MesaCast, session: Session | None = None) -> Minutes:
    session = session or closed_session(cast)
    return draft_minutes(session=session, by=cast.secretary, at=session.starts_at + HOUR)


def circulated_minutes(cast: MesaCast, session: Session | None = None) -> Minutes:
    """Remarks are received on the day of the session."""
    minutes = drafted_minutes(cast, session)
    at = minutes.session.starts_at + HOUR
    return circulate_minutes(minutes=minutes, remarks_until=at.date(), by=cast.secretary, at=at)


def approved_minutes(cast: MesaCast, session: Session | None = None) -> Minutes:
    minutes = circulated_minutes(cast, session)
    return approve_minutes(minutes=minutes, by=cast.secretary, at=minutes.session.starts_at + 2 * HOUR)


def signed_minutes(cast: MesaCast, session: Session | None = None) -> Minutes:
    """Signed by the principal of the chair's seat and by the secretary."""
    minutes = approved_minutes(cast, session)
    at = minutes.session.starts_at + 3 * HOUR
    sign_minutes(minutes=minutes, role=SignerRole.CHAIR, by=cast.principal("desarrollo"), at=at)
    return sign_minutes(minutes=minutes, role=SignerRole.SECRETARY, by=cast.secretary, at=at)


def full_session(cast: MesaCast, reserved: str = "") -> Session:
    """Everything that minutes hold: two items, one dropped; a conflict, a dissent, a task, a paper, a departure."""
    motion = open_motion(cast, present=[*list(cast.seats)[:8], "planeacion"], titles=["Avance", "Otros"])
    session, item, at = motion.item.session, motion.item, motion.opened_at
    drop_item(item=session.items.get(title="Otros"), reason="Sin documentos.", by=cast.secretary, at=at)
    declare_conflict(item=item, seat=cast.seats["sena"], statement="Ejecuta el proyecto.", by=cast.secretary, at=at)
    vote(cast, motion, dict.fromkeys(("desarrollo", "andi", "camara", "comfandi"), Choice.FOR))
    cast_vote(
        motion=motion,
        seat=cast.seats["cut"],
        choice=Choice.AGAINST,
        dissent="La meta se rebaja sin estudio.",
        by=cast.principal("cut"),
        at=at,
    )
    motion = close_motion(motion=motion, by=cast.secretary, at=at + 2 * MINUTE)
    action_item(cast, item, decision=motion.decision)
    attach_paper(session=session, document=document_of(cast), item=item, by=cast.secretary, at=at)
    write_notes(item=item, revision=1, text="Se discutió la meta.", by=cast.secretary, at=at)
    if reserved:
        edit_item(
            item=item,
            revision=2,
            title="Avance",
            minutes_planned=None,
            reserved_basis=reserved,
            by=cast.secretary,
            at=at,
        )
    record_departure(session=session, seat=cast.seats["fenalco"], by=cast.secretary, at=at + 10 * MINUTE)
    return close_session(session=session, by=cast.secretary, at=at + 20 * MINUTE)


def document_of(cast: MesaCast, content: bytes = PDF) -> Evidence:
    """A letter that the secretariat keeps."""
    return store_evidence(
        upload=upload(content),
        filename="delegacion.pdf",
        title="Delegación",
        entity=cast.planeacion,
        by=cast.secretary,
        at=AT,
    )


def delegate_of(cast: MesaCast, code: str) -> Delegation:
    """Somebody who speaks for a seat by letter, from the day on which everything begins."""
    person = make_person(f"Delegada {code} {Delegation.objects.count()}")
    return register_delegation(
        seat=cast.seats[code],
        person=person,
        document=document_of(cast),
        since=AT.date(),
        by=cast.secretary,
        at=AT,
    )
