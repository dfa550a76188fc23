"""Means sought from others: the board, one opportunity, describing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.budgets.operations import describe_opportunity, open_opportunity
from concierta.budgets.permissions import (
    can_mobilise,
    can_see_contacts,
    can_take_part,
    check_can_mobilise,
    check_can_take_part,
)
from concierta.budgets.queries import (
    Money,
    board_of,
    contacts_for,
    gaps_of,
    latest_figure,
    leverage_of,
    means_of_plan,
    money_of,
    opportunity_for,
    projects_of,
    shares_of,
)
from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.queries import people_for
from concierta.plans.queries import plan_by_slug
from concierta.web.workspace.acts import act_view, acts_view, sent, why_not
from concierta.web.workspace.budgets.figures import rate_words
from concierta.web.workspace.budgets.means import entities_to_speak_for, why_not_bring
from concierta.web.workspace.budgets.mobilisation_rows import (
    columns_of,
    figures_of,
    foreign_lines,
    leverage_words,
    obtained_figures,
    opportunity_facts,
    opportunity_history,
    sought_finding,
    stage_tag,
    stage_word,
    sum_words,
)
from concierta.web.workspace.budgets.mobilisation_steps import acts_of
from concierta.web.workspace.budgets.shares import DescribeForm, OpenForm, SharedForm
from concierta.web.workspace.budgets.writing import likely_year
from concierta.web.workspace.personal_data import record_opening
from concierta.web.workspace.picking import Picker, folded
from concierta.web.workspace.plans.views import plan_tabs
from concierta.web.workspace.reporting.evidence import evidence_line
from concierta.web.workspace.shell import SignedInRequest, in_language, page
from concierta.web.workspace.uploads import download

if TYPE_CHECKING:
    from concierta.people.models import User
    from concierta.plans.models import Plan, Project


@require_safe
def board(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    if refused := why_not(can_take_part(request.user, plan)):
        context = {"plan": plan, "tabs": plan_tabs(plan, "mobilisation"), "refused": refused}
        return page(request, "budgets/not_yours.html", context, status=403)
    board = board_of(request.user, plan)
    money = money_of(request.user, plan, today())
    as_list = request.GET.get("vista") == "lista"
    columns = columns_of(board, today())
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "mobilisation"),
        "finding": sought_finding(board.obtained),
        "views": [
            {"label": gettext("Tablero"), "href": "?", "current": not as_list, "count": None},
            {"label": gettext("Lista"), "href": "?vista=lista", "current": as_list, "count": len(board.cards)},
        ],
        "as_list": as_list,
        "columns": columns,
        "cards": [card for _stage, cards in columns for card in cards],
        "figures": obtained_figures(board.obtained),
        "foreign": foreign_lines(board),
        "leverage": leverage_words(leverage_of(plan, money)),
        "forecast": [(stage_word(row.stage), row) for row in board.forecast.stages],
        "forecast_total": round(board.forecast.expected),
        "why_not": why_not_bring(request.user, plan),
        **_gaps(request.user, plan, money),
    }
    return page(request, "budgets/board.html", context)


def _gaps(user: "User", plan: "Plan", money: Money) -> dict[str, object]:
    """What nobody funds this year, by axis and project; projects whose need nobody estimated are only counted."""
    year = likely_year(plan, today())
    gaps = gaps_of(plan, money, means_of_plan(user, plan), year)
    axes = sorted(((money.nodes[pk], gap) for pk, gap in gaps.by_axis.items()), key=lambda pair: pair[0].code)
    projects = ((money.projects[pk], gap) for pk, gap in gaps.by_project.items())
    return {
        "gap_year": year,
        "gap_total": gaps.total,
        "gap_axes": [(node.code, in_language(node, "name"), gap) for node, gap in axes],
        "gap_projects": [(project.code, project.name, gap) for project, gap in projects],
        "gap_unknown": len(gaps.unknown),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def opportunity(request: SignedInRequest, pk: int) -> HttpResponse:
    opportunity = opportunity_for(request.user, pk)
    private = can_see_contacts(request.user, opportunity)
    contacts = list(contacts_for(request.user, opportunity)) if private else []
    if contacts and request.method == "GET":
        record_opening(request)
    stage, kind = stage_tag(opportunity)
    figure = latest_figure(opportunity)
    steps = opportunity.steps.all()
    return acts_view(
        request,
        "budgets/opportunity.html",
        acts_of(request, opportunity, contacts),
        turn=len(steps) + len(contacts),
        context=lambda: {
            "opportunity": opportunity,
            "plan": opportunity.plan,
            "today": today(),
            "stage": stage,
            "stage_kind": kind,
            "figures": figures_of(opportunity.amounts.all()),
            "facts": opportunity_facts(opportunity),
            "shares": shares_of(opportunity),
            "shared": figure.get_kind_display() if figure else gettext("Valor"),
            "rate": rate_words(figure) if figure else "",
            "can_change": bool(can_mobilise(request.user, opportunity.plan, opportunity.entity)),
            "contacts": contacts,
            "no_contacts": why_not(private),
            "files": [evidence_line(document) for document in opportunity.documents.all()],
            "history": opportunity_history(steps),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def open_new(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    check_can_take_part(request.user, plan)
    entities = entities_to_speak_for(request.user, plan)
    picker = _picker(request, plan)
    projects = [offered.project for offered in picker.chosen]
    form = sent(request, OpenForm, projects=projects, entities=entities, people=people_to_follow(request.user))
    return act_view(
        request,
        "budgets/open.html",
        form,
        lambda: open_opportunity(plan=plan, **form.opened(), by=request.user, at=now()),
        done=gettext("Gestión abierta. Está en el tablero, en «Oportunidad»."),
        to=lambda opportunity: reverse("opportunity", args=[opportunity.pk]),
        ready=not picker.only_picks,
        context=lambda: {"plan": plan, "here": request.path, **_shared_out(picker, form)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: SignedInRequest, pk: int) -> HttpResponse:
    opportunity = opportunity_for(request.user, pk)
    plan = opportunity.plan
    check_can_mobilise(request.user, plan, opportunity.entity)
    picker = _picker(request, plan, [str(share.project_id) for share in opportunity.shares.all()])
    projects = [offered.project for offered in picker.chosen]
    people = people_to_follow(request.user, opportunity.person)
    form = sent(request, DescribeForm, opportunity=opportunity, projects=projects, people=people)
    return act_view(
        request,
        "budgets/describe.html",
        form,
        lambda: describe_opportunity(opportunity=opportunity, **form.stated(), by=request.user, at=now()),
        done=gettext("Cambios guardados."),
        to=reverse("opportunity", args=[pk]),
        ready=not picker.only_picks,
        context=lambda: {
            "plan": plan,
            "opportunity": opportunity,
            "here": request.path,
            **_shared_out(picker, form),
        },
    )


def people_to_follow(user: "User", also: "User | None" = None) -> "list[User]":
    """Those whom this person may name: anybody for the secretariat, oneself otherwise; and whoever already answers."""
    people = list(people_for(user)) or [user]
    return people if also is None or also in people else [*people, also]


@dataclass(frozen=True)
class OfferedProject:
    """A project as the picker's template wants it."""

    project: "Project"
    key: str
    code: str
    title: str
    where: str

    @cached_property
    def words(self) -> str:
        return folded(f"{self.code} {self.title} {self.where}")


def _picker(request: SignedInRequest, plan: "Plan", initial: Sequence[str] = ()) -> Picker:
    offered = {
        str(project.pk): OfferedProject(project, str(project.pk), project.code, project.name, project.entity.short_name)
        for project in projects_of(request.user, plan)
    }
    return Picker(request, offered, initial)


def _shared_out(picker: Picker, form: SharedForm) -> dict[str, object]:
    """The projects chosen so far with what is for each, and what that comes to."""
    return {
        "picker": picker,
        "chosen": [(offered, form.amount_for(offered.project)) for offered in picker.chosen],
        "sum": sum_words(form.amounts(), *form.asked(), several=len(picker.chosen) > 1),
    }


@require_safe
def document(request: SignedInRequest, pk: int, evidence: int) -> HttpResponseBase:
    documents = opportunity_for(request.user, pk).documents.all()
    document = next((one for one in documents if one.pk == evidence), None)
    if document is None:
        raise NotFound(gettext_noop("Esta gestión no tiene tal documento."))
    return download(document)
