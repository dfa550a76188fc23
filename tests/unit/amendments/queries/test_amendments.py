"""Amendments and measures as they are shown, and the original target beside the one in force."""

from datetime import date

import pytest

from concierta.amendments.enums import MeasureState
from concierta.amendments.operations import reject_measure
from concierta.amendments.queries import (
    amendment_for,
    amendment_subject,
    amendments_of,
    amendments_proposed,
    changes_of,
    measure_for,
    measure_subject,
    measures_of,
    measures_proposed,
    measures_to_evaluate,
    original_targets,
    plan_as_of,
    problems_of_amendment,
)
from concierta.indicators.models import Target
from concierta.kernel.errors import NotFound
from concierta.people.enums import Role
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from factories import count_queries, make_entity, make_person
from factories.amendments import (
    adopted_amendment,
    adopted_measure,
    change,
    proposed_amendment,
    proposed_measure,
    weigh,
)
from factories.cast import AT


def test_the_public_sees_the_original_target_and_the_one_in_force(scene):
    Target.objects.filter(indicator__code="IP-1", year=2027).delete()
    first = adopted_amendment(scene, [change(after=800), change(key="2027", after=50), change("IP-2", None)])
    second = adopted_amendment(scene, [change(after=700)], effective_on=date(2025, 10, 1))
    found = original_targets(scene.plan)
    assert [(key, moved.original, moved.current) for key, moved in found.items()] == [
        (("IP-1", "2025"), "1000", "700"),
        (("IP-1", "2027"), "", "50"),
        (("IP-2", "2025"), "1000", None),
    ]
    moved = found["IP-1", "2025"]
    assert [one.amendment for one in moved.changes] == [first, second]
    assert moved.changes[0].amendment.decision.number == "2025-01"
    assert (moved.was_absent, found["IP-1", "2027"].was_absent) == (False, True)


def test_at_a_cut_off_only_what_is_in_force_has_moved(scene):
    adopted_amendment(scene, [change(after=800)])
    adopted_amendment(scene, [change(after=700)], effective_on=date(2025, 10, 1))
    assert original_targets(scene.plan, date(2025, 3, 31)) == {}
    (moved,) = original_targets(scene.plan, date(2025, 6, 30)).values()
    assert (moved.original, moved.current, len(moved.changes)) == ("1000", "800", 1)


def test_the_original_is_that_of_the_first_adopted_whatever_takes_effect_first(scene):
    adopted_amendment(scene, [change(after=700)], effective_on=date(2025, 10, 1))
    adopted_amendment(scene, [change(after=800)])
    (moved,) = original_targets(scene.plan).values()
    assert (moved.original, moved.current, [one.after for one in moved.changes]) == ("1000", "700", ["800", "700"])
    assert original_targets(scene.plan, date(2025, 5, 1))["IP-1", "2025"].original == "1000"


def test_changes_of_a_plan_are_the_adopted_ones_in_order_of_effect(scene):
    proposed_amendment(scene)
    adopted_amendment(scene, weigh(BP_1="0.5", BP_2="0.5"), effective_on=date(2025, 8, 1))
    adopted_amendment(scene, [change(after=800)])
    assert [change.subject for change in changes_of(scene.plan)] == ["IP-1", "BP-1", "BP-2"]
    assert [change.subject for change in changes_of(scene.plan, kind="project", subject="BP-2")] == ["BP-2"]


def test_a_plan_as_of_a_day_takes_one_query(scene):
    adopted_amendment(scene, [change(), *weigh(BP_1="0.5", BP_2="0.5")])
    assert count_queries(lambda: plan_as_of(scene.plan, date(2025, 5, 1)).values) == 1


@pytest.mark.parametrize("many", [1, 4])
def test_lists_take_the_same_queries_however_long(scene, many):
    for number in range(many):
        adopted_amendment(scene, [change(after=number)], effective_on=date(2025, 5, 1 + number))
        proposed_amendment(scene, [change("IP-2"), change("IP-3")])
        adopted_measure(scene)

    def read(rows) -> int:
        return count_queries(
            lambda: [
                (row.plan.secretariat, row.decision and row.decision.session.mesa, row.item and row.item.session)
                for row in rows
            ]
        )

    assert read(amendments_of(scene.plan)) == 2
    assert read(measures_of(scene.plan)) == 2
    assert count_queries(lambda: [one.amendment.decision.session for one in changes_of(scene.plan)]) == 1
    assert count_queries(lambda: original_targets(scene.plan)) == 2
    assert count_queries(lambda: [len(row.changes.all()) for row in amendments_proposed([scene.plan])]) == 2


def test_the_agenda_brings_back_what_is_due(scene):
    due = adopted_measure(scene)
    adopted_measure(scene, evaluate_on=date(2025, 12, 1))
    proposed_measure(scene)
    assert list(measures_to_evaluate(scene.plan, date(2025, 9, 29))) == []
    assert list(measures_to_evaluate(scene.plan, date(2025, 9, 30))) == [due]
    assert measure_for(scene.reporter, due.pk).state == MeasureState.ADOPTED


def test_what_waits_for_the_table(scene):
    waiting = proposed_amendment(scene)
    adopted_amendment(scene, [change("IP-2")])
    measure = proposed_measure(scene)
    reject_measure(measure=proposed_measure(scene), reason="No", by=None, at=AT)
    assert list(amendments_proposed([scene.plan])) == [waiting]
    assert list(measures_proposed([scene.plan])) == [measure]


def test_how_the_agenda_names_them(scene):
    amendment, measure = proposed_amendment(scene), proposed_measure(scene)
    assert (amendment_subject(amendment), measure_subject(measure)) == ("amendment:1", "measure:1")
    Plan.objects.create(
        slug="otro", name="Otro", starts_on=date(2024, 1, 1), ends_on=date(2027, 12, 31), agreement=scene.agreement,
        state=PlanState.IN_FORCE,
    )  # fmt: skip
    assert (amendment_subject(amendment), measure_subject(measure)) == ("cali/amendment:1", "cali/measure:1")


@pytest.mark.parametrize("state", [PlanState.IN_FORCE, PlanState.DRAFT])
def test_they_are_of_those_with_a_part_in_the_plan(scene, state):
    amendment, measure = proposed_amendment(scene), proposed_measure(scene)
    stranger = make_person("Elena Extraña", (Role.SECRETARIAT, make_entity("palmira")))
    Plan.objects.update(state=state)
    for load, row in ((amendment_for, amendment), (measure_for, measure)):
        assert load(scene.outsider, row.pk) == row
        with pytest.raises(NotFound):
            load(stranger, row.pk)
        with pytest.raises(NotFound):
            load(scene.outsider, 0)


def test_problems_are_told_before_the_vote(scene):
    assert problems_of_amendment(proposed_amendment(scene)) == []
    told = problems_of_amendment(proposed_amendment(scene, weigh(BP_1="0.5")))
    assert [str(problem) for problem in told] == ["que los pesos de «Eje 1» sumen 100 %: suman 110 %"]
