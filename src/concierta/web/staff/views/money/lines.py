"""One line of the budget, and writing one down: where its money comes from, and what a project needs."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.budgets.operations import define_funding_source, define_line, state_need
from concierta.budgets.permissions import check_can_keep_budget
from concierta.budgets.queries import (
    changes_of_line,
    cuts_of_line,
    funding_sources_of,
    line_for,
    needs_of,
    project_by_code,
    territories,
)
from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.plans.queries import plan_by_slug
from concierta.web.staff.forms.money import FundForm, LineForm, NeedForm
from concierta.web.staff.page import page
from concierta.web.staff.presenters.money_lines import change_rows, cut_blocks, line_facts, line_title
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.money.writing import likely_year, write, years_of


@require_safe
def line(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    found = line_for(request.user, pk)
    if found.plan != plan:
        raise NotFound(gettext_noop("No hay tal línea de presupuesto, o no es visible para usted."))
    context = {
        "plan": plan,
        "line": found,
        "title": line_title(found),
        "facts": line_facts(found),
        "cuts": cut_blocks(cuts_of_line(found).select_related("line__plan")),
        "changes": change_rows(changes_of_line(found)),
    }
    return page(request, "staff/money/line.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_line(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    check_can_keep_budget(request.user, plan)
    project = project_by_code(request.user, plan, code)
    form = LineForm(
        request.POST if request.method == "POST" else None,
        years=years_of(plan),
        year=likely_year(plan, today()),
        funds=funding_sources_of(request.user, plan),
        project=project,
        places=territories(),
    )
    back = reverse("project_money", args=[slug, code])
    words = {
        "plan": plan,
        "title": gettext("Escribir una línea de presupuesto"),
        "lead": gettext("Dinero apartado para %(project)s, de una sola fuente.") % {"project": project.code},
        "button": gettext("Guardar la línea"),
        "back": (back, project.name),
        "fund_href": reverse("new_funding_source", args=[slug]) + f"?proyecto={code}",
    }
    return write(
        request,
        form,
        lambda: define_line(plan=plan, project=project, **form.stated(), by=request.user, at=now()),
        done=gettext("Línea guardada."),
        to=f"{back}?corte={today().isoformat()}",
        words=words,
        template="staff/money/write_line.html",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_fund(request: SignedInRequest, slug: str) -> HttpResponse:
    """Leads back to the line that was being written, where there was one."""
    plan = plan_by_slug(request.user, slug)
    check_can_keep_budget(request.user, plan)
    form = FundForm(request.POST if request.method == "POST" else None)
    code = request.GET.get("proyecto", "")
    back = reverse("new_budget_line", args=[slug, code]) if code else reverse("money", args=[slug])
    words = {
        "plan": plan,
        "title": gettext("Nombrar una fuente de dinero"),
        "lead": gettext("De dónde viene el dinero, como lo llama el presupuesto."),
        "button": gettext("Guardar la fuente"),
        "back": (back, gettext("Volver")),
    }
    return write(
        request,
        form,
        lambda: define_funding_source(plan=plan, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Fuente guardada."),
        to=back,
        words=words,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def need(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    check_can_keep_budget(request.user, plan)
    project = project_by_code(request.user, plan, code)
    year = likely_year(plan, today())
    stated = needs_of(request.user, plan, year).filter(project=project).first()
    initial: dict[str, Any] = {"fiscal_year": year}
    if stated:
        initial |= {"amount": stated.amount, "source": stated.source}
    form = NeedForm(request.POST if request.method == "POST" else None, years=years_of(plan), initial=initial)
    back = reverse("project_money", args=[slug, code])
    words = {
        "plan": plan,
        "title": gettext("Decir cuánto necesita %(project)s") % {"project": project.code},
        "lead": gettext("Una estimación posterior reemplaza a la anterior."),
        "button": gettext("Guardar"),
        "back": (back, project.name),
    }
    return write(
        request,
        form,
        lambda: state_need(project=project, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Guardado: la brecha se mide contra esta cifra."),
        to=back,
        words=words,
    )
