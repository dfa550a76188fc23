"""Opening an opportunity, and changing its words, its projects, what is for each, and who answers for it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.budgets.operations import describe_opportunity, open_opportunity
from concierta.budgets.permissions import check_can_mobilise, check_can_take_part, check_open
from concierta.budgets.queries import are_alike, latest_figure, opportunity_for, shares_of
from concierta.kernel.clock import now
from concierta.kernel.errors import Refusal
from concierta.people.enums import Role
from concierta.people.permissions import has_role
from concierta.people.queries import people_for
from concierta.plans.queries import plan_by_slug
from concierta.web.staff.forms.means_shared import DescribeForm, OpenForm, SharedForm
from concierta.web.staff.forms.refusals import add_refusal, summary_of
from concierta.web.staff.page import page
from concierta.web.staff.picking import Picker, folded
from concierta.web.staff.presenters.means_sought import sum_words
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.means.contributions import entities_to_speak_for, projects_of


@require_http_methods(["GET", "HEAD", "POST"])
def open_new(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    check_can_take_part(request.user, plan)
    check_open(plan)
    entities = entities_to_speak_for(request.user, plan)
    if not entities:
        raise has_role(request.user, Role.REPORTER).refusal  # type: ignore[misc]
    picker = _picker(request, plan)
    form = OpenForm(
        request.POST if request.method == "POST" else None,
        projects=[one.project for one in picker.chosen],
        entities=entities,
        people=people_to_follow(request.user),
    )
    if _is_sent(request, picker, form):
        try:
            made = open_opportunity(plan=plan, **form.opened(), by=request.user, at=now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Gestión abierta. Está en el tablero, en «Oportunidad»."))
            return redirect("opportunity", made.pk)
    return _page(request, "staff/means/open.html", {"plan": plan}, picker, form)


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: SignedInRequest, pk: int) -> HttpResponse:
    found = opportunity_for(request.user, pk)
    check_can_mobilise(request.user, found.plan, found.entity)
    shares = shares_of(found)
    picker = _picker(request, found.plan, [str(share.project.pk) for share in shares])
    form = DescribeForm(
        request.POST if request.method == "POST" else None,
        opportunity=found,
        figure=latest_figure(found),
        shares=shares,
        alike=are_alike(found.shares.all()),
        projects=[one.project for one in picker.chosen],
        people=people_to_follow(request.user, found.person),
    )
    if _is_sent(request, picker, form):
        try:
            describe_opportunity(opportunity=found, **form.stated(), by=request.user, at=now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, gettext("Cambios guardados."))
            return redirect("opportunity", pk)
    return _page(request, "staff/means/describe.html", {"plan": found.plan, "opportunity": found}, picker, form)


def people_to_follow(user: Any, also: Any = None) -> list[Any]:
    """Those whom this person may name: anybody for the secretariat, oneself otherwise; and whoever already answers."""
    found = list(people_for(user)) or [user]
    return found if also is None or also in found else [*found, also]


@dataclass(frozen=True)
class OfferedProject:
    """A project as the picker's template wants it."""

    project: Any

    @property
    def key(self) -> str:
        return str(self.project.pk)

    @property
    def code(self) -> str:
        return str(self.project.code)

    @property
    def title(self) -> str:
        return str(self.project.name)

    @property
    def where(self) -> str:
        return str(self.project.entity.short_name)

    @cached_property
    def words(self) -> str:
        return folded(f"{self.code} {self.title} {self.where}")


def _picker(request: SignedInRequest, plan: Any, initial: Any = ()) -> Picker:
    offered = (OfferedProject(project) for project in projects_of(request.user, plan))
    return Picker(request, {one.key: one for one in offered}, initial)


def _is_sent(request: SignedInRequest, picker: Picker, form: SharedForm) -> bool:
    return request.method == "POST" and not picker.only_picks and form.is_valid()


def _page(
    request: SignedInRequest, template: str, context: dict[str, Any], picker: Picker, form: SharedForm
) -> HttpResponse:
    if picker.only_picks:
        form.errors.clear()
    errors = summary_of(form)
    given = {
        "form": form,
        "picker": picker,
        "chosen": [(one, form.amount_for(one.project)) for one in picker.chosen],
        "sum": sum_words(form.told(), *form.asked(), several=len(picker.chosen) > 1),
        "errors": errors,
        "here": request.path,
    }
    return page(request, template, {**context, **given}, status=422 if errors else 200)
