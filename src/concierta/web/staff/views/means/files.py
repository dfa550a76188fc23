"""Papers about means, each reached by what it belongs to, and served so that nothing inside them can act."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from concierta.budgets.queries import delivery_for, may_see_evidence, opportunity_for
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.web.staff.downloads import download
from concierta.web.staff.requests import SignedInRequest


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
