"""One point of the agenda, for the secretariat: its words, its papers, or taking it off with a reason."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.kernel.clock import now
from concierta.kernel.errors import NotFound, Refusal, gettext_noop
from concierta.mesa.operations import StaleText, attach_paper, drop_item, edit_item
from concierta.mesa.permissions import check_can_run
from concierta.mesa.queries import item_for, session_for
from concierta.web.staff.forms.mesa import ItemEditForm, PaperForm
from concierta.web.staff.forms.refusals import add_refusal, summary_of
from concierta.web.staff.page import page
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.mesa.places import stored
from concierta.web.staff.views.mesa.sessions import sheet_of


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: SignedInRequest, pk: int, item: int) -> HttpResponse:
    found = item_for(request.user, item)
    if found.session_id != pk:
        raise NotFound(gettext_noop("No hay tal punto en esta sesión."))
    check_can_run(request.user, found.session.mesa)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    initial = {name: getattr(found, name) for name in ("title", "minutes_planned", "reserved_basis")}
    form = ItemEditForm(request.POST if act == "edit" else None, initial=initial)
    paper_form = PaperForm(request.POST if act == "paper" else None, request.FILES if act == "paper" else None)
    extra: list[dict[str, str]] = []
    stale = ""
    try:
        if request.method == "POST" and _done(request, found, act, form, paper_form):
            return redirect(f"/trabajo/mesa/sesiones/{pk}/#punto-{found.pk}")
    except StaleText as refusal:
        stale, found.revision = refusal.current, refusal.revision
    except Refusal as refusal:
        target = {"edit": form, "paper": paper_form}.get(act)
        if target is None:
            extra.append({"href": "#id_reason", "label": refusal.render(gettext)})
        else:
            add_refusal(target, refusal)
    sheet = sheet_of(request, session_for(request.user, pk))
    errors = [*summary_of(form), *summary_of(paper_form), *extra]
    context = {
        "sheet": sheet,
        "item": next(one for one in [*sheet.items, *sheet.dropped] if one.pk == found.pk),
        "form": form,
        "paper_form": paper_form,
        "errors": errors,
        "stale": stale,
        "revision": found.revision,
        "reason": request.POST.get("reason", ""),
    }
    return page(request, "staff/mesa/item.html", context, status=409 if stale else 422 if errors else 200)


def _done(request: SignedInRequest, item: Any, act: str, form: ItemEditForm, paper_form: PaperForm) -> bool:
    by = {"by": request.user, "at": now()}
    if act == "edit" and form.is_valid():
        edit_item(item=item, **form.cleaned_data, **by)
        return True
    if act == "paper" and paper_form.is_valid():
        said = paper_form.cleaned_data
        document = stored(request, said["document"], said["title"], item.session.mesa.secretariat)
        attach_paper(session=item.session, item=item, document=document, **by)
        return True
    if act == "drop":
        drop_item(item=item, reason=request.POST.get("reason", ""), **by)
        return True
    return False
