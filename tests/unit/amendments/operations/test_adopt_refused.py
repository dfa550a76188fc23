"""Every way in which a change of a plan in force is refused."""

from datetime import date, timedelta

import pytest

from concierta.agreements.operations import register_agreement
from concierta.amendments.enums import AmendmentState
from concierta.amendments.models import Amendment
from concierta.amendments.operations import AmendmentInconsistent, adopt_amendment, revise_amendment
from concierta.kernel.errors import PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.mesa.enums import MotionState
from concierta.mesa.models import Mesa
from concierta.plans.enums import PlanState
from concierta.publishing.models import Corte
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
    target_of,
    weigh,
)
from factories.cast import AT

AFTER = DECIDED_AT + timedelta(hours=1)


def adopt(scene: AmendableCast, amendment: Amendment, decision=None, **fields):
    given = {
        "amendment": amendment,
        "decision": decision or decision_for(scene, amendment),
        "by": scene.secretary,
        "at": AFTER,
    }
    return adopt_amendment(**(given | fields))


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
    mesa = Mesa.objects.create(agreement=other, name="Otra mesa", secretariat=scene.planeacion, chair=scene.sena)
    decision = decision_on(scene, item_of(scene), mesa=mesa)
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
    assert (target_of("IP-1"), target_of("IP-1", 2026)) == (900, 1000)


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
    assert target_of("IP-1") == 1000
    assert Amendment.objects.get().state == AmendmentState.PROPOSED
    assert list(Event.objects.order_by("index").values_list("kind", flat=True))[events:] == ["amendment.proposed"]
