"""The page of an agreement: whether it binds, its texts, who signs it, what is promised, on which norms it stands."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.agreements.enums import VersionState
from concierta.agreements.operations import draft_version, record_norm
from concierta.agreements.permissions import can_keep_agreements
from concierta.agreements.queries import (
    agreement_by_slug,
    agreements_of,
    clauses_of,
    norms_of,
    signatories_i_speak_for,
    signatories_of,
    signatures_of,
    standing_of,
    texts_of,
)
from concierta.kernel.clock import now, today
from concierta.web.workspace.acts import Act, acts_view, form_of
from concierta.web.workspace.agreements.signing_forms import NormForm
from concierta.web.workspace.agreements.standing import standing_words
from concierta.web.workspace.agreements.tables import norms_table, promises_table, signatories_table, texts_table
from concierta.web.workspace.forms import TypedForm
from concierta.web.workspace.shell import SignedInRequest, page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from concierta.agreements.models import Agreement, TextVersion


@require_safe
def agreements(request: SignedInRequest) -> HttpResponse:
    """With a single agreement there is nothing to choose."""
    readable = list(agreements_of(request.user))
    if len(readable) == 1:
        return redirect("agreement", readable[0].slug)
    return page(request, "agreements/list.html", {"agreements": readable})


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: SignedInRequest, slug: str) -> HttpResponse:
    agreement, on = agreement_by_slug(request.user, slug), today()
    texts = list(texts_of(agreement))
    in_force = next((one for one in texts if one.state == VersionState.IN_FORCE), None)

    def context() -> dict[str, object]:
        signatories = signatories_of(agreement)
        norms = list(norms_of(agreement))
        return {
            "agreement": agreement,
            "standing": standing_words(standing_of(agreement, on), in_force, on),
            "texts": texts_table(slug, texts),
            "newest": texts[0] if texts else None,
            "signatories": signatories_table(slug, signatories, signatures_of(agreement)),
            "clauses": [(one, promises_table(slug, one.pledges.all())) for one in clauses_of(agreement)],
            "norms": norms_table(norms, on),
            "mine": signatories_i_speak_for(request.user, agreement),
        }

    return acts_view(request, "agreements/agreement.html", _acts(request, agreement, texts), context)


def _acts(request: SignedInRequest, agreement: "Agreement", texts: "Iterable[TextVersion]") -> list[Act]:
    """What the secretariat keeps from here; the others read."""
    if not can_keep_agreements(request.user, agreement):
        return []
    under_way = any(one.state in (VersionState.DRAFT, VersionState.OPEN) for one in texts)
    return [
        Act(
            "draft",
            gettext("Empezar un texto nuevo"),
            gettext("Empezar el texto"),
            form_of(request, "draft", TypedForm),
            lambda given: draft_version(agreement=agreement, by=request.user, at=now()),
            gettext("Texto nuevo, en redacción. Ábralo para escribir sus partes."),
            words=gettext("Empieza como el texto en vigor, o con los compromisos registrados."),
            blocked=gettext("Ya hay un texto en redacción o abierto a la firma.") if under_way else "",
            folded=True,
        ),
        Act(
            "norm",
            gettext("Registrar una norma"),
            gettext("Registrar la norma"),
            form_of(request, "norm", NormForm),
            lambda given: record_norm(agreement=agreement, **given, by=request.user, at=now()),
            gettext("Norma registrada."),
            folded=True,
        ),
    ]
