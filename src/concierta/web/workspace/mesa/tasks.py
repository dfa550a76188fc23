"""Tasks that the Mesa gave."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.kernel.clock import now, today
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.mesa.operations import check_action, drop_action, finish_action, reopen_action
from concierta.mesa.permissions import can_check, can_finish, can_run
from concierta.mesa.queries import (
    action_for,
    action_items_of,
    actions_of_person,
    actions_to_check,
    mesa_for,
    overdue_actions,
)
from concierta.web.kit.formats import long_date
from concierta.web.workspace.acts import act_view, sent, why_not
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.mesa.forms import CheckForm, FinishForm, LetGoForm
from concierta.web.workspace.mesa.places import stored
from concierta.web.workspace.paging import slice_of
from concierta.web.workspace.reporting.evidence import evidence_line
from concierta.web.workspace.shell import SignedInRequest, page

if TYPE_CHECKING:
    from concierta.mesa.models import ActionItem


@require_safe
def tasks(request: SignedInRequest, pk: int) -> HttpResponse:
    mesa = mesa_for(request.user, pk)
    mine = [task for task in actions_of_person(request.user) if task.mesa_id == pk]
    late = list(overdue_actions(mesa, today()))
    groups = {
        "": (gettext("Mías"), mine, gettext("Usted no debe ninguna tarea")),
        "vencidas": (gettext("Vencidas"), late, gettext("Ninguna tarea está vencida")),
        "por-comprobar": (
            gettext("Por comprobar"),
            [task for task in actions_to_check(request.user) if task.mesa_id == pk],
            gettext("Nada espera que usted lo compruebe"),
        ),
        "todas": (
            gettext("Todas"),
            list(action_items_of(mesa)),
            gettext("La mesa no ha encargado ninguna tarea"),
        ),
    }
    asked = request.GET.get("grupo", "")
    chosen = asked if asked in groups else ""
    part = slice_of(request, groups[chosen][1])
    context = {
        "mesa": mesa,
        "title": _title(len(mine), len(late)),
        "tabs": [
            {
                "label": label,
                "href": f"?grupo={key}" if key else "?",
                "current": key == chosen,
                "count": len(rows),
            }
            for key, (label, rows, _empty) in groups.items()
        ],
        "rows": part.rows,
        "part": part,
        "empty": groups[chosen][2],
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
    """One task, with what may be done with it: shown, checked, given back, or let go."""
    task = action_for(request.user, pk)
    act = request.POST.get("act", "")
    finish_form = FinishForm(request.POST if act == "finish" else None, request.FILES if act == "finish" else None)
    # Their fields have the names of others on the page.
    check_form = CheckForm(request.POST if act in ("check", "reopen") else None, auto_id="id_check_%s")
    drop_form = LetGoForm(request.POST if act == "drop" else None, auto_id="id_drop_%s")
    forms = {"finish": finish_form, "check": check_form, "reopen": check_form, "drop": drop_form}
    form = forms.get(act) or sent(request, TypedForm)
    return act_view(
        request,
        "mesa/task.html",
        form,
        lambda: _do(request, task, act, form),
        done="",
        to=reverse("action_item", args=[pk]),
        context=lambda: {
            "task": task,
            "facts": _facts(task),
            "evidence": [evidence_line(file) for file in task.evidence.all()],
            "can_arrange": bool(can_run(request.user, task.mesa)),
            "why_not_finish": why_not(can_finish(request.user, task)),
            "why_not_check": why_not(can_check(request.user, task)),
            "finish_form": finish_form,
            "check_form": check_form,
            "drop_form": drop_form,
        },
    )


def _do(request: SignedInRequest, task: "ActionItem", act: str, form: TypedForm) -> None:
    values, user = form.cleaned_data, request.user
    match act:
        case "finish":
            title = gettext("Tarea %(n)s de la mesa") % {"n": task.number}
            upload = values["document"]
            evidence = [stored(request, upload, title, task.entity)] if upload else []
            finish_action(action=task, note=values["note"], evidence=evidence, by=user, at=now())
        case "check":
            check_action(action=task, note=values["note"], by=user, at=now())
        case "reopen":
            reopen_action(action=task, reason=values["note"], by=user, at=now())
        case "drop":
            drop_action(action=task, reason=values["reason"], by=user, at=now())
        case _:
            raise Invalid(gettext_noop("Diga qué quiere hacer con la tarea."))


def _facts(task: "ActionItem") -> list[tuple[str, str]]:
    facts = [
        (gettext("Responde"), task.entity.name),
        (gettext("Persona"), task.person.name if task.person else gettext("Quien designe la entidad")),
        (gettext("Fecha límite"), long_date(task.due_on)),
        (
            gettext("La encargó"),
            gettext("Sesión %(n)s, «%(item)s»") % {"n": task.item.session.number, "item": task.item.title},
        ),
    ]
    if task.decision:
        facts.append((gettext("Por la decisión"), f"{task.decision.number}. {task.decision.text}"))
    if task.done_at:
        facts.append((gettext("Dada por cumplida"), long_date(task.done_at)))
    if task.checked_at:
        facts.append((gettext("Comprobada"), long_date(task.checked_at)))
    return facts
