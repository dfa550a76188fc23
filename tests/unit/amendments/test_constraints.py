"""The lies that the database refuses, also in bulk."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from concierta.amendments.enums import AmendmentState, MeasureState
from concierta.amendments.models import AdjustmentMeasure, Amendment, Change, MeasuredFigure
from factories.amendments import adopted_amendment, adopted_measure, proposed_amendment, proposed_measure
from factories.cast import AT


def refused(name: str, rows, **fields) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**fields)


@pytest.mark.parametrize("missing", ["decision", "adopted_at", "adoption"])
def test_an_amendment_is_adopted_by_a_decision(scene, missing):
    adopted_amendment(scene)
    refused("an_amendment_is_adopted_by_a_decision", Amendment.objects, **{missing: None})


def test_what_was_not_adopted_has_no_place_in_the_order(scene):
    proposed_amendment(scene)
    refused("an_amendment_is_adopted_by_a_decision", Amendment.objects, adoption=1)
    refused("an_amendment_is_adopted_by_a_decision", Amendment.objects, adopted_at=AT)


def test_one_amendment_is_adopted_after_another(scene):
    adopted_amendment(scene)
    adopted_amendment(scene, effective_on=date(2025, 5, 1), changes=[*_other()])
    refused("amendment", Amendment.objects.filter(adoption=2), adoption=1)


def test_an_amendment_says_why_also_when_it_is_over(scene):
    proposed_amendment(scene)
    refused("an_amendment_says_why", Amendment.objects, cause="")
    refused("an_amendment_closed_says_why", Amendment.objects, state=AmendmentState.REJECTED)
    refused("an_amendment_closed_says_why", Amendment.objects, state=AmendmentState.WITHDRAWN)


def test_the_development_plan_changes_by_act_of_the_council(scene):
    adopted_amendment(scene)
    refused("the_development_plan_changes_by_act_of_the_council", Amendment.objects, touches_development_plan=True)


def test_a_number_is_used_once_and_a_value_changes_once(scene):
    proposed_amendment(scene)
    proposed_amendment(scene, _other())
    refused("amendment", Amendment.objects.filter(number=2), number=1)
    proposed = proposed_amendment(scene, [*_other(), *_other("R-01")])
    refused("change", Change.objects.filter(amendment=proposed, subject="R-01"), subject="IP-2")


@pytest.mark.parametrize("missing", ["decision", "adopted_at"])
def test_a_measure_is_adopted_by_a_decision(scene, missing):
    adopted_measure(scene)
    refused("a_measure_is_adopted_by_a_decision", AdjustmentMeasure.objects, **{missing: None})


@pytest.mark.parametrize("state", [MeasureState.WORKED, MeasureState.PARTLY, MeasureState.FAILED])
def test_a_measure_is_judged_by_a_decision(scene, state):
    adopted_measure(scene)
    refused("a_measure_is_judged_by_a_decision", AdjustmentMeasure.objects, state=state, evaluated_at=AT)


def test_a_value_says_whether_it_was_verified_and_nothing_says_nothing(scene):
    proposed_measure(scene)
    for moment in ("before", "after"):
        name = f"a_value_{moment}_says_whether_it_was_verified"
        refused(name, MeasuredFigure.objects, **{moment: 5})
        refused(name, MeasuredFigure.objects, **{f"{moment}_basis": "verified"})


def _other(code: str = "IP-2"):
    from factories.amendments import change

    return [change(code)]
