"""Who convenes the Mesa, who speaks and votes for a seat, and who answers for a task.

The secretariat of the Mesa runs its sessions. A vote belongs to whoever is there for the seat: its principal by right,
anybody else with a written delegation. `None` is the operator of the installation, who may do what the secretariat may,
but signs nothing.
"""

from datetime import date

from concierta.agreements.models import Agreement
from concierta.agreements.permissions import check_can_read_agreement
from concierta.kernel.errors import Invalid, PermissionRefused, Verdict, gettext_noop, verdict_of
from concierta.mesa.enums import SignerRole
from concierta.mesa.models import ActionItem, Attendance, Mesa, Seat
from concierta.mesa.queries.seats import delegations_on, seats_on, speaks_for
from concierta.mesa.workflow import ACTION_WORKFLOW
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.permissions import check_has_role
from concierta.people.queries import acts_for, memberships_on


def check_can_establish(user: User | None, secretariat: Entity, agreement: Agreement) -> None:
    """The secretariat that will convene the Mesa puts it on record, for an agreement that it reads."""
    check_has_role(user, Role.SECRETARIAT, entity=secretariat)
    check_can_read_agreement(user, agreement)


def can_establish(user: User | None, secretariat: Entity, agreement: Agreement) -> Verdict:
    return verdict_of(check_can_establish, user, secretariat, agreement)


def check_can_run(user: User | None, mesa: Mesa) -> None:
    """Seats, rules, sessions, agenda, attendance, motions, tasks and minutes are kept by the Mesa's secretariat."""
    check_has_role(user, Role.SECRETARIAT, entity=mesa.secretariat)


def can_run(user: User | None, mesa: Mesa) -> Verdict:
    return verdict_of(check_can_run, user, mesa)


def check_can_vote_for(user: User | None, seat: Seat, attendance: Attendance) -> None:
    """Whoever is there for the seat; the secretariat writes down a vote said aloud. One entity, one voice."""
    if can_run(user, seat.mesa):
        return
    there = attendance.person_id or seat.principal_id
    if user is None or user.pk != there:
        raise PermissionRefused(
            gettext_noop("El voto de %(entity)s lo da quien asiste por ella; usted no figura así en la asistencia."),
            entity=seat.entity.short_name,
        )


def can_vote_for(user: User | None, seat: Seat, attendance: Attendance) -> Verdict:
    return verdict_of(check_can_vote_for, user, seat, attendance)


def check_can_be_there_for(person: User, seat: Seat, day: date) -> None:
    """The principal by right; anybody else with a delegation in force that day."""
    if person.pk != seat.principal_id and not delegations_on(seat, day).filter(person=person).exists():
        raise Invalid(
            gettext_noop(
                "%(name)s no es titular de %(entity)s ni tiene delegación escrita vigente: registre la delegación."
            ),
            field="person",
            name=person.name,
            entity=seat.entity.short_name,
        )


def check_can_remark(user: User | None, seat: Seat, day: date) -> None:
    """Whoever speaks for the seat: its principal, a delegate, or a member of its entity; the secretariat by letter."""
    if can_run(user, seat.mesa):
        return
    if user is None or not speaks_for(user, seat, day):
        raise PermissionRefused(
            gettext_noop("Las observaciones de %(entity)s las hace quien la representa en la mesa."),
            entity=seat.entity.short_name,
        )


def can_remark(user: User | None, seat: Seat, day: date) -> Verdict:
    return verdict_of(check_can_remark, user, seat, day)


def check_can_finish(user: User | None, action: ActionItem) -> None:
    """Somebody who acts for the entity: also the person the Mesa named, for as long as they do."""
    if user is not None and not acts_for(user, action.entity):
        raise PermissionRefused(
            gettext_noop("Esta tarea es de %(entity)s: la da por cumplida alguien de esa entidad."),
            entity=action.entity.short_name,
        )
    ACTION_WORKFLOW.check("finish", action.state)


def can_finish(user: User | None, action: ActionItem) -> Verdict:
    return verdict_of(check_can_finish, user, action)


def check_can_check(user: User | None, action: ActionItem, *, act: str = "check") -> None:
    """The secretariat, or somebody who verifies: never who did it, nor anybody else of the entity that had to."""
    if user is not None:
        if action.done_by_id == user.pk:
            raise PermissionRefused(gettext_noop("Usted dio por cumplida esta tarea: debe comprobarla otra persona."))
        if acts_for(user, action.entity):
            raise PermissionRefused(
                gettext_noop("Esta tarea es de %(entity)s: debe comprobarla alguien de otra entidad."),
                entity=action.entity.short_name,
            )
        if not can_run(user, action.mesa):
            check_has_role(user, Role.VERIFIER)
            check_can_read_agreement(user, action.mesa.agreement)
    ACTION_WORKFLOW.check(act, action.state)


def can_check(user: User | None, action: ActionItem) -> Verdict:
    return verdict_of(check_can_check, user, action)


def check_can_sign(user: User | None, mesa: Mesa, role: SignerRole, day: date) -> None:
    """Two accounts: the chair's principal or a member of its entity, and the technical secretary.

    Who holds the seat on `day` signs, also when it is known on which later day it ends.
    """
    if user is None:
        raise PermissionRefused(gettext_noop("Este acto lo firma una persona con su cuenta."))
    if role == SignerRole.SECRETARY:
        check_has_role(user, Role.SECRETARIAT, entity=mesa.secretariat)
        return
    presides = seats_on(mesa, day).filter(entity=mesa.chair, principal=user).exists()
    if not presides and not memberships_on(user, day).filter(entity=mesa.chair, role=Role.MEMBER).exists():
        raise PermissionRefused(
            gettext_noop("Por quien preside firma el titular de %(entity)s o alguien que la integra en la mesa."),
            entity=mesa.chair.short_name,
        )


def can_sign(user: User | None, mesa: Mesa, role: SignerRole, day: date) -> Verdict:
    return verdict_of(check_can_sign, user, mesa, role, day)
