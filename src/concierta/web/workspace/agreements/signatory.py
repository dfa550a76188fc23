"""The page of an entity in an agreement: how it stands by it, with what, and the acts that only its people do."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from concierta.agreements.enums import GAVE_THEIR_WORD, MAY_PROMISE, SignatoryState, VersionState
from concierta.agreements.operations import (
    decline_to_sign,
    end_means,
    state_competence,
    state_means,
    state_role,
)
from concierta.agreements.permissions import can_bring_paper, speaks_for
from concierta.agreements.queries import (
    competences_of,
    mandate_in_force,
    means_of,
    norms_of,
    pledges_of,
    signatory_for,
    steps_of,
    texts_of,
)
from concierta.evaluation.operations import leave_agreement
from concierta.kernel.clock import now
from concierta.web.kit.formats import short_date
from concierta.web.workspace.acts import Act, acts_view, form_of
from concierta.web.workspace.agreements.signing import mandate_words, signed_rows
from concierta.web.workspace.agreements.signing_forms import (
    CompetenceForm,
    DeclineForm,
    EndMeansForm,
    MeansForm,
    RoleForm,
    WithdrawForm,
)
from concierta.web.workspace.agreements.tables import means_table, promises_table, signatory_history, state_words
from concierta.web.workspace.evaluation.table_acts import table_acts
from concierta.web.workspace.shell import SignedInRequest

if TYPE_CHECKING:
    from concierta.agreements.models import Mandate, Signatory

_TO_SIGN = (VersionState.OPEN, VersionState.IN_FORCE)
_BEFORE = (SignatoryState.INVITED, SignatoryState.MANDATED)


@require_http_methods(["GET", "HEAD", "POST"])
def signatory(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    signatory = signatory_for(request.user, slug, code)
    own = bool(speaks_for(request.user, signatory.entity)) and signatory.state in MAY_PROMISE

    def context() -> dict[str, object]:
        pledges = [one for one in pledges_of(signatory.agreement) if one.entity_id == signatory.entity_id]
        texts = [one for one in texts_of(signatory.agreement) if one.state in _TO_SIGN]
        return {
            "agreement": signatory.agreement,
            "signatory": signatory,
            "facts": _facts(signatory, mandate_in_force(signatory)),
            "signed": signed_rows(signatory),
            "competences": competences_of(signatory),
            "means": means_table(means_of(signatory)),
            "promises": promises_table(slug, pledges),
            "history": signatory_history(steps_of(signatory)),
            "own": own,
            "declares": own and signatory.state in GAVE_THEIR_WORD,
            "brings": texts[0].number if texts and can_bring_paper(request.user, signatory) else None,
            "version": texts[0] if texts else None,
        }

    acts = [*(_acts(request, signatory) if own else []), *table_acts(request, signatory)]
    return acts_view(request, "agreements/signatory.html", acts, context)


def _facts(signatory: "Signatory", mandate: "Mandate | None") -> list[tuple[str, str]]:
    facts = [
        (gettext("Estado"), state_words(signatory)),
        (gettext("Desde"), short_date(signatory.state_since) if signatory.state_since else ""),
        (gettext("Su papel, según su misión"), signatory.role),
        (gettext("Mandato para firmar"), mandate_words(mandate) if mandate else gettext("Sin registrar")),
    ]
    if signatory.assigned_role:
        facts.append((gettext("El papel que le dio la mesa"), signatory.assigned_role))
    return [*facts, (gettext("Por qué"), signatory.reason)] if signatory.reason else facts


def _acts(request: SignedInRequest, signatory: "Signatory") -> list[Act]:
    """Only for its own people: nobody else gives its word."""
    by = request.user
    means = [one for one in means_of(signatory) if one.ended_on is None]
    said = [
        Act(
            "role",
            gettext("Decir su papel"),
            gettext("Guardar el papel"),
            form_of(request, "role", RoleForm, initial={"role": signatory.role}),
            lambda given: state_role(signatory=signatory, **given, by=by, at=now()),
            gettext("Papel guardado."),
            folded=True,
        ),
        Act(
            "competence",
            gettext("Decir una competencia"),
            gettext("Guardar la competencia"),
            form_of(request, "competence", CompetenceForm, norms=norms_of(signatory.agreement)),
            lambda given: state_competence(signatory=signatory, **given, by=by, at=now()),
            gettext("Competencia guardada."),
            folded=True,
        ),
        Act(
            "means",
            gettext("Decir con qué cuenta"),
            gettext("Guardar el medio"),
            form_of(request, "means", MeansForm),
            lambda given: state_means(signatory=signatory, **given, by=by, at=now()),
            gettext("Medio guardado."),
            folded=True,
        ),
    ]
    if means:
        said.append(
            Act(
                "end-means",
                gettext("Dejar de contar con un medio"),
                gettext("Registrar su último día"),
                form_of(request, "end-means", EndMeansForm, means=means),
                lambda given: end_means(**given, by=by, at=now()),
                gettext("Registrado."),
                folded=True,
            )
        )
    return [*said, *_leaving(request, signatory)]


def _leaving(request: SignedInRequest, signatory: "Signatory") -> list[Act]:
    by = request.user
    if signatory.state in _BEFORE:
        return [
            Act(
                "decline",
                gettext("No firmar"),
                gettext("Decir que la entidad no firma"),
                form_of(request, "decline", DeclineForm),
                lambda given: decline_to_sign(signatory=signatory, **given, by=by, at=now()),
                gettext("Queda dicho que la entidad no firma. Pueden invitarla de nuevo."),
                kind="danger",
                folded=True,
            )
        ]
    if signatory.state not in GAVE_THEIR_WORD:
        return []
    return [
        Act(
            "withdraw",
            gettext("Retirarse del acuerdo"),
            gettext("Retirar la entidad"),
            form_of(request, "withdraw", WithdrawForm),
            lambda given: leave_agreement(signatory=signatory, **given, by=by, at=now()),
            gettext("La entidad se retiró, y su puesto en la mesa termina ese día. Lo que hizo queda en el registro."),
            kind="danger",
            folded=True,
        )
    ]
