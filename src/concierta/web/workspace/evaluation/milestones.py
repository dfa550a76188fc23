"""Milestones of an agreement: the list, declaring one for one's own entity, one of them and what is done about it."""

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from concierta.agreements.enums import GAVE_THEIR_WORD, MADE
from concierta.agreements.permissions import speaks_for
from concierta.agreements.queries import (
    agreement_by_slug,
    clauses_of,
    pledges_of,
    signatories_i_speak_for,
    signatory_for,
)
from concierta.evaluation.enums import MilestoneState
from concierta.evaluation.operations import declare_milestone, verify_milestone, withdraw_milestone
from concierta.evaluation.permissions import (
    can_verify_milestone,
    check_can_declare_milestone,
    may_see_evidence_of,
)
from concierta.evaluation.queries import milestone_for, milestones_of
from concierta.kernel.clock import now, today
from concierta.kernel.errors import NotFound, gettext_noop
from concierta.people.enums import Role
from concierta.web.workspace.acts import Act, acts_view, form_of, sent, why_not
from concierta.web.workspace.agreements.signing_forms import ReasonForm
from concierta.web.workspace.brought import files_view
from concierta.web.workspace.evaluation.milestone_forms import FindingForm, MilestoneForm
from concierta.web.workspace.evaluation.milestone_rows import (
    milestone_facts,
    milestone_history,
    milestones_by_clause,
    milestones_finding,
)
from concierta.web.workspace.paging import slice_of, whole
from concierta.web.workspace.personal_data import opens_personal_data
from concierta.web.workspace.reporting.evidence import evidence_line
from concierta.web.workspace.shell import SignedInRequest, page, roles_of
from concierta.web.workspace.uploads import download

if TYPE_CHECKING:
    from concierta.evaluation.models import Milestone


@require_safe
def milestones(request: SignedInRequest, slug: str) -> HttpResponse:
    """Of everybody, of one entity or of one promise, by commitment."""
    agreement = agreement_by_slug(request.user, slug)
    entity, pledge = request.GET.get("entidad", ""), whole(request.GET.get("promesa"))
    known = [
        one
        for one in milestones_of(request.user, agreement)
        if entity in ("", one.entity.code) and pledge in (0, one.pledge_id)
    ]
    state = request.GET.get("estado", "")
    part = slice_of(request, [one for one in known if state in ("", one.state)])
    context = {
        "agreement": agreement,
        "finding": milestones_finding(known),
        "groups": milestones_by_clause(slug, part.rows, today()),
        "part": part,
        "state": state,
        "states": [("", gettext("Todos")), *((one.value, str(one.label)) for one in MilestoneState)],
        "entity": entity,
        "entities": [("", gettext("Todas")), *sorted({(one.entity.code, one.entity.short_name) for one in known})],
        "mine": [one for one in signatories_i_speak_for(request.user, agreement) if one.state in GAVE_THEIR_WORD],
    }
    return page(request, "evaluation/milestones.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: SignedInRequest, slug: str, code: str) -> HttpResponse:
    """For one's own entity, which stands by the agreement; `?promesa=` names the promise that it shows."""
    signatory = signatory_for(request.user, slug, code)
    agreement, entity = signatory.agreement, signatory.entity
    check_can_declare_milestone(request.user, agreement, entity)
    pledges = [one for one in pledges_of(agreement) if one.entity_id == entity.pk and one.state in MADE]
    shown = next((one for one in pledges if one.pk == whole(request.GET.get("promesa"))), None)
    initial = {"pledge": shown.pk, "clause": shown.clause_id, "title": shown.milestone} if shown else {}
    form = sent(request, MilestoneForm, clauses=clauses_of(agreement), pledges=pledges, initial=initial)
    return files_view(
        request,
        "evaluation/declare.html",
        form,
        lambda evidence: declare_milestone(
            entity=entity, **form.cleaned_data, evidence=evidence, by=request.user, at=now()
        ),
        entity=entity,
        done=gettext("Hito declarado. Lo comprueba otra entidad; hasta entonces no cuenta."),
        to=lambda milestone: reverse("milestone", args=[slug, milestone.pk]),
        context={"agreement": agreement, "entity": entity},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def milestone(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One of them. A verifier who may not verify it sees why, in the button's place."""
    milestone = _milestone(request, slug, pk)
    shown = may_see_evidence_of(request.user, milestone)
    return acts_view(
        request,
        "evaluation/milestone.html",
        _acts(request, milestone),
        lambda: {
            "agreement": milestone.clause.agreement,
            "milestone": milestone,
            "facts": milestone_facts(milestone, today()),
            "shown": shown,
            "files": [evidence_line(one) for one in milestone.evidence.all()] if shown else [],
            "history": milestone_history(milestone.steps.all()),
        },
        turn=milestone.state,
    )


def _milestone(request: SignedInRequest, slug: str, pk: int) -> "Milestone":
    milestone = milestone_for(request.user, pk)
    if milestone.clause.agreement.slug != slug:
        raise NotFound(gettext_noop("No hay tal hito."))
    return milestone


def _acts(request: SignedInRequest, milestone: "Milestone") -> list[Act]:
    if milestone.state != MilestoneState.DECLARED:
        return []
    by, acts = request.user, []
    if Role.VERIFIER in roles_of(by):
        verify = Act(
            "verify",
            gettext("Verificarlo"),
            gettext("Registrar lo que encontró"),
            form_of(request, "verify", FindingForm),
            lambda given: verify_milestone(milestone=milestone, **given, by=by, at=now()),
            gettext("Verificación registrada."),
            kind="primary",
            words=gettext("Mire si lo adjunto muestra que se hizo, ese día y ante quien se dice."),
            blocked=why_not(can_verify_milestone(by, milestone)),
        )
        acts.append(verify)
    if speaks_for(by, milestone.entity):
        withdraw = Act(
            "withdraw",
            gettext("Retirar el hito"),
            gettext("Retirar el hito"),
            form_of(request, "withdraw", ReasonForm),
            lambda given: withdraw_milestone(milestone=milestone, **given, by=by, at=now()),
            gettext("Hito retirado. Queda en el registro, con su razón."),
            kind="danger",
            folded=True,
        )
        acts.append(withdraw)
    return acts


@require_safe
@opens_personal_data
def evidence(request: SignedInRequest, slug: str, pk: int, evidence: int) -> HttpResponseBase:
    milestone = _milestone(request, slug, pk)
    document = next((one for one in milestone.evidence.all() if one.pk == evidence), None)
    if document is None or not may_see_evidence_of(request.user, milestone):
        raise NotFound(gettext_noop("No hay tal evidencia, o no es visible para usted."))
    return download(document)
