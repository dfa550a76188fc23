"""Lines, acts and contracts written by hand."""

from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.budgets.operations import (
    define_funding_source,
    define_line,
    link_contract,
    record_modification,
    state_need,
    unlink_contract,
)
from concierta.budgets.permissions import can_keep_budget, check_can_keep_budget
from concierta.budgets.queries import (
    changes_of_line,
    contract_for,
    cuts_of_line,
    funding_sources_of,
    line_for,
    lines_of,
    modifications_of,
    need_of,
    project_by_code,
    territories,
)
from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.mesa.queries import decisions_of, mesa_of
from concierta.plans.queries import plan_by_slug
from concierta.web.workspace.acts import act_view, sent, why_not
from concierta.web.workspace.budgets.forms import (
    ActForm,
    ContractForm,
    FundForm,
    LineForm,
    LinePicker,
    NeedForm,
    ReasonForm,
)
from concierta.web.workspace.budgets.lines import acts_finding, cut_blocks, line_facts, line_title
from concierta.web.workspace.paging import slice_of, whole
from concierta.web.workspace.plans.views import plan_tabs
from concierta.web.workspace.shell import SignedInRequest, page

if TYPE_CHECKING:
    from concierta.mesa.models import Decision
    from concierta.plans.models import Plan


def plan_to_keep(request: SignedInRequest, slug: str) -> "Plan":
    """The plan, for whoever may keep its budget; refused to everybody else."""
    plan = plan_by_slug(request.user, slug)
    check_can_keep_budget(request.user, plan)
    return plan


def years_of(plan: "Plan") -> range:
    return range(plan.starts_on.year, plan.ends_on.year + 1)


def likely_year(plan: "Plan", today: date) -> int:
    """The year somebody writes about, unless they say another: this one, within the plan."""
    return min(max(today.year, plan.starts_on.year), plan.ends_on.year)


def _year(request: SignedInRequest, plan: "Plan") -> int:
    asked = whole(request.GET.get("vigencia"))
    return asked if asked in years_of(plan) else likely_year(plan, today())


