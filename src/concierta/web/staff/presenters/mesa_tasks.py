"""Tasks that the Mesa gave, as lists and pages show them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from concierta.mesa.enums import ActionState
from concierta.mesa.permissions import can_check, can_finish, can_run
from concierta.mesa.queries import is_overdue
from concierta.web.components.formats import due, long_date, short_date
from concierta.web.staff.forms.refusals import why_not
from concierta.web.staff.presenters.evidence import EvidenceLine, evidence_line


@dataclass(frozen=True, slots=True)
class TaskRow:
    number: int
    href: str
    text: str
    who: str
    meta: str
    due: str
    due_words: str
    state: str
    kind: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class TaskSheet:
    pk: int
    mesa: int
    number: int
    text: str
    state: str
    kind: str
    facts: list[tuple[str, str]]
    done_note: str
    checked_note: str
    evidence: list[EvidenceLine]
    is_open: bool
    is_done: bool
    ours: bool
    why_not_finish: str
    why_not_check: str


def task_row(action: Any, on: date) -> TaskRow:
    late = is_overdue(action, on)
    state = ActionState(action.state)
    who = _who(action)
    by = gettext("decisión %(number)s") % {"number": action.decision.number} if action.decision else ""
    return TaskRow(
        number=action.number,
        href=reverse("action_item", args=[action.pk]),
        text=action.text,
        who=who,
        meta=" · ".join(part for part in (who, by) if part),
        due=short_date(action.due_on),
        due_words=due((action.due_on - on).days) if state == ActionState.OPEN else "",
        state=gettext("Vencida") if late else str(state.label),
        kind=_kind(state, late),
        overdue=late,
    )


def task_sheet(user: Any, action: Any, on: date) -> TaskSheet:
    late = is_overdue(action, on)
    state = ActionState(action.state)
    facts = [
        (gettext("Responde"), action.entity.name),
        (gettext("Persona"), action.person.name if action.person else gettext("Quien designe la entidad")),
        (gettext("Fecha límite"), long_date(action.due_on)),
        (
            gettext("La encargó"),
            gettext("Sesión %(n)s, «%(item)s»") % {"n": action.item.session.number, "item": action.item.title},
        ),
    ]
    if action.decision:
        facts.append((gettext("Por la decisión"), f"{action.decision.number}. {action.decision.text}"))
    if action.done_at:
        facts.append((gettext("Dada por cumplida"), long_date(action.done_at)))
    if action.checked_at:
        facts.append((gettext("Comprobada"), long_date(action.checked_at)))
    return TaskSheet(
        pk=action.pk,
        mesa=action.mesa_id,
        number=action.number,
        text=action.text,
        state=gettext("Vencida") if late else str(state.label),
        kind=_kind(state, late),
        facts=facts,
        done_note=action.done_note,
        checked_note=action.checked_note,
        evidence=[evidence_line(one) for one in action.evidence.all()],
        is_open=state == ActionState.OPEN,
        is_done=state == ActionState.DONE,
        ours=bool(can_run(user, action.mesa)),
        why_not_finish=why_not(can_finish(user, action)),
        why_not_check=why_not(can_check(user, action)),
    )


def _who(action: Any) -> str:
    return f"{action.entity.short_name} · {action.person.name}" if action.person else str(action.entity.short_name)


def _kind(state: ActionState, late: bool) -> str:
    if late:
        return "late"
    return {ActionState.OPEN: "soon", ActionState.CHECKED: "strong"}.get(state, "plain")
