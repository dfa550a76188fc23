"""Means sought from others: the board, one opportunity, describing it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.budgets.operations import describe_opportunity, open_opportunity
from concierta.budgets.permissions import (
    can_mobilise,
    can_see_contacts,
    can_take_part,
    check_can_mobilise,
    check_can_take_part,
    check_open,
)
from concierta.budgets.queries import (
    are_alike,
    board_of,
    contacts_for,
    delivery_for,
    gaps_of,
    latest_figure,
    leverage_of,
    may_see_evidence,
    means_of_plan,
    money_of,
    opportunity_for,
    shares_of,
)
from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, Refusal, gettext_noop
from concierta.people.enums import Role
from concierta.people.permissions import has_role
from concierta.people.queries import people_for
from concierta.plans.queries import plan_by_slug
from concierta.web.kit.formats import pesos_exact
from concierta.web.workspace.acts import add_refusal, perform, summary_of, why_not
from concierta.web.workspace.budgets.contribution_rows import papers
from concierta.web.workspace.budgets.contributions import entities_to_speak_for, projects_of, why_not_offer
from concierta.web.workspace.budgets.mobilisation_rows import (
    card_view,
    columns_of,
    contact_views,
    deadline_views,
    figure_views,
    forecast_rows,
    foreign_lines,
    gap_rows,
    leverage_words,
    obtained_figures,
    opportunity_facts,
    opportunity_history,
    shares_view,
    sought_finding,
    stage_tag,
    sum_words,
)
from concierta.web.workspace.budgets.mobilisation_steps import acts_of
from concierta.web.workspace.budgets.shares import DescribeForm, OpenForm, SharedForm
from concierta.web.workspace.personal_data import record_opening
from concierta.web.workspace.picking import Picker, folded
from concierta.web.workspace.plans.views import plan_tabs
from concierta.web.workspace.shell import SignedInRequest, in_language, page
from concierta.web.workspace.uploads import download


@require_safe
def board(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    if refused := why_not(can_take_part(request.user, plan)):
        context = {"plan": plan, "tabs": plan_tabs(plan, "mobilisation"), "refused": refused}
        return page(request, "budgets/not_yours.html", context, status=403)
    found = board_of(request.user, plan)
    money = money_of(request.user, plan, today())
    as_list = request.GET.get("vista") == "lista"
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "mobilisation"),
        "finding": sought_finding(found.obtained),
        "views": [
            {"label": gettext("Tablero"), "href": "?", "current": not as_list, "count": None},
            {"label": gettext("Lista"), "href": "?vista=lista", "current": as_list, "count": len(found.cards)},
        ],
        "as_list": as_list,
        "columns": columns_of(found, today()),
        "cards": [card_view(card, today()) for card in found.cards],
        "figures": obtained_figures(found.obtained),
        "foreign": foreign_lines(found),
        "leverage": leverage_words(leverage_of(plan, money)),
        "forecast": forecast_rows(found.forecast),
        "forecast_total": pesos_exact(round(found.forecast.expected)),
        "why_not": why_not_offer(request.user, plan),
        **_gaps(request.user, plan, money),
    }
    return page(request, "budgets/board.html", context)


def _gaps(user: Any, plan: Any, money: Any) -> dict[str, Any]:
    """What nobody funds this year, by axis and project; projects whose need nobody estimated are only counted."""
    year = min(max(today().year, plan.starts_on.year), plan.ends_on.year)
    gaps = gaps_of(plan, money, means_of_plan(user, plan), year)
    axes = [
        (money.nodes[pk].code, in_language(money.nodes[pk], "name"), gaps.by_axis[pk])
        for pk in sorted(gaps.by_axis, key=lambda pk: money.nodes[pk].code)
    ]
    projects = [(money.projects[pk].code, money.projects[pk].name, gap) for pk, gap in gaps.by_project.items()]
    return {
        "gap_year": year,
        "gap_total": pesos_exact(gaps.total.unfunded) if gaps.total else "",
        "gap_axes": gap_rows(axes),
        "gap_projects": gap_rows(projects),
        "gap_unknown": len(gaps.unknown),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def opportunity(request: SignedInRequest, pk: int) -> HttpResponse:
    found = opportunity_for(request.user, pk)
    private = can_see_contacts(request.user, found)
    contacts = list(contacts_for(request.user, found)) if private else []
    if contacts and request.method == "GET":
        record_opening(request)
    acts = acts_of(request, found, contacts)
    done = perform(request, acts)
    if done.succeeded:
        messages.success(request, done.words)
        return redirect("opportunity", pk)
    stage, kind = stage_tag(found)
    context = {
        "opportunity": found,
        "plan": found.plan,
        "stage": stage,
        "stage_kind": kind,
        "figures": figure_views(found.amounts.all()),
        "facts": opportunity_facts(found),
        "shares": shares_view(shares_of(found), latest_figure(found)),
        "can_change": bool(can_mobilise(request.user, found.plan, found.entity)),
        "deadlines": deadline_views(found.deadlines.all(), today()),
        "contacts": contact_views(contacts),
        "no_contacts": why_not(private),
        "files": papers("opportunity_document", pk, list(found.documents.all())),
        "history": opportunity_history(found.steps.all()),
        "acts": acts,
        "refused": done.refused,
        "errors": done.errors,
        "here": request.path,
        # What was typed is kept until it is accepted: then the form is another one, and nothing is sent twice.
        "turn": len(found.steps.all()) + len(contacts),
    }
    status = 409 if done.refused else 422 if done.errors else 200
    return page(request, "budgets/opportunity.html", context, status=status)


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
    return _page(request, "budgets/open.html", {"plan": plan}, picker, form)


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
    return _page(request, "budgets/describe.html", {"plan": found.plan, "opportunity": found}, picker, form)


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


@require_safe
def delivery_evidence(request: SignedInRequest, pk: int, evidence: int) -> HttpResponseBase:
    found = delivery_for(request.user, pk)
    shown = next((one for one in found.evidence.all() if one.pk == evidence), None)
    if shown is None or not may_see_evidence(request.user, found):
        raise NotFound(gettext_noop("No hay tal evidencia, o no es visible para usted."))
    return download(shown)


@require_safe
def document(request: SignedInRequest, pk: int, evidence: int) -> HttpResponseBase:
    papers = opportunity_for(request.user, pk).documents.all()
    shown = next((one for one in papers if one.pk == evidence), None)
    if shown is None:
        raise NotFound(gettext_noop("Esta gestión no tiene tal documento."))
    return download(shown)
