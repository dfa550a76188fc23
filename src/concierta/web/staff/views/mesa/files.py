"""Documents of the Mesa, each reached by what it belongs to, and served so that nothing inside them can act."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from concierta.kernel.errors import NotFound, gettext_noop
from concierta.mesa.queries import action_for, delegation_for, paper_for
from concierta.web.staff.downloads import download
from concierta.web.staff.requests import SignedInRequest


@require_safe
def paper(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return download(paper_for(request.user, pk).document)


@require_safe
def delegation(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return download(delegation_for(request.user, pk).document)


@require_safe
def task_evidence(request: SignedInRequest, pk: int, evidence: int) -> HttpResponseBase:
    found = next((one for one in action_for(request.user, pk).evidence.all() if one.pk == evidence), None)
    if found is None:
        raise NotFound(gettext_noop("Esa tarea no tiene tal evidencia."))
    return download(found)
