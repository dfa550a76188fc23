"""Who answers for one part of a plan, who did before, and handing a duty over."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.kernel.clock import now, today
from concierta.kernel.errors import Invalid, NotFound, Refusal, gettext_noop
from concierta.people.queries import all_entities, people_for
from concierta.plans.queries import plan_by_slug
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.operations import assign, hand_over, name_substitute
from concierta.responsibilities.permissions import can_assign
from concierta.responsibilities.queries import (
    history_of,
    subject_for,
)
from concierta.responsibilities.queries.row import responsibility_row
from concierta.web.staff.forms.refusals import add_refusal, summary_of
from concierta.web.staff.forms.responsibilities import HandOverForm
from concierta.web.staff.mesa_record import decisions_for
from concierta.web.staff.page import page
from concierta.web.staff.presenters.responsibilities import (
    history_lines,
    row_view,
)
from concierta.web.staff.requests import SignedInRequest


@require_http_methods(["GET", "HEAD"])
def responsibility(request: SignedInRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """One part: who answers today, and who did before."""
    plan = plan_by_slug(request.user, slug)
    return _part(request, plan, subject_for(request.user, plan, kind, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def change_holder(request: SignedInRequest, slug: str, kind: str, pk: int, duty: str) -> HttpResponse:
    """Name who holds a duty, or hand it over with its reason and date. Whoever may not only reads."""
    plan = plan_by_slug(request.user, slug)
    subject = subject_for(request.user, plan, kind, pk)
    if duty not in Duty.values:
        raise NotFound(gettext_noop("No hay tal responsabilidad."))
    may = can_assign(request.user, subject)
    if may.refusal:
        if request.method == "POST":
            raise may.refusal
        return _part(request, plan, subject)
    row = responsibility_row(request.user, plan, subject, today())
    cell = row.cells[Duty(duty)]
    if cell is None:
        raise NotFound(gettext_noop("Esta parte no tiene esa responsabilidad."))
    form = HandOverForm(
        request.POST or None,
        entities=all_entities(),
        people=people_for(request.user),
        decisions=decisions_for(request.user, plan),
        holds=cell.since is not None,
        initial={
            "entity": cell.entity.code if cell.entity else "",
            "person": cell.person.pk if cell.person else "",
            "substitute": cell.substitute.pk if cell.substitute else "",
            "since": today(),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, subject, Duty(duty), form.cleaned_data)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Guardado. Lo anterior queda en la historia."))
            return redirect("responsibility", slug, kind, pk)
    return _part(request, plan, subject, form=form, duty=Duty(duty), held=cell.since is not None)


def _change(request: SignedInRequest, subject: Any, duty: Duty, given: dict[str, Any]) -> None:
    signed = {"subject": subject, "duty": duty, "by": request.user, "at": now()}
    match request.POST.get("act"):
        case "assign":
            assign(**signed, **given)
        case "substitute":
            name_substitute(**signed, substitute=given["substitute"])
        case "hand_over":
            hand_over(**signed, **{name: value for name, value in given.items() if name != "decision" or value})
        case _:
            raise Invalid(gettext_noop("Diga qué quiere cambiar."))


def _part(
    request: SignedInRequest, plan: Any, subject: Any, *, form: Any = None, duty: Duty | None = None, held: bool = False
) -> HttpResponse:
    row = responsibility_row(request.user, plan, subject, today())
    context = {
        "plan": plan,
        "row": row_view(row, plan, whole=True),
        "on": today(),
        "history": history_lines(history_of(subject)),
        "can_assign": bool(can_assign(request.user, subject)),
        "form": form,
        "errors": summary_of(form) if form else [],
        "here": request.path,
        "act": "hand_over" if held else "assign",
        "act_words": gettext("Entregar") if held else gettext("Asignar"),
        "act_title": _act_title(duty, held),
        "explains": gettext(
            "La persona cambia desde la fecha que diga; la entidad, con el plan vigente, solo por decisión de la mesa."
        )
        if held
        else "",
    }
    return page(request, "staff/responsibilities/subject.html", context, status=422 if form and form.errors else 200)


def _act_title(duty: Duty | None, held: bool) -> str:
    if duty is None:
        return ""
    words = gettext("Entregar a otra persona: %(duty)s") if held else gettext("Asignar: %(duty)s")
    return words % {"duty": str(duty.label).lower()}
