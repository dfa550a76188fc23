"""A problem that figures show, what is done about it, and whether it worked."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from concierta.amendments.enums import Basis, MeasureState
from concierta.amendments.models import AdjustmentMeasure
from concierta.amendments.operations import adopt_measure, evaluate_measure, reject_measure
from concierta.amendments.proposals import ProposedFigure
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.plans.models import Plan
from factories.amendments import (
    DECIDED_AT,
    AmendableCast,
    adopted_amendment,
    adopted_measure,
    decision_for_measure,
    decision_on,
    item_of,
    proposed_amendment,
    proposed_measure,
    sent_figure,
    verified_figure,
)
from factories.cast import AT, make_indicator

EVALUATED_AT = DECIDED_AT + timedelta(days=182)


def figures_of(scene: AmendableCast, *codes: str) -> list[ProposedFigure]:
    return [ProposedFigure(scene.outputs[code], Decimal(900)) for code in codes]


def another_plan() -> Plan:
    return Plan.objects.create(slug="otro", name="Otro", starts_on=date(2024, 1, 1), ends_on=date(2027, 12, 31))


def evaluate(scene: AmendableCast, measure: AdjustmentMeasure, **fields) -> AdjustmentMeasure:
    given = {
        "measure": measure,
        "verdict": MeasureState.WORKED,
        "evaluation": "Se llegó a 950 personas.",
        "by": scene.secretary,
        "at": EVALUATED_AT,
    }
    if "decision" not in fields:
        given["decision"] = decision_for_measure(scene, measure, EVALUATED_AT)
    return evaluate_measure(**(given | fields))


def test_a_measure_is_proposed_with_its_figures(scene):
    made = proposed_measure(scene, person=scene.reporter)
    assert (made.number, made.state, made.person) == (1, MeasureState.PROPOSED, scene.reporter)
    figure = made.figures.get()
    assert (figure.indicator, figure.sought, figure.before, figure.before_basis) == (scene.indicator, 900, None, "")
    event = Event.objects.get(kind="measure.proposed")
    assert json.loads(event.payload)["body"]["figures"] == [{"indicator": "R-01", "sought": "900"}]
    assert made.problem not in event.payload


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"problem": ""}, "problem"),
        ({"measure": ""}, "measure"),
        ({"success": ""}, "success"),
        ({"evaluate_on": AT.date()}, "evaluate_on"),
        ({"evaluate_on": date(2028, 1, 1)}, "evaluate_on"),
        ({"figures": []}, "figures"),
    ],
)
def test_what_is_missing_is_asked_for(scene, fields, field):
    with pytest.raises(Invalid) as refused:
        proposed_measure(scene, **fields)
    assert refused.value.field == field
    assert not AdjustmentMeasure.objects.exists()


def test_figures_are_of_the_plan_and_each_once(scene):
    with pytest.raises(Invalid, match="está dos veces"):
        proposed_measure(scene, figures=figures_of(scene, "IP-1", "IP-1"))
    foreign = make_indicator(another_plan(), "X-1", reporter=scene.desarrollo)
    with pytest.raises(Invalid, match="es de otro plan"):
        proposed_measure(scene, figures=[ProposedFigure(foreign)])


def test_the_person_is_of_the_entity_that_answers(scene):
    with pytest.raises(Invalid, match=r"Vera Verifica no hace parte de DESARROLLO"):
        proposed_measure(scene, person=scene.verifier)


def test_an_amendment_of_another_plan_does_not_go_with_it(scene):
    amendment = proposed_amendment(scene)
    amendment.plan = another_plan()
    with pytest.raises(Invalid, match="Esa modificación es de otro plan"):
        proposed_measure(scene, amendment=amendment)


def test_adopting_fixes_each_figure_as_it_is_verified_or_else_as_reported(scene):
    verified_figure(scene, "IP-1", "2024-T4", 400)
    sent_figure(scene, "IP-1", "2025-T1", 450)
    sent_figure(scene, "IP-2", "2025-T1", 300)
    made = adopted_measure(scene, figures=figures_of(scene, "IP-1", "IP-2", "IP-3"))
    told = [
        (row.indicator.code, row.before, row.before_basis, str(row.period_before or "")) for row in made.figures.all()
    ]
    assert told == [
        ("IP-1", 400, Basis.VERIFIED, "2024-T4"),
        ("IP-2", 300, Basis.REPORTED, "2025-T1"),
        ("IP-3", None, "", ""),
    ]
    assert (made.state, made.adopted_at) == (MeasureState.ADOPTED, DECIDED_AT + timedelta(hours=1))
    body = json.loads(Event.objects.get(kind="measure.adopted").payload)["body"]
    assert (body["decision"], body["figures"][0]) == (
        "2025-01",
        {"indicator": "IP-1", "before": "400", "basis": "verified"},
    )


def test_figures_of_periods_after_the_session_are_not_its_before(scene):
    sent_figure(scene, "IP-1", "2025-T2", 500)
    made = adopted_measure(scene, figures=figures_of(scene, "IP-1"))
    assert made.figures.get().before is None


def test_a_measure_goes_with_the_amendment_under_whose_item_it_was_voted(scene):
    amendment = adopted_amendment(scene)
    measure = proposed_measure(scene, amendment=amendment)
    made = adopt_measure(
        measure=measure, decision=amendment.decision, by=scene.secretary, at=DECIDED_AT + timedelta(hours=1)
    )
    assert (made.decision, made.item) == (amendment.decision, amendment.item)


def test_a_decision_about_something_else_adopts_nothing(scene):
    with pytest.raises(Refusal, match="en el que «Jornadas en comunas» no estaba"):
        adopt_measure(
            measure=proposed_measure(scene), decision=decision_on(scene, item_of(scene)), by=scene.secretary, at=AT
        )


def test_a_measure_is_judged_after_the_session_that_adopts_it(scene):
    with pytest.raises(Refusal, match=r"debe evaluarse después de la sesión que la adopta: su fecha es el 10/04/2025"):
        adopted_measure(scene, evaluate_on=date(2025, 4, 10))


def test_it_is_adopted_once(scene):
    made = adopted_measure(scene)
    with pytest.raises(TransitionRefused):
        adopt_measure(measure=made, decision=made.decision, by=scene.secretary, at=AT)


def test_rejecting_says_why(scene):
    measure = proposed_measure(scene)
    with pytest.raises(Invalid, match="Diga por qué"):
        reject_measure(measure=measure, reason="", by=scene.secretary, at=AT)
    made = reject_measure(measure=measure, reason="No hay recursos.", by=scene.secretary, at=AT)
    assert (made.state, made.closed_reason) == (MeasureState.REJECTED, "No hay recursos.")


@pytest.mark.parametrize("verdict", [MeasureState.WORKED, MeasureState.PARTLY, MeasureState.FAILED])
def test_the_table_says_whether_it_worked_with_before_beside_after(scene, verdict):
    verified_figure(scene, "IP-1", "2024-T4", 400)
    measure = adopted_measure(scene, figures=figures_of(scene, "IP-1"))
    verified_figure(scene, "IP-1", "2025-T3", 950)
    made = evaluate(scene, measure, verdict=verdict)
    figure = made.figures.get()
    assert (figure.before, figure.after, figure.after_basis, str(figure.period_after)) == (
        400,
        950,
        Basis.VERIFIED,
        "2025-T3",
    )
    assert (made.state, made.evaluated_at) == (verdict, EVALUATED_AT)
    assert made.evaluation_decision != made.decision
    assert Event.objects.last().kind == f"measure.{verdict}"


@pytest.mark.parametrize("verdict", [MeasureState.ADOPTED, MeasureState.REJECTED, "quién sabe"])
def test_a_verdict_is_one_of_three(scene, verdict):
    with pytest.raises(Invalid, match="Diga si la medida funcionó"):
        evaluate(scene, adopted_measure(scene), verdict=verdict)


def test_the_decision_that_adopted_it_does_not_judge_it(scene):
    measure = adopted_measure(scene)
    with pytest.raises(Refusal, match=r"con una decisión posterior a la que la adoptó \(2025-01\)"):
        evaluate(scene, measure, decision=measure.decision)


def test_a_judgement_says_on_what_it_rests(scene):
    with pytest.raises(Invalid, match="en qué se basa la mesa"):
        evaluate(scene, adopted_measure(scene), evaluation=" ")


def test_what_was_not_adopted_is_not_judged(scene):
    with pytest.raises(TransitionRefused):
        evaluate(scene, proposed_measure(scene))


@pytest.mark.parametrize("person", ["reporter", "outsider", "verifier"])
def test_only_the_secretariat_writes_down_what_the_table_said_of_it(scene, person):
    measure, somebody = proposed_measure(scene), getattr(scene, person)
    decision = decision_for_measure(scene, measure)
    with pytest.raises(PermissionRefused):
        adopt_measure(measure=measure, decision=decision, by=somebody, at=AT)
    with pytest.raises(PermissionRefused):
        reject_measure(measure=measure, reason="No", by=somebody, at=AT)
    with pytest.raises(PermissionRefused):
        evaluate(scene, adopted_measure(scene), by=somebody)