@require_safe
def line(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    line = line_for(request.user, pk)
    if line.plan != plan:
        raise NotFound(gettext_noop("No hay tal línea de presupuesto, o no es visible para usted."))
    context = {
        "plan": plan,
        "line": line,
        "title": line_title(line),
        "facts": line_facts(line),
        "cuts": cut_blocks(cuts_of_line(line)),
        "changes": changes_of_line(line),
    }
    return page(request, "budgets/line.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_line(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    plan = plan_to_keep(request, slug)
    project = project_by_code(request.user, plan, code)
    form = sent(
        request,
        LineForm,
        years=years_of(plan),
        year=likely_year(plan, today()),
        funds=funding_sources_of(request.user, plan),
        project=project,
        places=territories(),
    )
    back = reverse("project_money", args=[slug, code])
    return act_view(
        request,
        "budgets/write_line.html",
        form,
        lambda: define_line(plan=plan, project=project, **form.stated(), by=request.user, at=now()),
        done=gettext("Línea guardada."),
        to=f"{back}?corte={today().isoformat()}",
        context={
            "plan": plan,
            "title": gettext("Escribir una línea de presupuesto"),
            "lead": gettext("Dinero apartado para %(project)s, de una sola fuente.") % {"project": code},
            "button": gettext("Guardar la línea"),
            "back": (back, project.name),
            "fund_href": reverse("new_funding_source", args=[slug]) + f"?proyecto={code}",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_fund(request: SignedInRequest, slug: str) -> HttpResponse:
    """Leads back to the line that was being written, where there was one."""
    plan = plan_to_keep(request, slug)
    form = sent(request, FundForm)
    code = request.GET.get("proyecto", "")
    back = reverse("new_budget_line", args=[slug, code]) if code else reverse("money", args=[slug])
    return act_view(
        request,
        "budgets/write.html",
        form,
        lambda: define_funding_source(plan=plan, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Fuente guardada."),
        to=back,
        context={
            "plan": plan,
            "title": gettext("Nombrar una fuente de dinero"),
            "lead": gettext("De dónde viene el dinero, como lo llama el presupuesto."),
            "button": gettext("Guardar la fuente"),
            "back": (back, gettext("Volver")),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def need(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    plan = plan_to_keep(request, slug)
    project = project_by_code(request.user, plan, code)
    year = likely_year(plan, today())
    stated = need_of(request.user, plan, year, code)
    initial = {"fiscal_year": year} | ({"amount": stated.amount, "source": stated.source} if stated else {})
    form = sent(request, NeedForm, years=years_of(plan), initial=initial)
    back = reverse("project_money", args=[slug, code])
    return act_view(
        request,
        "budgets/write.html",
        form,
        lambda: state_need(project=project, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Guardado: la brecha se mide contra esta cifra."),
        to=back,
        context={
            "plan": plan,
            "title": gettext("Decir cuánto necesita %(project)s") % {"project": code},
            "lead": gettext("Una estimación posterior reemplaza a la anterior."),
            "button": gettext("Guardar"),
            "back": (back, project.name),
        },
    )


#: Each act brings its lines with it.
_ACTS_SHOWN = 10


@require_safe
def acts(request: SignedInRequest, slug: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    year = _year(request, plan)
    part = slice_of(request, list(modifications_of(request.user, plan, year)), size=_ACTS_SHOWN)
    may = can_keep_budget(request.user, plan)
    context = {
        "plan": plan,
        "tabs": plan_tabs(plan, "money"),
        "finding": acts_finding(part.count, year),
        "year": year,
        "years": [(one, str(one)) for one in years_of(plan)],
        "part": part,
        "can_keep": bool(may),
        "why_not": why_not(may),
    }
    return page(request, "budgets/acts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_act(request: SignedInRequest, slug: str) -> HttpResponse:
    """All of the act or nothing; what was typed stays when it is refused."""
    plan = plan_to_keep(request, slug)
    year = _year(request, plan)
    picker = LinePicker(request, plan, year)
    form = sent(request, ActForm, lines=picker.chosen, decisions=_decisions(plan))
    return act_view(
        request,
        "budgets/new_act.html",
        form,
        lambda: record_modification(plan=plan, fiscal_year=year, **form.stated(), by=request.user, at=now()),
        done=gettext("Acto registrado."),
        to=reverse("budget_acts", args=[slug]) + f"?vigencia={year}",
        ready=not picker.only_picks,
        context=lambda: {
            "plan": plan,
            "year": year,
            "years": years_of(plan),
            "parts": form.parts(),
            "picker": picker,
            "here": f"{request.path}?vigencia={year}",
        },
    )


def _decisions(plan: "Plan") -> list["Decision"]:
    mesa = mesa_of(plan.agreement) if plan.agreement else None
    return list(decisions_of(mesa)) if mesa else []


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    plan = plan_to_keep(request, slug)
    project = project_by_code(request.user, plan, code)
    lines = [standing.line for standing in lines_of(request.user, plan, today(), project=project)]
    form = sent(request, ContractForm, lines=lines)
    back = reverse("project_money", args=[slug, code])
    return act_view(
        request,
        "budgets/write.html",
        form,
        lambda: link_contract(project=project, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Contrato enlazado."),
        to=f"{back}#contratos",
        context={
            "plan": plan,
            "title": gettext("Enlazar un contrato"),
            "lead": gettext("Dicho otra vez el mismo proceso, se describe de nuevo."),
            "button": gettext("Enlazar"),
            "back": (back, project.name),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def unlink(request: SignedInRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """With the reason: what was linked stays in the public log."""
    plan = plan_to_keep(request, slug)
    contract = contract_for(request.user, plan, code, pk)
    form = sent(request, ReasonForm)
    back = reverse("project_money", args=[slug, code])
    return act_view(
        request,
        "budgets/write.html",
        form,
        lambda: unlink_contract(contract=contract, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Enlace quitado."),
        to=f"{back}#contratos",
        context={
            "plan": plan,
            "title": gettext("Quitar el contrato %(process)s") % {"process": contract.process_id},
            "lead": gettext("Si no era de este proyecto. El enlace y su retiro quedan en el registro público."),
            "button": gettext("Quitar el enlace"),
            "back": (back, contract.project.name),
        },
    )
