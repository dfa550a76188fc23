"""Documents of the Mesa, each reached by what it belongs to, and served so that nothing inside them can act."""

from typing import Any

from django.http import FileResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from concierta.evidence.queries import open_evidence
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.table.queries import action_for, delegation_for, paper_for
from concierta.web.staff.requests import SignedInRequest


@require_safe
def paper(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return _download(paper_for(request.user, pk).document)


@require_safe
def delegation(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return _download(delegation_for(request.user, pk).document)


@require_safe
def task_evidence(request: SignedInRequest, pk: int, evidence: int) -> HttpResponseBase:
    found = next((one for one in action_for(request.user, pk).evidence.all() if one.pk == evidence), None)
    if found is None:
        raise NotFound(gettext_noop("Esa tarea no tiene tal evidencia."))
    return _download(found)


def _download(document: Any) -> FileResponse:
    response = FileResponse(
        open_evidence(document),
        as_attachment=True,
        filename=document.download_name,
        content_type="application/octet-stream",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response
