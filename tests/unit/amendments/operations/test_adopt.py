"""The only way to move a plan in force, and every way in which it is refused."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from concierta.agreements.operations import register_agreement
from concierta.amendments.enums import AmendmentState, ChangeField, SubjectKind
from concierta.amendments.models import Amendment
from concierta.amendments.operations import AmendmentInconsistent, adopt_amendment, revise_amendment
from concierta.indicators.models import Indicator, Target
from concierta.kernel.errors import PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.plans.enums import PlanState
from concierta.plans.models import Node, Project
from concierta.publishing.models import Corte
from concierta.responsibilities.enums import Duty
from concierta.responsibilities.models import Responsibility
from concierta.responsibilities.queries import holder_of
from concierta.table.enums import MotionState
from concierta.table.models import TechnicalTable
from factories.amendments import (
    DECIDED_AT,
    EFFECTIVE_ON,
    MINUTE,
    AmendableCast,
    addition,
    adopted_amendment,
    change,
    closing,
    decision_for,
    decision_on,
    item_of,
    on_an_agenda_to_come,
    proposed_amendment,
    weigh,
)
from factories.cast import AT, make_indicator

AFTER = DECIDED_AT + timedelta(hours=1)


def adopt(scene: AmendableCast, amendment: Amendment, decision=None, **fields):
    given = {
        "amendment": amendment,
        "decision": decision or decision_for(scene, amendment),
        "by": scene.secretary,
        "at": AFTER,
    }
    return adopt_amendment(**(given | fields))


def target(code: str, year: int = 2025, quarter: int | None = None) -> Decimal | None:
    return Target.objects.get(indicator__code=code, year=year, quarter=quarter).value


def test_a_target_moves_and_the_amendment_says_from_what_to_what(scene):
    made = adopted_amendment(scene)
    (moved,) = made.changes.all()
    assert target("IP-1") == 800
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
    assert len(body["cause_sha256"]) == 64


def test_a_target_becomes_np_and_one_appears_where_there_was_none(scene):
    Target.objects.filter(indicator__code="IP-1", year=2027).delete()
    made = adopted_amendment(scene, [change(after=None), change(after="10.5", key="2027")])
    assert (target("IP-1"), target("IP-1", 2027)) == (None, Decimal("10.5"))
    assert [(moved.before, moved.after) for moved in made.changes.all()] == [("1000", None), ("", "10.5")]


def test_a_target_of_a_quarter_moves_with_its_year(scene):
    for quarter in (1, 2, 3, 4):
        Target.objects.create(indicator=scene.outputs["IP-1"], year=2026, quarter=quarter, value=250)
    with pytest.raises(
        AmendmentInconsistent, match="metas trimestrales 2026 de IP-1 llevan a 1000 y la del año es 800"
    ):
        adopted_amendment(scene, [change(key="2026")])
    adopted_amendment(scene, [change(key="2026", after=950), change(key="2026-T4", after=200)])
    assert (target("IP-1", 2026), target("IP-1", 2026, 4)) == (950, 200)


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
    by_table = {"key": "reports", "field": ChangeField.RESPONSIBLE}
    adopted_amendment(scene, [change(after=scene.univalle, **by_table)], effective_on=october)
    adopted_amendment(scene, [change(after="sena", **by_table)])
    held = Responsibility.objects.order_by("since").values_list("entity__code", "since", "until")
    assert list(held) == [
        ("desarrollo", date(2024, 1, 1), EFFECTIVE_ON),
        ("sena", EFFECTIVE_ON, october),
        ("univalle", october, None),
    ]
    assert Indicator.objects.get(code="IP-1").reporter == scene.univalle


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


def test_a_project_is_added_whole(scene):
    adopted_amendment(scene, [addition()])
    project = Project.objects.get(code="BP-9")
    indicator = Indicator.objects.get(code="IP-9")
    assert (project.node, project.entity, project.entered_on) == (scene.second, scene.univalle, EFFECTIVE_ON)
    assert (indicator.product.project, indicator.reporter, indicator.kind) == (project, scene.univalle, "output")
    assert list(indicator.targets.values_list("year", "value")) == [(2025, 500), (2026, 500)]


def test_an_added_project_is_weighed_among_its_siblings(scene):
    with pytest.raises(AmendmentInconsistent, match="peso de 1 de los 3 componentes de «Eje 1»"):
        adopted_amendment(scene, [addition(node="eje/1")])
    adopted_amendment(scene, [addition(node="eje/1", weight="0.2"), *weigh(BP_1="0.3", BP_2="0.5")], decided_at=AFTER)
    assert Project.objects.get(code="BP-9").weight == Decimal("0.2")


def test_an_added_indicator_obeys_the_rules_from_its_first_day(scene):
    wrong = addition(reporter="control", accumulation="capacity", targets={"2029": "1"})
    with pytest.raises(AmendmentInconsistent) as refused:
        adopted_amendment(scene, [wrong])
    assert [problem.message.split("%(code)s")[0] for problem in refused.value.problems] == [
        "la meta %(period)s de ",
        "el indicador ",
        "quien verifique el indicador ",
    ]


def test_a_project_closes_and_its_siblings_carry_its_weight(scene):
    with pytest.raises(AmendmentInconsistent, match="«Eje 1» sumen 100 %: suman 60 %"):
        adopted_amendment(scene, [closing("BP-1")])
    adopted_amendment(scene, [closing("BP-1"), *weigh(BP_2="1")], decided_at=AFTER)
    assert Project.objects.get(code="BP-1").closed_on == EFFECTIVE_ON


def test_a_project_that_closes_later_leaves_its_weight_only_then(scene):
    with pytest.raises(AmendmentInconsistent) as refused:
        adopted_amendment(scene, [closing("BP-1", date(2025, 12, 31)), *weigh(BP_2="1")])
    assert [str(problem) for problem in refused.value.problems] == ["que los pesos de «Eje 1» sumen 100 %: suman 140 %"]
    with pytest.raises(AmendmentInconsistent, match=r"desde el 31/12/2025.*«Eje 1» sumen 100 %: suman 60 %"):
        adopted_amendment(scene, [closing("BP-1", date(2025, 12, 31))], decided_at=AFTER)


def test_an_earlier_effect_must_fit_with_what_was_adopted_for_later(scene):
    adopted_amendment(scene, weigh(BP_1="0.7", BP_2="0.3"), effective_on=date(2026, 1, 1))
    with pytest.raises(AmendmentInconsistent, match=r"desde el 01/01/2026, con lo ya adoptado: .*suman 70 %"):
        adopted_amendment(scene, [closing("BP-2"), *weigh(BP_1="1")])


def test_the_live_plan_carries_the_last_effect_whatever_the_order(scene):
    adopted_amendment(scene, [change(after=700)], effective_on=date(2025, 10, 1))
    made = adopted_amendment(scene, [change(after=900)], decided_at=AFTER)
    assert target("IP-1") == 700
    assert (made.adoption, made.changes.get().before) == (2, "1000")


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_only_the_secretariat_puts_it_on_record(scene):
    amendment = proposed_amendment(scene)
    for person in (scene.reporter, scene.verifier, scene.principal("sena")):
        with pytest.raises(PermissionRefused):
            adopt(scene, amendment, by=person)
    assert adopt(scene, amendment, by=None).state == AmendmentState.ADOPTED


def test_only_a_plan_in_force_is_amended(scene):
    amendment = proposed_amendment(scene)
    scene.plan.state = PlanState.CLOSED
    scene.plan.save()
    with pytest.raises(TransitionRefused, match="«Cerrado»: la mesa solo cambia un plan en vigencia"):
        adopt(scene, amendment)


def test_it_is_adopted_once(scene):
    amendment = adopted_amendment(scene)
    with pytest.raises(TransitionRefused, match="el estado actual es «Adoptada»"):
        adopt(scene, amendment, amendment.decision)


def test_the_decision_of_another_table_moves_nothing(scene):
    amendment = proposed_amendment(scene)
    other = register_agreement(slug="otro", title="Otro", signed_on=date(2020, 1, 1), by=None, at=AT)
    table = TechnicalTable.objects.create(
        agreement=other, name="Otra mesa", secretariat=scene.planeacion, chair=scene.sena
    )
    decision = decision_on(scene, item_of(scene), table=table)
    with pytest.raises(Refusal, match="La decisión 2025-01 es de otra mesa"):
        adopt(scene, amendment, decision)


def test_a_motion_that_was_not_carried_moves_nothing(scene):
    amendment = proposed_amendment(scene)
    item = item_of(scene)
    Amendment.objects.update(item=item)
    with pytest.raises(Refusal, match="no fue aprobada por la mesa"):
        adopt(scene, amendment, decision_on(scene, item, MotionState.FAILED))


def test_it_must_have_stood_on_the_agenda(scene):
    amendment = proposed_amendment(scene)
    with pytest.raises(Refusal, match="en el que «Ajuste de metas» no estaba"):
        adopt(scene, amendment, decision_on(scene, item_of(scene)))


def test_an_item_that_the_agenda_brought_by_itself_will_do(scene):
    amendment = proposed_amendment(scene)
    item = item_of(scene, subject=f"amendment:{amendment.number}")
    assert adopt(scene, amendment, decision_on(scene, item)).item == item


def test_what_changed_after_the_vote_was_not_voted(scene):
    amendment = proposed_amendment(scene)
    on_an_agenda_to_come(scene, amendment)
    decision = decision_for(scene, amendment)
    revise_amendment(
        amendment=amendment, title="Otro", cause="Otra", effective_on=EFFECTIVE_ON, changes=[change(after=1)],
        by=scene.secretary, at=DECIDED_AT + 30 * MINUTE,
    )  # fmt: skip
    with pytest.raises(TransitionRefused, match="lo que la mesa votó no es lo que dice ahora"):
        adopt(scene, amendment, decision)


def test_it_cannot_hold_from_before_its_session(scene):
    amendment = proposed_amendment(scene, effective_on=date(2025, 4, 9))
    with pytest.raises(Refusal, match=r"no puede regir desde el 09/04/2025, antes de la sesión .*10/04/2025"):
        adopt(scene, amendment)
    assert adopted_amendment(scene, effective_on=date(2025, 4, 10)).state == AmendmentState.ADOPTED


def test_what_was_published_is_not_rewritten(scene):
    amendment = proposed_amendment(scene, effective_on=date(2025, 6, 30))
    Corte.objects.create(plan=scene.plan, cut_off=date(2025, 6, 30), published_at=AFTER, manifest_sha256="0" * 64)
    with pytest.raises(Refusal, match="El corte al 30/06/2025 ya se publicó"):
        adopt(scene, amendment)
    later = proposed_amendment(scene, effective_on=date(2025, 7, 1))
    assert adopt(scene, later).state == AmendmentState.ADOPTED


def test_the_development_plan_changes_by_act_of_the_council(scene):
    amendment = proposed_amendment(scene, touches_development_plan=True)
    decision = decision_for(scene, amendment)
    with pytest.raises(Refusal, match="eso lo hace el concejo: escriba el número de su acuerdo"):
        adopt(scene, amendment, decision)
    made = adopt(scene, amendment, decision, council_act=" Acuerdo 0574 de 2025 ")
    made.refresh_from_db()
    assert made.council_act == "Acuerdo 0574 de 2025"
    assert "Acuerdo 0574 de 2025" in Event.objects.get(kind="amendment.adopted").payload


def test_what_moved_since_it_was_proposed_is_listed_and_nothing_is_rebased(scene):
    amendment = proposed_amendment(scene, [change(), change(key="2026")])
    adopted_amendment(scene, [change(after=900)])
    with pytest.raises(Refusal) as refused:
        adopt(scene, amendment)
    assert "Meta 2025 · IP-1: 1000 → 900" in str(refused.value)
    assert "2026" not in str(refused.value)
    assert (target("IP-1"), target("IP-1", 2026)) == (900, 1000)


@pytest.mark.parametrize("changes", [[addition()], [closing("BP-3")]])
def test_a_project_is_added_or_closed_once(scene, changes):
    amendment = proposed_amendment(scene, changes)
    adopted_amendment(scene, changes)
    with pytest.raises(Refusal, match="Desde que se propuso"):
        adopt(scene, amendment)


def test_a_refused_amendment_leaves_nothing_behind(scene):
    events = Event.objects.count()
    with pytest.raises(AmendmentInconsistent):
        adopted_amendment(scene, [change(), *weigh(BP_1="0.5")])
    assert target("IP-1") == 1000
    assert Amendment.objects.get().state == AmendmentState.PROPOSED
    assert list(Event.objects.order_by("index").values_list("kind", flat=True))[events:] == ["amendment.proposed"]


def test_long_words_and_many_changes_fit_in_the_log(scene):
    for number in range(200):
        make_indicator(scene, f"X-{number:03}")
    changes = [change(f"X-{number:03}", number, "2025") for number in range(200)]
    adopted_amendment(scene, [*changes, change("IP-1", "palabra " * 9000, "", ChangeField.DEFINITION)])
    body = json.loads(Event.objects.get(kind="amendment.adopted").payload)["body"]
    assert body["change_count"] == 201
    assert "changes" not in body
    assert len(body["changes_sha256"]) == 64
