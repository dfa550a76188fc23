"""The only way to move a plan in force: targets, weights, dates, responsibles, words."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from concierta.amendments.enums import AmendmentState, ChangeField, SubjectKind
from concierta.amendments.operations import AmendmentInconsistent
from concierta.indicators.models import Indicator, Target
from concierta.ledger.models import Event
from concierta.plans.models import Node, Project
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.operations import take_over
from concierta.responsibilities.queries import holder_of
from factories.amendments import (
    DECIDED_AT,
    EFFECTIVE_ON,
    adopted_amendment,
    change,
    target_of,
    weigh,
)
from factories.cast import make_indicator
from factories.ledger import body_of

AFTER = DECIDED_AT + timedelta(hours=1)
#: Noon in Cali.
ON_THE_DAY = datetime(2025, 4, 15, 17, tzinfo=UTC)


def test_a_target_moves_and_the_amendment_says_from_what_to_what(scene):
    made = adopted_amendment(scene)
    (moved,) = made.changes.all()
    assert target_of("IP-1") == 800
    assert (moved.before, moved.after) == ("1000", "800")
    assert (made.state, made.adoption, made.adopted_at) == (AmendmentState.ADOPTED, 1, AFTER)
    assert made.item == made.decision.motion.item


def test_the_ledger_keeps_the_decision_the_cause_by_hash_and_each_change(scene):
    made = adopted_amendment(scene)
    event = Event.objects.get(kind="amendment.adopted")
    body = json.loads(event.payload)["body"]
    assert (event.subject, event.plan) == (f"amendment/cali/{made.number}", "cali")
    assert (body["decision"], body["effective_on"], body["council_act"]) == ("2025-01", "2025-04-15", "")
    assert body["changes"] == [
        {
            "kind": "indicator",
            "subject": "IP-1",
            "field": "target",
            "key": "2025",
            "before": "1000",
            "after": "800",
        }
    ]
    assert made.cause not in event.payload
    assert body_of(event)["cause"] == made.cause


def test_a_target_becomes_np_and_one_appears_where_there_was_none(scene):
    Target.objects.filter(indicator__code="IP-1", year=2027).delete()
    made = adopted_amendment(scene, [change(after=None), change(after="10.5", key="2027")])
    assert (target_of("IP-1"), target_of("IP-1", 2027)) == (None, Decimal("10.5"))
    assert [(moved.before, moved.after) for moved in made.changes.all()] == [("1000", None), ("", "10.5")]


def test_a_target_of_a_quarter_moves_with_its_year(scene):
    for quarter in (1, 2, 3, 4):
        Target.objects.create(indicator=scene.outputs["IP-1"], year=2026, quarter=quarter, value=250)
    with pytest.raises(
        AmendmentInconsistent, match="metas trimestrales 2026 de IP-1 llevan a 1000 y la del año es 800"
    ):
        adopted_amendment(scene, [change(key="2026")])
    adopted_amendment(scene, [change(key="2026", after=950), change(key="2026-T4", after=200)])
    assert (target_of("IP-1", 2026), target_of("IP-1", 2026, 4)) == (950, 200)


def test_a_baseline_moves_with_its_day_and_source(scene):
    field = ChangeField.BASELINE
    adopted_amendment(
        scene, [change(after="12.5", key="", field=field), change(after=date(2024, 12, 31), key="on", field=field),
                change(after="GEIH", key="source", field=field)]
    )  # fmt: skip
    indicator = Indicator.objects.get(code="IP-1")
    assert (indicator.baseline, indicator.baseline_on, indicator.baseline_source) == (
        Decimal("12.5"),
        date(2024, 12, 31),
        "GEIH",
    )


def test_weights_move_together(scene):
    adopted_amendment(scene, weigh(BP_1="0.7", BP_2="0.3"))
    assert dict(Project.objects.values_list("code", "weight")) == {
        "BP-1": Decimal("0.7"),
        "BP-2": Decimal("0.3"),
        "BP-3": None,
    }


def test_weights_that_no_longer_add_up_are_refused_with_their_family_and_sum(scene):
    with pytest.raises(AmendmentInconsistent, match="que los pesos de «Eje 1» sumen 100 %: suman 110 %") as refused:
        adopted_amendment(scene, weigh(BP_1="0.5"))
    assert len(refused.value.problems) == 1
    assert Project.objects.get(code="BP-1").weight == Decimal("0.4")


def test_weights_of_nodes_add_up_too(scene):
    axis = change("eje/1", "0.5", "", ChangeField.WEIGHT, SubjectKind.NODE)
    with pytest.raises(AmendmentInconsistent, match="«Plan Local de Empleo» sumen 100 %: suman 90 %"):
        adopted_amendment(scene, [axis])
    adopted_amendment(scene, [axis, change("eje/2", "0.5", "", ChangeField.WEIGHT, SubjectKind.NODE)], decided_at=AFTER)
    assert [node.weight for node in Node.objects.order_by("code")] == [Decimal("0.5"), Decimal("0.5")]


def test_a_product_alone_weighs_all_or_nothing(scene):
    product = change("BP-1/P-1", "0.5", "", ChangeField.WEIGHT, SubjectKind.PRODUCT)
    with pytest.raises(AmendmentInconsistent, match="«Proyecto 1» sumen 100 %: suman 50 %"):
        adopted_amendment(scene, [product])


def test_activities_and_outcomes_are_weighed_among_their_own(scene):
    activity = change("BP-1/P-1/01", "0.9", "", ChangeField.WEIGHT, SubjectKind.ACTIVITY)
    outcome = change("R-01", "0.9", "", ChangeField.WEIGHT)
    with pytest.raises(AmendmentInconsistent) as refused:
        adopted_amendment(scene, [activity, outcome])
    assert [problem.params["parent"] for problem in refused.value.problems] == ["Producto 1", "Plan Local de Empleo"]


def test_the_schedule_of_an_activity_moves(scene):
    ends = change("BP-1/P-1/01", date(2026, 3, 31), "", ChangeField.ENDS_ON, SubjectKind.ACTIVITY)
    made = adopted_amendment(scene, [ends])
    scene.activity.refresh_from_db()
    assert scene.activity.ends_on == date(2026, 3, 31)
    assert made.changes.get().before == "2025-11-30"


def test_an_activity_that_would_end_before_it_begins_is_refused(scene):
    ends = change("BP-1/P-1/01", date(2025, 1, 31), "", ChangeField.ENDS_ON, SubjectKind.ACTIVITY)
    with pytest.raises(AmendmentInconsistent, match="la actividad BP-1/P-1/01 termina antes de empezar"):
        adopted_amendment(scene, [ends])


def test_responsibles_move_by_entity(scene):
    field = ChangeField.RESPONSIBLE
    adopted_amendment(
        scene, [change("IP-1", scene.univalle, "reports", field),
                change("BP-1", "univalle", "executes", field, SubjectKind.PROJECT)]
    )  # fmt: skip
    assert Indicator.objects.get(code="IP-1").reporter == scene.desarrollo
    assert Project.objects.get(code="BP-1").entity == scene.desarrollo
    assert take_over(by=None, at=ON_THE_DAY) == 2
    assert Indicator.objects.get(code="IP-1").reporter == scene.univalle
    assert Project.objects.get(code="BP-1").entity == scene.univalle


@pytest.mark.parametrize(
    ("duty", "entity", "said"),
    [
        ("reports", "planeacion", "quien revise el indicador IP-1, distinto de quien reporta"),
        ("verifies", "desarrollo", "quien verifique el indicador IP-1, distinto de quien reporta y revisa"),
        ("verifies", "planeacion", "quien verifique el indicador IP-1, distinto de quien reporta y revisa"),
        ("reviews", "control", "quien verifique el indicador IP-1, distinto de quien reporta y revisa"),
    ],
)
def test_three_steps_stay_with_three_entities(scene, duty, entity, said):
    with pytest.raises(AmendmentInconsistent, match=said):
        adopted_amendment(scene, [change("IP-1", entity, duty, ChangeField.RESPONSIBLE)])


def test_somebody_must_still_present_the_figure(scene):
    scene.plan.presenter = None
    scene.plan.save()
    Indicator.objects.filter(code="IP-1").update(presenter=scene.planeacion)
    with pytest.raises(AmendmentInconsistent, match="quien presente el indicador IP-1 a la comunidad"):
        adopted_amendment(scene, [change("IP-1", None, "presents", ChangeField.RESPONSIBLE)])


def test_a_duty_held_by_name_passes_on_the_day(scene):
    project, field = scene.projects["BP-1"], ChangeField.RESPONSIBLE
    Responsibility.objects.create(project=project, duty="accountable", entity=scene.desarrollo, since=date(2024, 1, 1))
    made = adopted_amendment(scene, [change("BP-1", "sena", "accountable", field, SubjectKind.PROJECT)])
    assert made.changes.get().before == "desarrollo"
    held = Responsibility.objects.order_by("since").values_list("entity__code", "since", "until")
    assert list(held) == [("desarrollo", date(2024, 1, 1), EFFECTIVE_ON), ("sena", EFFECTIVE_ON, None)]
    day_before = EFFECTIVE_ON - timedelta(days=1)
    assert [holder_of(project, Duty.ACCOUNTABLE, on).entity for on in (day_before, EFFECTIVE_ON)] == [
        scene.desarrollo,
        scene.sena,
    ]


def test_who_answered_before_is_still_told_after_the_column_moved(scene):
    october = date(2025, 10, 1)
    by_mesa = {"key": "reports", "field": ChangeField.RESPONSIBLE}
    adopted_amendment(scene, [change(after=scene.univalle, **by_mesa)], effective_on=october)
    adopted_amendment(scene, [change(after="sena", **by_mesa)])
    held = Responsibility.objects.order_by("since").values_list("entity__code", "since", "until")
    assert list(held) == [
        ("desarrollo", date(2024, 1, 1), EFFECTIVE_ON),
        ("sena", EFFECTIVE_ON, october),
        ("univalle", october, None),
    ]
    told = []
    for at in (ON_THE_DAY - timedelta(days=1), ON_THE_DAY, ON_THE_DAY.replace(month=10, day=1)):
        take_over(by=None, at=at)
        told.append(Indicator.objects.get(code="IP-1").reporter)
    assert told == [scene.desarrollo, scene.sena, scene.univalle]


def test_names_units_and_goals_move(scene):
    product, kind = "BP-1/P-1", SubjectKind.PRODUCT
    adopted_amendment(
        scene, [
            change(product, "Personas certificadas", "", ChangeField.NAME, kind),
            change(product, "certificados", "", ChangeField.UNIT, kind),
            change(product, "45.2", "", ChangeField.GOAL, kind),
            change("IP-1", "Certificados entregados", "", ChangeField.DEFINITION),
        ]
    )  # fmt: skip
    scene.products["BP-1"].refresh_from_db()
    made = scene.products["BP-1"]
    assert (made.name, made.unit, made.goal_code) == ("Personas certificadas", "certificados", "45.2")
    assert Indicator.objects.get(code="IP-1").definition == "Certificados entregados"


def test_another_way_of_adding_up_needs_its_baseline(scene):
    kind = change("IP-1", "capacity", "", ChangeField.ACCUMULATION)
    with pytest.raises(AmendmentInconsistent, match="IP-1 se mide contra su línea base"):
        adopted_amendment(scene, [kind])
    adopted_amendment(scene, [kind, change("IP-1", 100, "", ChangeField.BASELINE)], decided_at=AFTER)
    assert Indicator.objects.get(code="IP-1").accumulation == "capacity"


def test_a_target_against_its_indicator_is_refused(scene):
    make_indicator(scene, "TD", accumulation="reduction", baseline=Decimal(12), target=Decimal(9))
    with pytest.raises(AmendmentInconsistent, match=r"meta 2025 de TD \(13\) va en contra del indicador.* es 12"):
        adopted_amendment(scene, [change("TD", 13)])


def test_a_target_outside_the_plan_is_refused(scene):
    with pytest.raises(AmendmentInconsistent, match="la meta 2028 de IP-1 cae fuera del plan, que va de 2024 a 2027"):
        adopted_amendment(scene, [change(key="2028")])


@pytest.mark.parametrize("key", ["2024", "2025-T1"])
def test_the_target_of_a_period_that_ended_is_history(scene, key):
    with pytest.raises(AmendmentInconsistent, match=f"la meta {key} de IP-1 es de un periodo que terminó antes"):
        adopted_amendment(scene, [change(key=key)])


def test_long_words_and_many_changes_fit_in_the_log(scene):
    for number in range(200):
        make_indicator(scene, f"X-{number:03}")
    changes = [change(f"X-{number:03}", number, "2025") for number in range(200)]
    adopted_amendment(scene, [*changes, change("IP-1", "palabra " * 9000, "", ChangeField.DEFINITION)])
    body = json.loads(Event.objects.get(kind="amendment.adopted").payload)["body"]
    assert body["change_count"] == 201
    assert "changes" not in body
    assert len(body["changes_sha256"]) == 64
