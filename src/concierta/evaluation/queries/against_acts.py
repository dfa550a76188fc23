"""Risks, reviews of projects, draws and milestones held against what their acts put into the log."""

from typing import Any

from concierta.evaluation.models import Milestone, ProjectReview, ReviewDraw, Risk
from concierta.evaluation.queries.looked_back import LOOKED_BACK
from concierta.evaluation.workflow import MILESTONE_WORKFLOW, RISK_WORKFLOW
from concierta.kernel.canonical import sha256_of
from concierta.kernel.keys import join_key
from concierta.ledger.queries import Comparison, Words
from concierta.ledger.recorded import Recorded, compared

_RISKS = Recorded[Risk](
    kinds={"risk.recorded": RISK_WORKFLOW.initial, **RISK_WORKFLOW.states_after},
    rows=Risk.objects.order_by("pk").select_related("plan", "project", "pledge__clause", "owner"),
    key=lambda risk: (risk.plan.slug, f"risk/{risk.plan.slug}/{risk.number}"),
    name=lambda _plan, subject: f"El {subject.replace('risk', 'riesgo', 1)}",
    columns={
        "state": lambda risk: risk.state,
        "project": lambda risk: risk.project.code if risk.project else None,
        "pledge": lambda risk: join_key(risk.pledge.clause.code, risk.pledge.code) if risk.pledge else None,
        "probability": lambda risk: risk.probability,
        "impact": lambda risk: risk.impact,
        "owner": lambda risk: risk.owner.code,
        "review_on": lambda risk: risk.review_on,
        "title_sha256": lambda risk: Words(risk.title),
        "countermeasure_sha256": lambda risk: Words(risk.countermeasure),
        "reason_sha256": lambda risk: Words(risk.closed_reason),
    },
)
_REVIEWS = Recorded[ProjectReview](
    kinds={"project.reviewed": None},
    named_by=("session", "project"),
    rows=ProjectReview.objects.order_by("pk").select_related("plan", "project", "session"),
    key=lambda review: (review.plan.slug, review.session.number, review.project.code),
    name=lambda _plan, session, project: f"La revisión de {project} en la sesión {session}",
    columns={
        "finding": lambda review: review.finding,
        "reviewed_at": lambda review: review.reviewed_at.isoformat(),
        "words_sha256": lambda review: Words(review.words),
    },
)
_DRAWS = Recorded[ReviewDraw](
    kinds={"projects.drawn": None},
    named_by=("session",),
    rows=ReviewDraw.objects.order_by("pk").select_related("plan", "session"),
    key=lambda draw: (draw.plan.slug, draw.session.number),
    name=lambda _plan, session: f"El sorteo de proyectos para la sesión {session}",
    columns={
        "seed": lambda draw: draw.seed,
        "size": lambda draw: draw.size,
        "drawn": lambda draw: list(draw.drawn()),
        "population": lambda draw: len(draw.population),
        "population_sha256": lambda draw: sha256_of("\n".join(draw.population)),
    },
)
_MILESTONES = Recorded[Milestone](
    kinds={"milestone.declared": MILESTONE_WORKFLOW.initial, **MILESTONE_WORKFLOW.states_after},
    rows=Milestone.objects.order_by("pk").select_related("clause", "pledge", "verifier_entity"),
    key=lambda one: ("", f"milestone/{one.pk}"),
    row_name=lambda one: f"El hito «{one.title}»",
    columns={
        "clause": lambda one: one.clause.code,
        "expires_on": lambda one: one.expires_on,
        "instance": lambda one: one.instance,
        "kind": lambda one: one.kind,
        "pledge": lambda one: join_key(one.clause.code, one.pledge.code) if one.pledge else None,
        "reached_on": lambda one: one.reached_on,
        "rung": lambda one: one.rung,
        "state": lambda one: one.state,
        "title": lambda one: one.title,
        "verifier_entity": lambda one: one.verifier_entity.code if one.verifier_entity else None,
    },
)


def evaluation_against_acts() -> Comparison:
    """How each risk and milestone stands, what each session found of each project, what came up in each draw, and
    what was said in yearly reviews and close-outs."""
    kinds: tuple[Recorded[Any], ...] = (_RISKS, _REVIEWS, _DRAWS, _MILESTONES, *LOOKED_BACK)
    return compared(*(kind.compare for kind in kinds))
