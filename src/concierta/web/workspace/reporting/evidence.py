"""Evidence: handing it out, and a line for each file."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.views.decorators.http import require_safe

from concierta.verification.queries import evidence_for
from concierta.web.kit.formats import short_date
from concierta.web.workspace.personal_data import opens_personal_data
from concierta.web.workspace.shell import SignedInRequest
from concierta.web.workspace.uploads import download

if TYPE_CHECKING:
    from concierta.evidence.models import Evidence

#: What a browser draws safely by itself. Everything else is downloaded: a document opened inside our own origin could
#: run what somebody wrote into it.
SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/webp"})


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    pk: int
    title: str
    filename: str
    kind: str
    size: str
    when: str
    shown: bool
    origin: str
    sha256: str


def evidence_line(evidence: "Evidence") -> EvidenceLine:
    file = evidence.file
    return EvidenceLine(
        pk=evidence.pk,
        title=evidence.title,
        filename=evidence.filename,
        kind=evidence.filename.rpartition(".")[2].upper()[:5],
        size=filesizeformat(file.size),
        when=short_date(evidence.uploaded_at),
        shown=file.media_type in SHOWN_INLINE,
        origin=evidence.origin,
        sha256=file.sha256,
    )


@require_safe
@opens_personal_data
def evidence(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The file as a download, always."""
    return download(evidence_for(request.user, pk))


@require_safe
@opens_personal_data
def picture(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The same for an image beside the claim; anything else stays a download."""
    document = evidence_for(request.user, pk)
    media_type = document.file.media_type
    return download(document, shown_as=media_type if media_type in SHOWN_INLINE else "")
