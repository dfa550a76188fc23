"""Who may see, shape and feed a plan: one matrix per permission."""

import pytest

from concierta.people.models import User
from concierta.plans.enums import PlanState
from concierta.plans.permissions import can_create_plan, can_feed_plan, can_manage_plan, can_see_plan, can_shape_plan
from factories.plans import Drafting

D, F, C = PlanState.DRAFT, PlanState.IN_FORCE, PlanState.CLOSED


def person(drafting: Drafting, who: str) -> User | None:
    return None if who == "operator" else getattr(drafting, who)


@pytest.mark.parametrize(
    ("can", "who", "states"),
    [
        (can_manage_plan, "operator", {D, F, C}),
        (can_manage_plan, "secretary", {D, F, C}),
        (can_manage_plan, "reporter", set()),
        (can_manage_plan, "stranger", set()),
        (can_shape_plan, "operator", {D}),
        (can_shape_plan, "secretary", {D}),
        (can_shape_plan, "reporter", set()),
        (can_shape_plan, "stranger", set()),
        (can_feed_plan, "operator", {D, F}),
        (can_feed_plan, "secretary", {D, F}),
        (can_feed_plan, "reporter", set()),
        (can_feed_plan, "stranger", set()),
        (can_see_plan, "operator", {D, F, C}),
        (can_see_plan, "secretary", {D, F, C}),
        (can_see_plan, "reporter", {D, F, C}),
        (can_see_plan, "stranger", set()),
    ],
)
def test_who_may_do_what_and_when(drafting: Drafting, can, who: str, states: set[PlanState]):
    allowed = set()
    for state in (D, F, C):
        drafting.plan.state = state
        if can(person(drafting, who), drafting.plan):
            allowed.add(state)
    assert allowed == states


@pytest.mark.parametrize(("who", "allowed"), [("operator", True), ("secretary", True), ("stranger", False)])
def test_a_plan_is_created_by_the_secretariat_that_will_keep_it(drafting: Drafting, who: str, allowed: bool):
    assert bool(can_create_plan(person(drafting, who), drafting.planeacion)) is allowed


def test_a_plan_without_secretariat_belongs_to_the_operator(drafting: Drafting):
    drafting.plan.secretariat = None
    assert can_manage_plan(None, drafting.plan)
    verdict = can_manage_plan(drafting.secretary, drafting.plan)
    assert not verdict
    assert "aún no tiene secretaría técnica" in verdict.reason


def test_a_refusal_tells_the_button_why(drafting: Drafting):
    assert "Secretaría técnica" in can_shape_plan(drafting.reporter, drafting.plan).reason
