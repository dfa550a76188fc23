"""Risks: recorded, valued again as things change, and closed with the reason."""

from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.db.models import Max

from concierta.agreements.models import Pledge
from concierta.evaluation.enums import Impact, Probability
from concierta.evaluation.models import Risk, RiskStep
from concierta.evaluation.permissions import check_can_record_risk, check_can_value_risk
from concierta.evaluation.workflow import RISK_WORKFLOW
from concierta.kernel.checked import checked_text
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, gettext_noop
from concierta.kernel.keys import join_key
from concierta.ledger.acts import ActsOn
from concierta.ledger.locking import locked
from concierta.people.models import Entity, User
from concierta.people.queries import memberships_on
from concierta.plans.models import Plan, Project

#: What a step keeps of the risk as the act left it.
_VALUED = ("probability", "impact", "countermeasure", "owner", "review_on")


class _Valuation(TypedDict):
    probability: int
    impact: int
    countermeasure: str
    owner: Entity
    person: User | None
    review_on: date


@transaction.atomic
def record_risk(
    *,
    plan: Plan,
    subject: Project | Pledge,
    title: str,
    probability: int,
    impact: int,
    countermeasure: str,
    owner: Entity,
    person: User | None = None,
    review_on: date,
    by: User | None,
    at: datetime,
) -> Risk:
    """What may keep a project of `plan`, or a pledge of its agreement, from being fulfilled; who watches over it, what
    is done about it and when it is looked at again.

    Refuses a project or pledge of another plan, a value that is not from 1 to 5, a person of another entity than the
    owner, and a date that has passed.
    """
    check_can_record_risk(by, plan, subject.entity)
    of_plan = subject.plan_id == plan.pk if isinstance(subject, Project) else _is_of(plan, subject)
    if not of_plan:
        raise Invalid(gettext_noop("Ese proyecto o promesa es de otro plan."), field="subject")
    locked(plan)
    risk = Risk(
        plan=plan,
        number=(Risk.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0) + 1,
        project=subject if isinstance(subject, Project) else None,
        pledge=subject if isinstance(subject, Pledge) else None,
        title=checked_text(title, "title", 200),
        recorded_at=at,
        **_valuation(probability, impact, countermeasure, owner, person, review_on, local_date(at)),
    )
    risk.save()
    _ACTS.record_act(
        risk, "record", "risk.recorded", source="", sealed=_sealed(risk), by=by, entity=subject.entity, at=at
    )
    return risk


@transaction.atomic
def reassess_risk(
    *,
    risk: Risk,
    probability: int,
    impact: int,
    countermeasure: str,
    owner: Entity,
    person: User | None = None,
    review_on: date,
    note: str = "",
    by: User | None,
    at: datetime,
) -> Risk:
    """Value it again: the history keeps how it was before, and `note` why it changed. Refuses as `record_risk` does."""
    risk = _held(risk, by)
    changes = _valuation(probability, impact, countermeasure, owner, person, review_on, local_date(at))
    return _ACTS.take_step(
        risk,
        "reassess",
        changes=changes,
        note=note.strip(),
        sealed={"countermeasure": changes["countermeasure"]},
        by=by,
        entity=risk.answering_entity,
        at=at,
    )


@transaction.atomic
def close_risk(*, risk: Risk, reason: str, by: User | None, at: datetime) -> Risk:
    """It no longer threatens anything, or it came true: `reason` says which, and is published."""
    risk = _held(risk, by)
    reason = checked_text(reason, "reason")
    return _ACTS.take_step(
        risk,
        "close",
        changes={"closed_at": at, "closed_reason": reason},
        sealed={"reason": reason},
        by=by,
        entity=risk.answering_entity,
        at=at,
    )


def subject_of(risk: Risk) -> str:
    """How the ledger names it: 'risk/cali/7'."""
    return f"risk/{risk.plan.slug}/{risk.number}"


def _held(risk: Risk, by: User | None) -> Risk:
    risk = locked(risk, "plan__secretariat", "project__entity", "pledge__entity", "pledge__clause", "owner")
    check_can_value_risk(by, risk)
    return risk


def _is_of(plan: Plan, pledge: Pledge) -> bool:
    return plan.agreement_id is not None and pledge.clause.agreement_id == plan.agreement_id


def _valuation(
    probability: int,
    impact: int,
    countermeasure: str,
    owner: Entity,
    person: User | None,
    review_on: date,
    today: date,
) -> _Valuation:
    if probability not in Probability.values:
        raise Invalid(gettext_noop("La probabilidad va de 1 a 5."), field="probability")
    if impact not in Impact.values:
        raise Invalid(gettext_noop("El impacto va de 1 a 5."), field="impact")
    if person is not None and not memberships_on(person, today).filter(entity=owner).exists():
        raise Invalid(
            gettext_noop("%(name)s no hace parte de %(entity)s: elija a alguien de la entidad que vigila el riesgo."),
            field="person",
            name=person.name,
            entity=owner.short_name,
        )
    if review_on < today:
        raise Invalid(gettext_noop("La próxima revisión es en una fecha que ya pasó."), field="review_on")
    return {
        "probability": int(probability),
        "impact": int(impact),
        "countermeasure": checked_text(countermeasure, "countermeasure"),
        "owner": owner,
        "person": person,
        "review_on": review_on,
    }


def _says(risk: Risk) -> dict[str, object]:
    """Never the person, nor the words: these are sealed."""
    return {
        "project": risk.project.code if risk.project else None,
        "pledge": join_key(risk.pledge.clause.code, risk.pledge.code) if risk.pledge else None,
        "probability": risk.probability,
        "impact": risk.impact,
        "owner": risk.owner.code,
        "review_on": risk.review_on.isoformat(),
    }


def _sealed(risk: Risk) -> dict[str, object]:
    return {"title": risk.title, "countermeasure": risk.countermeasure}


_ACTS = ActsOn[Risk](
    workflow=RISK_WORKFLOW,
    history=RiskStep,
    row="risk",
    subject=subject_of,
    plan=lambda risk: risk.plan.slug,
    says=_says,
    keeps=_VALUED,
)
