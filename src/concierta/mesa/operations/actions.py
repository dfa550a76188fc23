"""Tasks of the Mesa: one entity and one person of it, by a date; shown, then checked by somebody else."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from concierta.evidence.models import Evidence
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, TransitionRefused, gettext_noop
from concierta.ledger.locking import locked
from concierta.mesa.enums import SessionState
from concierta.mesa.models import ActionItem, AgendaItem, Decision
from concierta.mesa.operations.acts import check_minutes_open, locked_item, locked_mesa, record
from concierta.mesa.operations.texts import clean, required
from concierta.mesa.permissions import can_run, check_can_check, check_can_finish, check_can_run
from concierta.mesa.workflow import ACTION_WORKFLOW
from concierta.people.enums import Role
from concierta.people.models import Entity, User
from concierta.people.queries import entities_where, memberships_on

_RELATED = ("entity", "mesa__agreement", "mesa__secretariat")


@transaction.atomic
def assign_action(
    *,
    item: AgendaItem,
    text: str,
    entity: Entity,
    due_on: date,
    person: User | None = None,
    decision: Decision | None = None,
    by: User | None,
    at: datetime,
) -> ActionItem:
    """Give one entity, and one person of it, something to do by a date; during the session, or until its minutes are
    approved. The number counts within the Mesa.
    """
    item = locked_item(item)
    session = item.session
    check_can_run(by, session.mesa)
    if session.state not in (SessionState.OPEN, SessionState.CLOSED) or item.opened_at is None:
        raise TransitionRefused(gettext_noop("Una tarea nace de un punto que la mesa trató: este no se ha tratado."))
    check_minutes_open(session)
    text = required(text, gettext_noop("Escriba qué debe hacerse."), "text")
    if due_on < local_date(session.starts_at):
        raise Invalid(gettext_noop("El plazo no puede ser anterior a la sesión."), field="due_on")
    if person is not None and not memberships_on(person).filter(entity=entity).exists():
        raise Invalid(
            gettext_noop("%(name)s no es de %(entity)s: la tarea es de una persona de la entidad que responde."),
            field="person",
            name=person.name,
            entity=entity.short_name,
        )
    if decision is not None and decision.mesa_id != session.mesa_id:
        raise Invalid(gettext_noop("La decisión %(number)s es de otra mesa."), field="decision", number=decision.number)
    mesa = locked_mesa(session.mesa)
    number = int(ActionItem.objects.filter(mesa=mesa).aggregate(last=Max("number"))["last"] or 0) + 1
    action = ActionItem.objects.create(
        mesa=mesa,
        number=number,
        item=item,
        decision=decision,
        text=text,
        entity=entity,
        person=person,
        due_on=due_on,
    )
    record(
        kind="action_item.assigned",
        subject=action_subject(action),
        mesa=mesa,
        body={
            "session": session.number,
            "decision": decision.number if decision else None,
            "entity": entity.code,
            "due_on": due_on.isoformat(),
        },
        sealed={"text": text},
        by=by,
        at=at,
    )
    return action


@transaction.atomic
def finish_action(
    *, action: ActionItem, note: str, evidence: Sequence[Evidence] = (), by: User | None, at: datetime
) -> ActionItem:
    """Say that it is done, what was done, and show it. Evidence is of the same entity, as in a report."""
    action = locked(action, *_RELATED)
    check_can_finish(by, action)
    note = required(note, gettext_noop("Diga qué se hizo y dónde puede verse."), "note")
    if any(shown.entity_id != action.entity_id for shown in evidence):
        raise Invalid(
            gettext_noop("La evidencia debe ser de %(entity)s."), field="evidence", entity=action.entity.short_name
        )
    action.done_at, action.done_note, action.done_by = at, note, by
    action.evidence.set(evidence)
    return _move(
        action,
        "finish",
        ["done_at", "done_note", "done_by"],
        {"note": note, "evidence": sorted({shown.file_id for shown in evidence})},
        by,
        at,
        acting=action.entity,
    )


@transaction.atomic
def reopen_action(*, action: ActionItem, reason: str, by: User | None, at: datetime) -> ActionItem:
    """Give it back: what was shown is not enough. Its date stands, so it may be overdue at once."""
    action = locked(action, *_RELATED)
    check_can_check(by, action, act="reopen")
    reason = required(reason, gettext_noop("Diga qué falta: la entidad lo leerá tal cual."), "reason")
    action.done_at, action.done_by, action.checked_note = None, None, reason
    return _move(
        action,
        "reopen",
        ["done_at", "done_by", "checked_note"],
        {"reason": reason},
        by,
        at,
        acting=_checking(by, action),
    )


@transaction.atomic
def check_action(*, action: ActionItem, note: str = "", by: User | None, at: datetime) -> ActionItem:
    """Find it done. Without evidence to look at, `note` says how it was found to be so."""
    action = locked(action, *_RELATED)
    check_can_check(by, action)
    note = clean(note).strip()
    if not note and not action.evidence.exists():
        raise Invalid(gettext_noop("Esta tarea no trae evidencia: diga cómo comprobó que se cumplió."), field="note")
    action.checked_at, action.checked_note, action.checked_by = at, note, by
    return _move(
        action,
        "check",
        ["checked_at", "checked_note", "checked_by"],
        {"note": note},
        by,
        at,
        acting=_checking(by, action),
    )


@transaction.atomic
def drop_action(*, action: ActionItem, reason: str, by: User | None, at: datetime) -> ActionItem:
    """Let it go, with the reason. It stays on record."""
    action = locked(action, *_RELATED)
    check_can_run(by, action.mesa)
    ACTION_WORKFLOW.check("drop", action.state)
    reason = required(reason, gettext_noop("Diga por qué la tarea queda sin efecto."), "reason")
    action.checked_note = reason
    return _move(action, "drop", ["checked_note"], {"reason": reason}, by, at)


def action_subject(action: ActionItem) -> str:
    """How the ledger names a task: 'action_item:cali:7'."""
    return f"action_item:{action.mesa.agreement.slug}:{action.number}"


def _move(
    action: ActionItem,
    act: str,
    changed: list[str],
    sealed: Mapping[str, object],
    by: User | None,
    at: datetime,
    acting: Entity | None = None,
) -> ActionItem:
    transition = ACTION_WORKFLOW.check(act, action.state)
    action.state = transition.target
    action.save(update_fields=[*changed, "state"])
    record(
        kind=transition.event,
        subject=action_subject(action),
        mesa=action.mesa,
        body={"entity": action.entity.code, "due_on": action.due_on.isoformat()},
        sealed=sealed,
        entity=acting,
        by=by,
        at=at,
    )
    return action


def _checking(by: User | None, action: ActionItem) -> Entity:
    """For which entity somebody checks: the secretariat, or the one that they verify for."""
    verifies = None if by is None or can_run(by, action.mesa) else entities_where(by, Role.VERIFIER).first()
    return verifies or action.mesa.secretariat
