"""Who answers for what: the matrix of a plan, one part of it, and handing over."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.kernel.clock import now, today
from concierta.kernel.errors import Invalid, NotFound, Refusal, gettext_noop
from concierta.people.queries import all_entities, people_for
from concierta.plans.operations import PlanIncomplete, put_in_force
from concierta.plans.queries import plan_by_slug
from concierta.responsibilities.enums import Duty, SubjectKind
from concierta.responsibilities.operations import assign, assign_by_role, hand_over, name_substitute
from concierta.responsibilities.permissions import can_assign, can_assign_in
from concierta.responsibilities.queries import Row, Subject, history_of, kind_of, responsibility_matrix, subject_for
from concierta.responsibilities.queries.holders import code_of
from concierta.responsibilities.queries.row import responsibility_row
from concierta.web.workspace.acts import act_view, sent, summary_of, why_not
from concierta.web.workspace.mesa.decisions import decisions_for
from concierta.web.workspace.paging import page_links, whole
from concierta.web.workspace.plans.views import plan_tabs
from concierta.web.workspace.responsibilities.forms import AssignForm, HandOverForm
from concierta.web.workspace.responsibilities.rows import caption, finding, history_lines, kind_options, missing_words
from concierta.web.workspace.shell import SignedInRequest, page

if TYPE_CHECKING:
    from concierta.plans.models import Plan


@require_http_methods(["GET", "HEAD", "POST"])
def responsibilities(request: SignedInRequest, slug: str) -> HttpResponse:
    """The matrix. Assigning to what is marked, or proposing by role, are acts of this same page: a refusal keeps the
    marks and what was chosen."""
    plan = plan_by_slug(request.user, slug)
    may = can_assign_in(request.user, plan)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    entities = {entity.code: entity for entity in all_entities()}
    form = AssignForm(
        request.POST if act == "assign" else None,
        entities=entities.values(),
        people=people_for(request.user) if may else (),
    )
    refused: list[dict[str, str]] = []
    if act:
        if may.refusal:
            raise may.refusal
        if act not in _ACTS:
            raise Invalid(gettext_noop("Diga qué quiere cambiar."))
        refused = _ACTS[act](request, plan, form)
        if not refused and not form.errors:
            return redirect(request.get_full_path())
    kind, entity, text = (request.GET.get(name, "") for name in ("tipo", "entidad", "q"))
    holes_only = bool(request.GET.get("huecos"))
    matrix = responsibility_matrix(
        request.user,
        plan,
        today(),
        kind=kind or None,
        entity=entities.get(entity),
        holes_only=holes_only,
        text=text,
        page=whole(request.GET.get("pagina"), 1),
    )
    errors = [*summary_of(form), *refused]
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "responsibilities"),
        "finding": finding(matrix),
        "caption": caption(matrix),
        "missing": "" if holes_only else missing_words(matrix),
        "rows": matrix.rows,
        "part": page_links(request, matrix.page, matrix.pages),
        "duties": [duty.label for duty in Duty],
        "kinds": kind_options(matrix),
        "entities": [("", gettext("Todas")), *((code, one.name) for code, one in entities.items())],
        "chosen": {"kind": kind, "entity": entity, "text": text, "holes": holes_only},
        "filtered": bool(kind or entity or text or holes_only),
        "marked": request.POST.getlist("subject"),
        "form": form,
        "errors": errors,
        "can_assign": bool(may),
        "why_not": why_not(may),
        "here": request.get_full_path(),
    }
    return page(request, "responsibilities/matrix.html", context, status=422 if errors else 200)


def _assign(request: SignedInRequest, plan: "Plan", form: AssignForm) -> list[dict[str, str]]:
    """Everything that is marked, or nothing: what cannot be is listed whole, each with its code."""
    marked = request.POST.getlist("subject")
    if not marked:
        form.add_error(None, gettext("Marque al menos una parte en la tabla."))
    if not form.is_valid():
        return []
    refused = []
    with transaction.atomic():
        for key in marked:
            kind, _, pk = key.rpartition("-")
            subject = subject_for(request.user, plan, kind, whole(pk))
            try:
                assign(subject=subject, **form.cleaned_data, by=request.user, at=now())
            except Refusal as refusal:
                # One is told of everything that has to be put right, not of the first alone.
                refused.append({"href": "", "label": f"{_code(subject)}: {refusal.render(gettext)}"})
        if refused:
            transaction.set_rollback(True)
    if not refused:
        done = ngettext("Asignado: %(n)s parte.", "Asignado: %(n)s partes.", len(marked)) % {"n": len(marked)}
        messages.success(request, done)
    return refused


def _code(subject: Subject) -> str:
    if kind_of(subject) == SubjectKind.ACTION_ITEM:
        return gettext("Tarea %(number)s") % {"number": code_of(subject)}
    return code_of(subject)


def _propose(request: SignedInRequest, plan: "Plan", form: AssignForm) -> list[dict[str, str]]:
    filled = assign_by_role(plan=plan, by=request.user, at=now())
    if filled:
        words = ngettext(
            "Se llenó %(n)s hueco con quien tiene el papel.",
            "Se llenaron %(n)s huecos con quien tiene el papel.",
            filled,
        )
        messages.success(request, words % {"n": filled})
    else:
        messages.info(request, gettext("Ningún hueco se pudo llenar: en esas entidades nadie tiene el papel."))
    return []


def _put_in_force(request: SignedInRequest, plan: "Plan", form: AssignForm) -> list[dict[str, str]]:
    """Everything that is still missing, each with its name; or the plan is in force."""
    try:
        put_in_force(plan=plan, by=request.user, at=now())
    except PlanIncomplete as refusal:
        # A line for each thing that is missing, and not one sentence with all of them.
        missing = [problem.render(gettext) for problem in refusal.problems]
        return [{"href": "", "label": gettext("Falta %(what)s") % {"what": words}} for words in missing]
    messages.success(request, gettext("El plan está vigente: desde hoy solo cambia por decisión de la mesa."))
    return []


_ACTS = {"assign": _assign, "propose": _propose, "put_in_force": _put_in_force}


@require_safe
def responsibility(request: SignedInRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """One part: who answers today, and who did before."""
    plan = plan_by_slug(request.user, slug)
    return _read(request, plan, subject_for(request.user, plan, kind, pk))


def _read(request: SignedInRequest, plan: "Plan", subject: Subject) -> HttpResponse:
    row = responsibility_row(request.user, plan, subject, today())
    return page(request, "responsibilities/subject.html", {**_part(request, plan, subject, row), "form": None})


def _part(request: SignedInRequest, plan: "Plan", subject: Subject, row: Row) -> dict[str, object]:
    return {
        "plan": plan,
        "row": row,
        "on": today(),
        "history": history_lines(history_of(subject)),
        "can_assign": bool(can_assign(request.user, subject)),
        "here": request.path,
    }


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
        return _read(request, plan, subject)
    row = responsibility_row(request.user, plan, subject, today())
    cell = row.cells[Duty(duty)]
    if cell is None:
        raise NotFound(gettext_noop("Esta parte no tiene esa responsabilidad."))
    held = cell.since is not None
    form = sent(
        request,
        HandOverForm,
        entities=all_entities(),
        people=people_for(request.user),
        decisions=decisions_for(request.user, plan),
        holds=held,
        initial={
            "entity": cell.entity.code if cell.entity else "",
            "person": cell.person.pk if cell.person else "",
            "substitute": cell.substitute.pk if cell.substitute else "",
        },
    )
    title = gettext("Entregar a otra persona: %(duty)s") if held else gettext("Asignar: %(duty)s")
    explains = gettext(
        "La persona cambia desde la fecha que diga; la entidad, con el plan vigente, solo por decisión de la mesa."
    )
    return act_view(
        request,
        "responsibilities/subject.html",
        form,
        lambda: _change(request, subject, Duty(duty), form.cleaned_data),
        done=gettext("Guardado. Lo anterior queda en la historia."),
        to=reverse("responsibility", args=[slug, kind, pk]),
        context=lambda: {
            **_part(request, plan, subject, row),
            "act": "hand_over" if held else "assign",
            "act_words": gettext("Entregar") if held else gettext("Asignar"),
            "act_title": title % {"duty": str(Duty(duty).label).lower()},
            "explains": explains if held else "",
        },
    )


def _change(request: SignedInRequest, subject: Subject, duty: Duty, given: dict[str, Any]) -> None:
    signed: dict[str, Any] = {"subject": subject, "duty": duty, "by": request.user, "at": now()}
    match request.POST.get("act"):
        case "assign":
            assign(**signed, **given)
        case "substitute":
            name_substitute(**signed, substitute=given["substitute"])
        case "hand_over":
            hand_over(**signed, **{name: value for name, value in given.items() if name != "decision" or value})
        case _:
            raise Invalid(gettext_noop("Diga qué quiere cambiar."))
