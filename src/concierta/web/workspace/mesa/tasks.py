"""Tasks that the Mesa gave."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.kernel.clock import now, today
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.mesa.enums import ActionState
from concierta.mesa.operations import check_action, drop_action, finish_action, reopen_action
from concierta.mesa.permissions import can_check, can_finish, can_run
from concierta.mesa.queries import (
    action_for,
    action_items_of,
    actions_of_person,
    actions_to_check,
    is_overdue,
    mesa_for,
    overdue_actions,
)
from concierta.web.kit.formats import due, long_date, short_date
from concierta.web.workspace.acts import add_refusal, summary_of, why_not
from concierta.web.workspace.mesa.forms import FinishForm
from concierta.web.workspace.mesa.places import stored
from concierta.web.workspace.paging import slice_of
from concierta.web.workspace.reporting.evidence import EvidenceLine, evidence_line
from concierta.web.workspace.shell import SignedInRequest, page


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
    can_arrange: bool
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
        can_arrange=bool(can_run(user, action.mesa)),
        why_not_finish=why_not(can_finish(user, action)),
        why_not_check=why_not(can_check(user, action)),
    )


def _who(action: Any) -> str:
    return f"{action.entity.short_name} · {action.person.name}" if action.person else str(action.entity.short_name)


def _kind(state: ActionState, late: bool) -> str:
    if late:
        return "late"
    return {ActionState.OPEN: "soon", ActionState.CHECKED: "strong"}.get(state, "plain")


_FIELD_OF = {"drop": "#id_drop_reason", "check": "#id_check_note", "reopen": "#id_check_note"}


@require_safe
def tasks(request: SignedInRequest, pk: int) -> HttpResponse:
    mesa = mesa_for(request.user, pk)
    mine = [one for one in actions_of_person(request.user) if one.mesa_id == pk]
    late = list(overdue_actions(mesa, today()))
    waiting = [one for one in actions_to_check(request.user) if one.mesa_id == pk]
    every = list(action_items_of(mesa))
    groups = {"": mine, "vencidas": late, "por-comprobar": waiting, "todas": every}
    chosen = request.GET.get("grupo", "")
    chosen = chosen if chosen in groups else ""
    part = slice_of(request, groups[chosen])
    labels = {
        "": gettext("Mías"),
        "vencidas": gettext("Vencidas"),
        "por-comprobar": gettext("Por comprobar"),
        "todas": gettext("Todas"),
    }
    empty = {
        "": gettext("Usted no debe ninguna tarea"),
        "vencidas": gettext("Ninguna tarea está vencida"),
        "por-comprobar": gettext("Nada espera que usted lo compruebe"),
        "todas": gettext("La mesa no ha encargado ninguna tarea"),
    }
    context = {
        "mesa": mesa,
        "title": _title(len(mine), len(late)),
        "tabs": [
            {
                "label": words,
                "href": f"?grupo={key}" if key else "?",
                "current": key == chosen,
                "count": len(groups[key]),
            }
            for key, words in labels.items()
        ],
        "rows": [task_row(one, today()) for one in part.rows],
        "part": part,
        "empty": empty[chosen],
    }
    return page(request, "mesa/tasks.html", context)


def _title(mine: int, late: int) -> str:
    if late:
        return ngettext("%(n)s tarea de la mesa está vencida", "%(n)s tareas de la mesa están vencidas", late) % {
            "n": late
        }
    if mine:
        return ngettext("Le toca %(n)s tarea", "Le tocan %(n)s tareas", mine) % {"n": mine}
    return gettext("Tareas de la mesa")


@require_http_methods(["GET", "HEAD", "POST"])
def task(request: SignedInRequest, pk: int) -> HttpResponse:
    action = action_for(request.user, pk)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    form = FinishForm(request.POST if act == "finish" else None, request.FILES if act == "finish" else None)
    extra: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            if _done(request, action, act, form):
                return redirect("action_item", pk)
        except Refusal as refusal:
            if act == "finish":
                add_refusal(form, refusal)
            else:
                extra.append({"href": _FIELD_OF.get(act, ""), "label": refusal.render(gettext)})
    errors = [*summary_of(form), *extra]
    context = {
        "task": task_sheet(request.user, action, today()),
        "finish_form": form,
        "errors": errors,
        "drop_reason": request.POST.get("reason", ""),
        "check_note": request.POST.get("note", "") if act in ("check", "reopen") else "",
    }
    return page(request, "mesa/task.html", context, status=422 if errors else 200)


def _done(request: SignedInRequest, action: Any, act: str, form: FinishForm) -> bool:
    by: dict[str, Any] = {"by": request.user, "at": now()}
    note = request.POST.get("note", "")
    match act:
        case "finish":
            if not form.is_valid():
                return False
            upload = form.cleaned_data["document"]
            title = gettext("Tarea %(n)s de la mesa") % {"n": action.number}
            shown = [stored(request, upload, title, action.entity)] if upload else []
            finish_action(action=action, note=form.cleaned_data["note"], evidence=shown, **by)
        case "check":
            check_action(action=action, note=note, **by)
        case "reopen":
            reopen_action(action=action, reason=note, **by)
        case "drop":
            drop_action(action=action, reason=request.POST.get("reason", ""), **by)
        case _:
            raise Invalid(gettext_noop("Diga qué quiere hacer con la tarea."))
    return True
