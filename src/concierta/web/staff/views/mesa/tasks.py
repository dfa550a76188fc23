"""Tasks that the Mesa gave: mine, all, overdue; done with evidence, checked by somebody else."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.kernel.clock import now, today
from concierta.kernel.errors import Invalid, Refusal, gettext_noop
from concierta.mesa.operations import check_action, drop_action, finish_action, reopen_action
from concierta.mesa.queries import (
    action_for,
    action_items_of,
    actions_of_person,
    actions_to_check,
    mesa_for,
    overdue_actions,
)
from concierta.web.staff.forms.mesa import FinishForm
from concierta.web.staff.forms.refusals import add_refusal, summary_of
from concierta.web.staff.page import page
from concierta.web.staff.paging import slice_of
from concierta.web.staff.presenters.mesa_tasks import task_row, task_sheet
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.mesa.places import stored

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
    return page(request, "staff/mesa/tasks.html", context)


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
    return page(request, "staff/mesa/task.html", context, status=422 if errors else 200)


def _done(request: SignedInRequest, action: Any, act: str, form: FinishForm) -> bool:
    by = {"by": request.user, "at": now()}
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
