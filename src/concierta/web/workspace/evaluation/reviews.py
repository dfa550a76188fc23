"""The Mesa's reviews of projects: which come next and why, the draw, and what was found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.evaluation.operations import draw_projects, review_project, schedule_reviews
from concierta.evaluation.permissions import can_review, check_can_review
from concierta.evaluation.queries import (
    codes_on_agenda,
    draws_of,
    items_to_write_down,
    project_of_item,
    review_coverage,
    reviewable_plans,
    reviews_of,
)
from concierta.kernel.clock import now, today
from concierta.mesa.queries import item_for, mesa_for, next_session
from concierta.steering.queries import projects_to_review
from concierta.web.workspace.acts import Act, act_view, acts_view, form_of, sent
from concierta.web.workspace.evaluation.forms import AgendaForm, DrawForm, ReviewForm
from concierta.web.workspace.evaluation.rows import coverage_words, queue_line
from concierta.web.workspace.mesa.decisions import session_words
from concierta.web.workspace.paging import slice_of
from concierta.web.workspace.shell import SignedInRequest, in_language, page
from concierta.web.workspace.steering.views import chosen

if TYPE_CHECKING:
    from concierta.evaluation.queries import QueuedProject
    from concierta.mesa.models import Session
    from concierta.plans.models import Plan


@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request: SignedInRequest, pk: int) -> HttpResponse:
    """For everybody at the Mesa; its secretariat takes projects to the next session, draws some, and writes down what
    was found."""
    mesa = mesa_for(request.user, pk)
    plans = reviewable_plans(request.user, mesa)
    plan = chosen(plans, request.GET.get("plan", ""), lambda plan: plan.slug)
    if plan is None:
        return page(request, "evaluation/reviews.html", {"mesa": mesa, "plan": None})
    if request.method == "POST":
        check_can_review(request.user, plan)
    may = bool(can_review(request.user, plan))
    coming = next_session(mesa, now())
    there = codes_on_agenda(plan, coming) if coming else set()
    queue = projects_to_review(request.user, plan, today())
    part = slice_of(request, queue)
    draws = draws_of(request.user, plan)
    drawn = any(draw.session_id == coming.pk for draw in draws) if coming else False
    context = {
        "mesa": mesa,
        "plan": plan,
        "plans": [(one.slug, in_language(one, "name")) for one in plans],
        "finding": coverage_words(review_coverage(plan, today().year)),
        "coming": session_words(coming) if coming else "",
        "lines": [queue_line(queued, queued.project.code in there) for queued in part.rows],
        "part": part,
        "can_arrange": may,
        "ticked": request.POST.getlist("project"),
        "waiting": items_to_write_down(plan, mesa),
        "draws": draws,
        "reviewed": reviews_of(request.user, plan),
    }
    acts = _acts(request, plan, coming, queue, drawn) if may and coming else []
    return acts_view(request, "evaluation/reviews.html", acts, lambda: context)


def _acts(
    request: SignedInRequest, plan: "Plan", session: "Session", queue: "Sequence[QueuedProject]", drawn: bool
) -> list[Act]:
    return [
        Act(
            "agenda",
            gettext("Llevarlos a la sesión"),
            gettext("Poner en el orden del día"),
            form_of(request, "agenda", AgendaForm, queue=queue),
            lambda given: schedule_reviews(
                plan=plan, session=session, queued=given["project"], by=request.user, at=now()
            ),
            gettext("Están en el orden del día."),
            kind="primary",
        ),
        Act(
            "draw",
            gettext("Sortear los que faltan"),
            gettext("Sortear y poner en el orden del día"),
            form_of(request, "draw", DrawForm),
            lambda given: draw_projects(plan=plan, session=session, **given, by=request.user, at=now()),
            gettext("Sorteados: están en el orden del día."),
            blocked=gettext("Para esa sesión ya se sorteó.") if drawn else "",
            words=gettext("Entre los de más peso que nadie ha revisado este año; un sorteo por sesión."),
        ),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the Mesa found of the project of an item that it took up."""
    item = item_for(request.user, pk)
    project = project_of_item(request.user, item)
    check_can_review(request.user, project.plan)
    form = sent(request, ReviewForm)
    back = f"{reverse('project_reviews', args=[item.session.mesa_id])}?plan={project.plan.slug}"
    return act_view(
        request,
        "evaluation/review.html",
        form,
        lambda: review_project(item=item, project=project, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Quedó registrado lo que la mesa encontró."),
        to=back,
        context={"item": item, "project": project, "back": back, "session": session_words(item.session)},
    )
