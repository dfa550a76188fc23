"""What a signatory says of a pledge that nobody can count, and the Mesa's opinion of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from concierta.agreements.models import Pledge
from concierta.evidence.models import Evidence
from concierta.kernel.clock import local_date
from concierta.kernel.errors import Invalid, TransitionRefused, gettext_noop
from concierta.ledger.locking import locked
from concierta.ledger.operations import record_event
from concierta.mesa.models import Decision
from concierta.people.models import User
from concierta.plans.models import ReportingPeriod
from concierta.reporting.enums import Rating
from concierta.reporting.models import SelfAssessment
from concierta.reporting.permissions import check_can_self_assess, check_can_write_opinion


@transaction.atomic
def self_assess(
    *,
    pledge: Pledge,
    period: ReportingPeriod,
    rating: Rating,
    text: str,
    evidence: Iterable[Evidence] = (),
    by: User,
    at: datetime,
) -> SelfAssessment:
    """How the signatory of a declarative `pledge` sees it in `period`: a rating, its reasons, and what shows it.

    Until the Mesa has given its opinion the signatory may write it again; every version is an event of the ledger.
    Refuses a measurable pledge, which is reported by its indicator; a period that has not ended or of another
    agreement's plan; empty text; and evidence of another entity.
    """
    # The pledge's row is the lock: without it two first assessments could be made at once.
    locked(pledge)
    check_can_self_assess(by, pledge, period)
    if period.cut_off > local_date(at):
        raise TransitionRefused(
            gettext_noop("%(period)s todavía no termina: una promesa se autoevalúa desde el %(cut_off)s."),
            period=period.label,
            cut_off=period.cut_off.isoformat(),
        )
    rating, text, shown = _rating(rating), _text(text), list(evidence)
    _check_evidence(pledge, shown)
    found = SelfAssessment.objects.filter(pledge=pledge, period=period).first()
    if found is not None and found.opinion:
        raise TransitionRefused(
            gettext_noop("La mesa ya dio su opinión sobre %(code)s en %(period)s: la autoevaluación no cambia."),
            code=pledge.code,
            period=period.label,
        )
    assessment = found or SelfAssessment(pledge=pledge, period=period)
    assessment.rating, assessment.text, assessment.made_by, assessment.made_at = rating, text, by, at
    assessment.save()
    assessment.evidence.set(shown)
    body = {
        "entity": pledge.entity.code,
        "evidence": sorted(item.file_id for item in shown),
        "rating": rating.value,
        "replaces": found is not None,
    }
    _record("pledge.self_assessed", assessment, body, {"text": text}, by, at)
    return assessment


@transaction.atomic
def give_opinion(
    *,
    assessment: SelfAssessment,
    opinion: Rating,
    text: str,
    decision: Decision,
    by: User | None,
    at: datetime,
) -> SelfAssessment:
    """What the Mesa thinks of an assessment, as it decided. It is given once and never changes.

    Refuses a decision of another agreement's table or taken before the assessment, and a second opinion.
    """
    found = locked(assessment, "pledge__clause__agreement", "pledge__entity", "period__plan__secretariat")
    check_can_write_opinion(by, found)
    if decision.mesa.agreement_id != found.pledge.clause.agreement_id:
        raise Invalid(gettext_noop("Esa decisión es de la mesa de otro acuerdo."), field="decision")
    if decision.decided_at < found.made_at:
        raise Invalid(
            gettext_noop("La decisión %(number)s es anterior a la autoevaluación: la mesa no la conocía."),
            field="decision",
            number=decision.number,
        )
    found.opinion, found.opinion_text = _rating(opinion).value, _text(text)
    found.opinion_decision, found.opined_at = decision, at
    found.save(update_fields=["opinion", "opinion_text", "opinion_decision", "opined_at"])
    body = {
        "decision": decision.number,
        "opinion": found.opinion,
        "rating": found.rating,
    }
    _record("pledge.opinion_given", found, body, {"text": found.opinion_text}, by, at)
    return found


def _rating(value: Rating | str) -> Rating:
    if value not in Rating.values:
        raise Invalid(gettext_noop("Elija si la promesa se cumple, se cumple en parte o no se cumple."), field="rating")
    return Rating(value)


def _text(text: str) -> str:
    if not text.strip():
        raise Invalid(gettext_noop("Explique con hechos por qué: el texto es público."), field="text")
    return text.strip()


def _check_evidence(pledge: Pledge, evidence: list[Evidence]) -> None:
    for item in evidence:
        if item.entity_id != pledge.entity_id:
            raise Invalid(
                gettext_noop("«%(title)s» es evidencia de otra entidad: adjunte la de %(entity)s."),
                field="evidence",
                title=item.title,
                entity=pledge.entity.short_name,
            )


def _record(
    kind: str,
    assessment: SelfAssessment,
    body: Mapping[str, object],
    sealed: Mapping[str, object],
    by: User | None,
    at: datetime,
) -> None:
    pledge, period = assessment.pledge, assessment.period
    record_event(
        kind=kind,
        subject=f"pledge:{pledge.clause.agreement.slug}:{pledge.code}",
        plan=period.plan.slug,
        body={"clause": pledge.clause.code, "period": period.label, **body},
        sealed=sealed,
        by=by,
        entity=pledge.entity if kind == "pledge.self_assessed" else period.plan.secretariat,
        at=at,
    )
