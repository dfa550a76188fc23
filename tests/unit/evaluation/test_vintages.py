"""Promises by the year in which they were made: counts of what has come due and of what is kept."""

from datetime import date

import pytest

from concierta.agreements.enums import PledgeState
from concierta.agreements.models import Pledge
from concierta.evaluation.enums import MilestoneKind, MilestoneState
from concierta.evaluation.operations import verify_milestone
from concierta.evaluation.queries import Vintage, pledge_vintages
from factories import AT, count_queries
from factories.agreements import in_force, later, promised
from factories.evaluation import declared_milestone

pytestmark = pytest.mark.django_db
AFTER = date(2026, 1, 15)


def kept(living, pledge):
    milestone = declared_milestone(living, pledge=pledge, kind=MilestoneKind.OTHER, rung=None)
    verify_milestone(
        milestone=milestone, finding=MilestoneState.VERIFIED, reason="Se vio.", by=living.verifier, at=later(1)
    )


def test_what_is_due_and_what_is_kept_are_counted_each_of_its_whole():
    living = in_force()
    kept(living, promised(living, "P-1"))
    promised(living, "P-2")
    kept(living, promised(living, "P-3", due_on=date(2027, 1, 1)))
    assert pledge_vintages(living.agreement, AFTER) == [Vintage(2025, 3, 2, 1, 2, 0)]


def test_what_is_in_the_signed_paper_is_of_the_year_of_the_agreement():
    living = in_force()
    promised(living)
    pledge = promised(living, "P-2", state=PledgeState.PROPOSED)
    Pledge.objects.filter(pk=pledge.pk).update(state=PledgeState.DOCUMENTED)
    assert [(one.year, one.promised) for one in pledge_vintages(living.agreement, AFTER)] == [(2024, 1), (2025, 1)]


def test_what_nobody_answers_for_any_more_stays_in_its_year():
    living = in_force()
    pledge = promised(living)
    Pledge.objects.filter(pk=pledge.pk).update(state=PledgeState.RELEASED)
    assert pledge_vintages(living.agreement, AFTER) == [Vintage(2025, 1, 1, 0, 0, 1)]


@pytest.mark.parametrize("state", [PledgeState.PROPOSED, PledgeState.CONFIRMED])
def test_what_nobody_made_or_assessed_is_of_no_year(state):
    living = in_force()
    promised(living, state=state)
    assert pledge_vintages(living.agreement, AFTER) == []


def test_what_was_promised_later_is_not_there_yet():
    living = in_force()
    promised(living)
    assert pledge_vintages(living.agreement, date(2025, 1, 1)) == []


def test_it_takes_as_many_queries_for_many_promises_as_for_one():
    living = in_force()
    pledge = promised(living)
    one = count_queries(lambda: pledge_vintages(living.agreement, AFTER))
    Pledge.objects.bulk_create(
        Pledge(
            clause=living.clause, entity=living.sena, code=f"Q-{number}", kind="action", state="standing",
            confirmed_by=pledge.confirmed_by, confirmed_at=AT, ambition="modest", assessed_by=living.verifier,
            assessed_for=living.control, assessed_at=AT,
        )
        for number in range(50)
    )  # fmt: skip
    assert count_queries(lambda: pledge_vintages(living.agreement, AFTER)) == one
    assert pledge_vintages(living.agreement, AFTER)[0].promised == 51
