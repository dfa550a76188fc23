"""Milestones: declared by whoever reached them, with evidence, and verified by another entity."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from concierta.agreements.models import Clause, Pledge
from concierta.agreements.permissions import check_speaks_for, independent_entity
from concierta.evaluation.enums import INSTITUTIONS, OUTREACH, MilestoneKind, MilestoneState, Rung
from concierta.evaluation.models import Milestone, MilestoneStep
from concierta.evaluation.permissions import check_can_declare_milestone, check_can_verify_milestone
from concierta.evaluation.workflow import ACT_OF_FINDING, MILESTONE_WORKFLOW
from concierta.evidence.models import Evidence
from concierta.kernel.checked import checked_choice, checked_past, checked_span, checked_text
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.keys import join_key
from concierta.kernel.origin import Origin
from concierta.ledger.acts import ActsOn
from concierta.ledger.locking import locked
from concierta.people.models import Entity, User


def _said(milestone: Milestone) -> dict[str, object]:
    return {
        "clause": milestone.clause.code,
        "kind": milestone.kind,
        "title": milestone.title,
        "instance": milestone.instance,
        "rung": milestone.rung,
        "pledge": join_key(milestone.clause.code, milestone.pledge.code) if milestone.pledge else None,
        "reached_on": milestone.reached_on.isoformat(),
        "expires_on": milestone.expires_on.isoformat() if milestone.expires_on else None,
    }


_ACTS = ActsOn[Milestone](
    workflow=MILESTONE_WORKFLOW,
    history=MilestoneStep,
    row="milestone",
    subject=lambda milestone: f"milestone/{milestone.pk}",
    plan=lambda milestone: "",
    says=_said,
)


@transaction.atomic
def declare_milestone(
    *,
    clause: Clause,
    entity: Entity,
    pledge: Pledge | None = None,
    kind: MilestoneKind,
    title: str,
    instance: str = "",
    rung: Rung | None = None,
    reached_on: date,
    expires_on: date | None = None,
    evidence: Iterable[Evidence],
    origin: Origin = Origin.OWN,
    by: User,
    at: datetime,
) -> Milestone:
    """Say what the entity did under a commitment, with what shows it. One that reaches an instance of government names
    it; only what leaves something behind expires. Refuses without evidence of the entity's own."""
    check_can_declare_milestone(by, clause.agreement, entity)
    chosen = checked_choice(kind, MilestoneKind, "kind")
    shown = list(evidence)
    if not shown or any(item.entity_id != entity.pk for item in shown):
        raise Invalid(gettext_noop("Adjunte lo que lo muestra: sin eso nadie puede verificarlo."), field="evidence")
    if pledge is not None and (pledge.entity_id, pledge.clause_id) != (entity.pk, clause.pk):
        raise Invalid(gettext_noop("Esa promesa es de otra entidad o de otro compromiso."), field="pledge")
    if chosen in OUTREACH and not instance.strip():
        raise Invalid(gettext_noop("Diga a qué instancia se llegó."), field="instance")
    if expires_on is not None and chosen not in INSTITUTIONS:
        raise Invalid(gettext_noop("Solo vence lo que queda instituido."), field="expires_on")
    checked_span(reached_on, expires_on, "expires_on")
    milestone = Milestone.objects.create(
        clause=clause,
        entity=entity,
        pledge=pledge,
        kind=chosen,
        title=checked_text(title, "title", 300),
        instance=checked_text(instance, "instance", 200, blank=True),
        rung=checked_choice(rung, Rung, "rung") if rung else "",
        reached_on=checked_past(reached_on, local_date(at), "reached_on"),
        expires_on=expires_on,
        declared_by=by,
        declared_at=at,
        origin=origin,
    )
    milestone.evidence.set(shown)
    body = {"evidence": sorted({item.file_id for item in shown})}
    _ACTS.record_act(milestone, "declare", "milestone.declared", source="", body=body, by=by, entity=entity, at=at)
    return milestone


@transaction.atomic
def withdraw_milestone(*, milestone: Milestone, reason: str, by: User, at: datetime) -> Milestone:
    """Take back a claim that nobody has looked at yet."""
    check_speaks_for(by, milestone.entity)
    milestone = locked(milestone, "clause__agreement", "entity", "pledge")
    why = checked_text(reason, "reason")
    return _ACTS.take_step(milestone, "withdraw", changes={}, note=why, by=by, entity=milestone.entity, at=at)


@transaction.atomic
def verify_milestone(
    *, milestone: Milestone, finding: MilestoneState, reason: str, by: User, at: datetime
) -> Milestone:
    """Record what an independent verifier found: verified, rejected or not verifiable, and why."""
    milestone = locked(milestone, "clause__agreement", "entity", "pledge")
    check_can_verify_milestone(by, milestone)
    if finding not in ACT_OF_FINDING:
        raise Invalid(gettext_noop("Elija una de las opciones."), field="finding")
    why, entity = checked_text(reason, "reason"), independent_entity(by, {milestone.entity_id})
    return _ACTS.take_step(
        milestone,
        ACT_OF_FINDING[MilestoneState(finding)],
        changes={"reason": why, "verifier": by, "verifier_entity": entity, "verified_at": at},
        note=why,
        body={"verifier_entity": entity.code},
        by=by,
        entity=entity,
        at=at,
    )
