"""Documents, served so that nothing inside them can act in our name."""

from typing import Any

from django.http import FileResponse

from concierta.evidence.queries import open_evidence

#: The content policy of a file that somebody else made: it loads nothing, runs nothing and is in no frame.
NOTHING_INSIDE_ACTS = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"


def download(document: Any) -> FileResponse:
    """`document` as an attachment, whatever it is; whoever calls has made sure that this person may see it."""
    response = FileResponse(
        open_evidence(document),
        as_attachment=True,
        filename=document.download_name,
        content_type="application/octet-stream",
    )
    response["Content-Security-Policy"] = NOTHING_INSIDE_ACTS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response
