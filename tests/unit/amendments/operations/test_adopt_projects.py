"""Projects that enter a plan in force and close in it, and effects that come one after another."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from concierta.amendments.operations import AmendmentInconsistent
from concierta.indicators.models import Indicator
from concierta.plans.models import Project
from factories.amendments import (
    DECIDED_AT,
    EFFECTIVE_ON,
    addition,
    adopted_amendment,
    change,
    closing,
    target_of,
    weigh,
)

AFTER = DECIDED_AT + timedelta(hours=1)


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
    assert target_of("IP-1") == 700
    assert (made.adoption, made.changes.get().before) == (2, "1000")
