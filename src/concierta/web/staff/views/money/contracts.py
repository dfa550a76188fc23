"""The public contracts that a project's money went to."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.budgets.operations import link_contract, unlink_contract
from concierta.budgets.permissions import check_can_keep_budget
from concierta.budgets.queries import contracts_of, lines_of, project_by_code
from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.plans.queries import plan_by_slug
from concierta.web.staff.forms.money import ContractForm, ReasonForm
from concierta.web.staff.presenters.money_lines import line_title
from concierta.web.staff.requests import SignedInRequest
from concierta.web.staff.views.money.writing import write


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    plan = plan_by_slug(request.user, slug)
    check_can_keep_budget(request.user, plan)
    project = project_by_code(request.user, plan, code)
    lines = [(one.line, line_title(one.line)) for one in lines_of(request.user, plan, today(), project=project)]
    form = ContractForm(request.POST if request.method == "POST" else None, lines=lines)
    back = reverse("project_money", args=[slug, code])
    words = {
        "plan": plan,
        "title": gettext("Enlazar un contrato"),
        "lead": gettext("Dicho otra vez el mismo proceso, se describe de nuevo."),
        "button": gettext("Enlazar"),
        "back": (back, project.name),
    }
    return write(
        request,
        form,
        lambda: link_contract(project=project, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Contrato enlazado."),
        to=f"{back}#contratos",
        words=words,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def unlink(request: SignedInRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """With the reason: what was linked stays in the public log."""
    plan = plan_by_slug(request.user, slug)
    check_can_keep_budget(request.user, plan)
    contract = contracts_of(request.user, plan).filter(pk=pk, project__code=code).select_related("plan").first()
    if contract is None:
        raise NotFound(gettext_noop("Ese contrato ya no está enlazado a este proyecto."))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    back = reverse("project_money", args=[slug, code])
    words = {
        "plan": plan,
        "title": gettext("Quitar el contrato %(process)s") % {"process": contract.process_id},
        "lead": gettext("Si no era de este proyecto. El enlace y su retiro quedan en el registro público."),
        "button": gettext("Quitar el enlace"),
        "back": (back, contract.project.name),
    }
    return write(
        request,
        form,
        lambda: unlink_contract(contract=contract, **form.cleaned_data, by=request.user, at=now()),
        done=gettext("Enlace quitado."),
        to=f"{back}#contratos",
        words=words,
    )
