"""How far the lines that are kept by hand were spent, a project at a time; and taking back a cut."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.budgets.operations import record_execution, withdraw_execution
from concierta.budgets.permissions import check_can_keep_budget
from concierta.budgets.queries import lines_of, project_by_code
from concierta.kernel.clock import now, today
from concierta.kernel.origin import Origin
from concierta.plans.queries import plan_by_slug
from concierta.web.staff.forms.money_acts import ExecutionForm, WithdrawForm
from concierta.web.staff.forms.refusals import summary_of
from concierta.web.staff.page import page
from concierta.web.staff.presenters.money_lines import line_title
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.money.writing import attempt, write


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    check_can_keep_budget(request.user, plan)
    project = project_by_code(request.user, plan, code)
    cut_off = _asked_day(request)
    standing = lines_of(request.user, plan, cut_off, fiscal_year=cut_off.year, project=project)
    lines = [one for one in standing if one.line.origin != Origin.OFFICIAL]
    form = ExecutionForm(request.POST if request.method == "POST" else None, lines=lines, cut_off=cut_off)
    back = reverse("project_money", args=[slug, code])
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["cut_off"]
        done = attempt(
            request,
            form,
            lambda: record_execution(plan=plan, cut_off=day, figures=form.figures(), by=request.user, at=now()),
            gettext("Ejecución registrada."),
            f"{back}?corte={day.isoformat()}",
        )
        if done:
            return done
    errors = summary_of(form)
    context = {
        "plan": plan,
        "project": project,
        "year": cut_off.year,
        "form": form,
        "parts": [(one, line_title(one.line), fields) for one, fields in form.parts()],
        "errors": errors,
    }
    return page(request, "staff/money/execution.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, slug: str) -> HttpResponse:
    """A cut recorded before an act that it lacked: it is taken back, the act recorded, and the cut recorded again."""
    plan = plan_by_slug(request.user, slug)
    check_can_keep_budget(request.user, plan)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    back = reverse("budget_acts", args=[slug])
    words = {
        "plan": plan,
        "title": gettext("Retirar un corte llevado a mano"),
        "lead": gettext("Se retira de todas las líneas llevadas a mano. Lo que trajo un archivo oficial no se toca."),
        "button": gettext("Retirar el corte"),
        "back": (back, gettext("Actos que la modifican")),
    }
    return write(
        request,
        form,
        lambda: withdraw_execution(plan=plan, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Corte retirado. Registre el acto que faltaba y vuelva a registrar el corte."),
        to=back,
        words=words,
    )


def _asked_day(request: SignedInRequest) -> date:
    """The cut-off in the form or the address, else the end of the last month that is over."""
    asked = request.POST.get("cut_off") or request.GET.get("corte", "")
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return today().replace(day=1) - timedelta(days=1)
