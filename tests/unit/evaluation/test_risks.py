"""Risks: who values them, what an act refuses, what the database refuses, and what the log keeps of them."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from concierta.evaluation.enums import RiskBand
from concierta.evaluation.models import Risk
from concierta.evaluation.models.risks import band_of
from concierta.evaluation.operations import close_risk, reassess_risk, record_risk
from concierta.evaluation.permissions import can_record_risk
from concierta.evaluation.queries import evaluation_against_acts, risk_for, risks_of
from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.plans.queries import plans_of
from factories import AT, Cast, count_queries, make_cast, make_person
from factories.against_acts import in_sql, said_after
from factories.evaluation import COUNTERMEASURE, REVIEW_ON, make_project, recorded_risk
from factories.pledges import make_pledging

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=30)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def reassessed(cast: Cast, risk: Risk, **fields: object) -> Risk:
    given = {
        "probability": 5,
        "impact": 4,
        "countermeasure": "Contratar otra sede.",
        "owner": cast.desarrollo,
        "review_on": date(2025, 6, 30),
        "note": "Se inscribió el doble.",
        "by": cast.reporter,
        "at": LATER,
    }
    return reassess_risk(risk=risk, **(given | fields))


@pytest.mark.parametrize(
    ("probability", "impact", "band"),
    [(1, 1, "low"), (2, 2, "low"), (1, 5, "medium"), (3, 3, "medium"), (2, 5, "high"), (3, 5, "critical"),
     (5, 5, "critical")],
)  # fmt: skip
def test_a_score_is_of_the_highest_band_that_begins_at_it_or_below(probability: int, impact: int, band: str):
    assert band_of(probability, impact) == RiskBand(band)


def test_where_bands_begin_is_configuration(settings):
    settings.RISK_BANDS = {"medium": 2, "high": 3, "critical": 4}
    assert band_of(2, 2) == RiskBand.CRITICAL


def test_a_risk_is_numbered_in_its_plan_and_keeps_its_first_step(cast: Cast):
    first, second = recorded_risk(cast), recorded_risk(cast, title="Otro")
    assert (first.number, second.number, first.score, first.band) == (1, 2, 12, RiskBand.HIGH)
    (step,) = first.steps.all()
    assert (step.act, step.from_state, step.to_state, step.probability, step.owner, step.entity, step.by) == (
        "record", "", "open", 4, cast.desarrollo, cast.desarrollo, cast.reporter,
    )  # fmt: skip


def test_a_reassessment_keeps_the_old_and_the_new(cast: Cast):
    risk = reassessed(cast, recorded_risk(cast))
    assert [(step.act, step.score, step.countermeasure, step.note) for step in risk.steps.all()] == [
        ("record", 12, COUNTERMEASURE, ""),
        ("reassess", 20, "Contratar otra sede.", "Se inscribió el doble."),
    ]
    assert (risk.state, risk.band, risk.review_on) == ("open", RiskBand.CRITICAL, date(2025, 6, 30))


def test_a_closed_risk_says_why_and_is_valued_no_more(cast: Cast):
    risk = close_risk(risk=recorded_risk(cast), reason=" Se abrió la sede. ", by=cast.secretary, at=LATER)
    assert (risk.state, risk.closed_reason, risk.closed_at) == ("closed", "Se abrió la sede.", LATER)
    with pytest.raises(TransitionRefused):
        reassessed(cast, risk)


def test_closing_needs_a_reason(cast: Cast):
    with pytest.raises(Invalid) as refused:
        close_risk(risk=recorded_risk(cast), reason=" ", by=cast.reporter, at=LATER)
    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"probability": 0}, "probability"),
        ({"impact": 6}, "impact"),
        ({"countermeasure": ""}, "countermeasure"),
        ({"review_on": date(2025, 1, 2)}, "review_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast: Cast, fields: dict, field: str):
    with pytest.raises(Invalid) as refused:
        recorded_risk(cast, **fields)
    assert refused.value.field == field


def test_its_person_is_of_the_entity_that_watches_over_it(cast: Cast):
    with pytest.raises(Invalid) as refused:
        recorded_risk(cast, person=cast.verifier)
    assert refused.value.field == "person"
    assert recorded_risk(cast, person=cast.reporter).person == cast.reporter


def test_a_project_of_another_plan_is_refused(cast: Cast):
    other = Plan.objects.create(slug="otro", name="Otro", starts_on=cast.plan.starts_on, ends_on=cast.plan.ends_on)
    with pytest.raises(Invalid):
        record_risk(
            plan=other, subject=make_project(cast), title="x", probability=1, impact=1, countermeasure="x",
            owner=cast.desarrollo, review_on=REVIEW_ON, by=None, at=AT,
        )  # fmt: skip


def test_whose_project_it_is_and_the_secretariat_may_value_it_and_nobody_else(cast: Cast):
    project = make_project(cast)
    allowed = {
        name: bool(can_record_risk(getattr(cast, name), cast.plan, project.entity))
        for name in ("reporter", "secretary", "reviewer", "verifier", "outsider")
    }
    assert allowed == {
        "reporter": True, "secretary": True, "reviewer": False, "verifier": False, "outsider": False,
    }  # fmt: skip


def test_whoever_only_watches_over_it_does_not_value_it(cast: Cast):
    risk = recorded_risk(cast, owner=cast.sena)
    with pytest.raises(PermissionRefused):
        reassessed(cast, risk, by=cast.outsider)


def test_a_closed_plan_takes_no_risk(cast: Cast):
    Plan.objects.update(state=PlanState.CLOSED)
    cast.plan.refresh_from_db()
    with pytest.raises(Refusal):
        recorded_risk(cast)


def test_a_pledge_has_risks_of_its_own_that_its_signatory_values():
    cast = make_pledging()
    risk = recorded_risk(cast, subject=cast.declared, owner=cast.sena, by=cast.sonia)
    recorded_risk(cast)
    assert {one.pledge for one in risks_of(cast.sonia, cast.plan)} == {None, cast.declared}
    assert json.loads(Event.objects.get(subject="risk/cali/1").payload)["body"]["pledge"] == "C1/CP-2"
    with pytest.raises(PermissionRefused):
        reassessed(cast, risk)


def test_the_gravest_come_first_and_the_closed_last(cast: Cast):
    closed = close_risk(risk=recorded_risk(cast, probability=5, impact=5), reason="Ya.", by=None, at=LATER)
    small, large = recorded_risk(cast, probability=1), recorded_risk(cast, impact=5)
    assert risks_of(cast.reviewer, cast.plan) == [large, small, closed]


def test_a_list_asks_the_same_questions_however_many_there_are(cast: Cast):
    recorded_risk(cast)
    one = count_queries(lambda: risks_of(cast.reviewer, cast.plan))
    for _ in range(3):
        recorded_risk(cast)
    assert count_queries(lambda: risks_of(cast.reviewer, cast.plan)) == one


def test_whoever_watches_over_an_open_risk_sees_the_plan(cast: Cast):
    gremio = make_person("Gina Gremio", (Role.MEMBER, cast.sena))
    risk = recorded_risk(cast, owner=cast.sena)
    assert (list(plans_of(gremio)), risk_for(gremio, risk.pk)) == ([cast.plan], risk)
    close_risk(risk=risk, reason="Ya.", by=None, at=LATER)
    with pytest.raises(NotFound):
        risk_for(gremio, risk.pk)


def test_neither_the_person_nor_the_words_are_in_the_log(cast: Cast):
    risk = reassessed(cast, recorded_risk(cast, person=cast.reporter), person=cast.reporter)
    close_risk(risk=risk, reason="Se abrió la sede.", by=cast.reporter, at=LATER)
    told = " ".join(Event.objects.filter(kind__startswith="risk.").values_list("payload", flat=True))
    for words in ("cupos", "segundo grupo", "otra sede", "el doble", "abrió", cast.reporter.name, cast.reporter.email):
        assert words not in told
    assert '"owner":"desarrollo"' in told


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"project": None}, "a_risk_is_of_a_project_or_of_a_pledge"),
        ({"probability": 6}, "a_risk_is_valued_from_one_to_five"),
        ({"impact": 0}, "a_risk_is_valued_from_one_to_five"),
        ({"countermeasure": ""}, "a_risk_says_what_is_done_about_it"),
        ({"state": "closed"}, "a_closed_risk_says_when_and_why"),
        ({"state": "closed", "closed_at": LATER}, "a_closed_risk_says_when_and_why"),
        ({"state": "closed", "closed_at": AT - timedelta(1), "closed_reason": "x"}, "a_closed_risk_says_when_and_why"),
        ({"closed_reason": "x"}, "a_closed_risk_says_when_and_why"),
    ],
)
def test_the_database_refuses_a_lying_risk(cast: Cast, changes: dict, constraint: str):
    risk = recorded_risk(cast)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Risk.objects.filter(pk=risk.pk).update(**changes)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("impact", 1, "impact"),
        ("title", "Nada", "title"),
        ("countermeasure", "Nada", "countermeasure"),
        ("review_on", "2025-12-31", "review_on"),
    ],
)
def test_a_risk_changed_behind_the_program_is_told(cast: Cast, column: str, value: object, told: str):
    reassessed(cast, recorded_risk(cast))
    change = in_sql(f"UPDATE evaluation_risk SET {column} = %s", value)
    (sentence,) = said_after(evaluation_against_acts, change)
    assert sentence.startswith("El riesgo/cali/1: ")
    assert told in sentence
