"""Evidence files as a list shows them."""

from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat

from concierta.web.components.formats import short_date

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


def evidence_line(evidence: Any) -> EvidenceLine:
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
