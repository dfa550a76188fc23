"""A pledge that nobody can count: what its signatory says of it, and what the Mesa answers."""

import json
from datetime import date, timedelta

import pytest

from concierta.agreements.operations import register_agreement
from concierta.kernel.errors import Invalid, PermissionRefused, TransitionRefused
from concierta.ledger.models import Event
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.reporting.enums import Rating
from concierta.reporting.models import SelfAssessment
from concierta.reporting.operations import give_opinion, self_assess
from factories import AT, evidence_of, make_period
from factories.pledges import Pledging, make_pledging, mesa_decision

LATER = AT + timedelta(days=20)


@pytest.fixture
def pledging(db: None) -> Pledging:
    return make_pledging()


def assess(pledging: Pledging, **changes: object) -> SelfAssessment:
    fields = {
        "pledge": pledging.declared,
        "period": pledging.period,
        "rating": Rating.PARTLY,
        "text": "Se llevó a dos de las cuatro sesiones.",
        "by": pledging.sonia,
        "at": AT,
    }
    return self_assess(**(fields | changes))


def answer(pledging: Pledging, assessment: SelfAssessment, **changes: object) -> SelfAssessment:
    fields = {
        "assessment": assessment,
        "opinion": Rating.NOT_KEPT,
        "text": "La Mesa no encontró actas.",
        "by": pledging.secretary,
        "at": LATER,
    }
    if "decision" not in changes:
        fields["decision"] = mesa_decision(pledging.agreement, pledging, at=AT + timedelta(days=10))
    return give_opinion(**(fields | changes))


def test_it_says_how_why_and_with_what(pledging: Pledging):
    shown = evidence_of(pledging.sena, pledging.sonia)
    made = assess(pledging, evidence=[shown])
    assert (made.rating, made.text, made.made_by, made.made_at, list(made.evidence.all())) == (
        "partly",
        "Se llevó a dos de las cuatro sesiones.",
        pledging.sonia,
        AT,
        [shown],
    )
    event = Event.objects.last()
    body = json.loads(event.payload)["body"]
    assert len(body.pop("sealed")["text"]) == 64
    assert (event.kind, event.subject, event.entity, body) == (
        "pledge.self_assessed",
        "pledge:acuerdo:CP-2",
        pledging.sena,
        {
            "clause": "C1",
            "entity": "sena",
            "evidence": [shown.file_id],
            "period": "2024-T4",
            "rating": "partly",
            "replaces": False,
        },
    )
    assert "sesiones" not in event.payload


def test_until_the_table_answers_it_may_be_written_again(pledging: Pledging):
    first = assess(pledging)
    second = assess(pledging, rating=Rating.KEPT, text="Fueron las cuatro.", at=LATER)
    assert (second.pk, SelfAssessment.objects.get().rating) == (first.pk, "kept")
    assert json.loads(Event.objects.last().payload)["body"]["replaces"] is True


def test_once_the_table_answered_it_stays(pledging: Pledging):
    answer(pledging, assess(pledging))
    with pytest.raises(TransitionRefused, match="La mesa ya dio su opinión sobre CP-2 en 2024-T4"):
        assess(pledging, rating=Rating.KEPT, at=LATER)


@pytest.mark.parametrize("who", ["reporter", "reviewer", "verifier", "secretary"])
def test_only_who_reports_for_the_signatory(pledging: Pledging, who: str):
    with pytest.raises(PermissionRefused):
        assess(pledging, by=getattr(pledging, who))


def test_the_operator_signs_nothing(pledging: Pledging):
    with pytest.raises(PermissionRefused, match="lo firma una persona"):
        assess(pledging, by=None)


def test_a_measured_pledge_is_reported_by_its_indicator(pledging: Pledging):
    with pytest.raises(TransitionRefused, match="La promesa CP-1 se mide"):
        assess(pledging, pledge=pledging.measured)


