"""Evidence files, served so that nothing inside them can act in our name."""

from django.http import FileResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from concierta.evidence.queries import open_evidence
from concierta.verification.queries import evidence_for
from concierta.web.staff.downloads import NOTHING_INSIDE_ACTS
from concierta.web.staff.personal_data import opens_personal_data
from concierta.web.staff.presenters.evidence import SHOWN_INLINE
from concierta.web.staff.requests import SignedInRequest


@require_safe
@opens_personal_data
def evidence(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The file as a download, always."""
    return _file(request, pk, inline=False)


@require_safe
@opens_personal_data
def picture(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The same for an image beside the claim; anything else stays a download."""
    return _file(request, pk, inline=True)


def _file(request: SignedInRequest, pk: int, *, inline: bool) -> HttpResponseBase:
    found = evidence_for(request.user, pk)
    media_type = found.file.media_type
    shown = inline and media_type in SHOWN_INLINE
    response = FileResponse(
        open_evidence(found),
        as_attachment=not shown,
        filename=found.download_name,
        content_type=media_type if shown else "application/octet-stream",
    )
    # Even so: whatever the browser makes of the bytes, it may load nothing and run nothing.
    response["Content-Security-Policy"] = NOTHING_INSIDE_ACTS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response
