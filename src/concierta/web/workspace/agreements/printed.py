"""The text of an agreement on paper, as it stands today."""

from datetime import time

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from concierta.agreements.queries import articles_of, norms_of, signatures_under, standing_of, version_for
from concierta.kernel.clock import local_date, local_moment, today
from concierta.kernel.errors import Refusal, gettext_noop
from concierta.web.documents.agreement import (
    PrintedAgreement,
    PrintedArticle,
    PrintedNorm,
    PrintedSignature,
    agreement_pdf,
)
from concierta.web.documents.record import NotPrinted
from concierta.web.workspace.shell import SignedInRequest


@require_safe
def text_pdf(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The same file all day for everybody who may read the agreement."""
    version, on = version_for(request.user, slug, number), today()
    agreement, standing = version.agreement, standing_of(version.agreement, on)
    text = PrintedAgreement(
        title=(version.language == "en" and agreement.title_en) or agreement.title,
        number=version.number,
        state=version.state,
        language=version.language,
        since=version.since,
        until=version.until,
        sha256=version.sha256,
        document=version.document.file_id if version.document else "",
        adoption=agreement.adoption,
        continues=agreement.succeeds.title if agreement.succeeds else "",
        force=standing.force,
        ends_on=standing.ends_on,
        articles=[PrintedArticle(one.kind, one.code, one.title, one.text) for one in articles_of(version)],
        signatures=[
            PrintedSignature(
                entity=one.signatory.entity.name,
                kind=one.kind,
                signed_on=local_date(one.signed_at),
                mandate=(one.mandate.organ, one.mandate.act_name, one.mandate.act_number, one.mandate.act_date)
                if one.mandate
                else ("", "", "", None),
                document=one.document.file_id if one.document else "",
                checked_by=one.checked_for.name if one.checked_for else "",
            )
            for one in signatures_under(version)
        ],
        norms=[PrintedNorm(one.code, one.title, one.since, one.until, one.is_framework) for one in norms_of(agreement)],
        on=on,
        made_at=local_moment(on, time(12)),
        address=reverse("agreement", args=[slug]),
    )
    try:
        content = agreement_pdf(text)
    except NotPrinted:
        raise Refusal(
            gettext_noop("El acuerdo no se pudo imprimir en PDF. Su texto está completo en la página del acuerdo.")
        ) from None
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{slug}-texto-{number}.pdf"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-cache",
        },
    )