def test_not_before_the_plan_is_in_force(pledging: Pledging):
    Plan.objects.update(state=PlanState.DRAFT)
    pledging.period.plan.refresh_from_db()
    with pytest.raises(TransitionRefused, match="todavía no está vigente"):
        assess(pledging)


def test_not_in_a_period_of_another_agreement(pledging: Pledging):
    Plan.objects.update(agreement=None)
    pledging.period.plan.refresh_from_db()
    with pytest.raises(Invalid, match="no es de un plan del acuerdo") as refusal:
        assess(pledging)
    assert refusal.value.field == "period"


def test_not_before_the_period_ends(pledging: Pledging):
    with pytest.raises(TransitionRefused, match="2025-T1 todavía no termina"):
        assess(pledging, period=make_period(pledging.plan, "2025-T1"))


@pytest.mark.parametrize(
    ("changes", "field"), [({"text": "  "}, "text"), ({"rating": "bien"}, "rating"), ({"rating": ""}, "rating")]
)
def test_it_says_something(pledging: Pledging, changes: dict[str, str], field: str):
    with pytest.raises(Invalid) as refusal:
        assess(pledging, **changes)
    assert refusal.value.field == field


def test_evidence_is_the_signatorys_own(pledging: Pledging):
    with pytest.raises(Invalid, match="es evidencia de otra entidad: adjunte la de SENA"):
        assess(pledging, evidence=[evidence_of(pledging.desarrollo, pledging.reporter)])


def test_the_table_answers_by_a_decision(pledging: Pledging):
    decision = mesa_decision(pledging.agreement, pledging, at=AT + timedelta(days=10))
    given = answer(pledging, assess(pledging), decision=decision)
    assert (given.opinion, given.opinion_text, given.opinion_decision, given.opined_at) == (
        "not_kept",
        "La Mesa no encontró actas.",
        decision,
        LATER,
    )
    event = Event.objects.last()
    body = json.loads(event.payload)["body"]
    assert len(body.pop("sealed")["text"]) == 64
    assert (event.kind, event.entity, body) == (
        "pledge.opinion_given",
        pledging.planeacion,
        {
            "clause": "C1",
            "decision": decision.number,
            "opinion": "not_kept",
            "period": "2024-T4",
            "rating": "partly",
        },
    )


def test_it_answers_once(pledging: Pledging):
    given = answer(pledging, assess(pledging))
    with pytest.raises(TransitionRefused, match="La mesa ya dio su opinión"):
        answer(pledging, given, opinion=Rating.KEPT)


def test_a_decision_of_another_table_is_no_answer(pledging: Pledging):
    other = register_agreement(slug="otro", title="Otro", signed_on=date(2024, 1, 1), by=None, at=AT)
    with pytest.raises(Invalid, match="la mesa de otro acuerdo"):
        answer(pledging, assess(pledging), decision=mesa_decision(other, pledging, at=LATER))


def test_nobody_answers_what_they_had_not_read(pledging: Pledging):
    decision = mesa_decision(pledging.agreement, pledging, at=AT - timedelta(days=1))
    with pytest.raises(Invalid, match="es anterior a la autoevaluación"):
        answer(pledging, assess(pledging), decision=decision)


@pytest.mark.parametrize(("changes", "field"), [({"text": ""}, "text"), ({"opinion": "bien"}, "rating")])
def test_the_answer_says_something(pledging: Pledging, changes: dict[str, str], field: str):
    with pytest.raises(Invalid) as refusal:
        answer(pledging, assess(pledging), **changes)
    assert refusal.value.field == field


@pytest.mark.parametrize("who", ["sonia", "reporter", "reviewer", "verifier"])
def test_only_the_secretariat_writes_down_the_answer(pledging: Pledging, who: str):
    with pytest.raises(PermissionRefused):
        answer(pledging, assess(pledging), by=getattr(pledging, who))


def test_the_operator_may_write_down_old_minutes(pledging: Pledging):
    assert answer(pledging, assess(pledging), by=None).opinion == "not_kept"
