"""Every signatory has a state before every commitment, with the figures that say so."""

from datetime import date

import pytest

from concierta.agreements.enums import PledgeState
from concierta.agreements.models import Clause, Signatory
from concierta.agreements.operations import add_clause, state_competence
from concierta.engines.commitment import ClauseState
from concierta.evaluation.enums import MilestoneKind, MilestoneState
from concierta.evaluation.operations import verify_milestone
from concierta.evaluation.queries.clauses import clause_matrix, clause_standings
from concierta.kernel.errors import NotFound
from factories import AT, count_queries, make_entity, make_person
from factories.agreements import in_force, later, make_living, promised
from unit.evaluation.test_milestones import declared

pytestmark = pytest.mark.django_db
ON = later(30).date()
AFTER = date(2026, 1, 15)


def cell(living, code="C1", entity="sena", on=ON):
    cells = clause_standings(living.agreement, on)
    return next(one for one in cells if (one.clause.code, one.signatory.entity.code) == (code, entity))


def with_clause(living, code):
    add_clause(agreement=living.agreement, code=code, title=code, text="…", by=None, at=AT)
    return Clause.objects.get(agreement=living.agreement, code=code)


def test_no_promise_is_a_cell():
    assert cell(in_force()).state == ClauseState.NO_PROMISE


def test_who_has_not_signed_is_not_bound():
    assert cell(make_living()).state == ClauseState.NOT_BOUND


def test_a_promise_is_not_judged_before_its_date():
    living = in_force()
    promised(living)
    found = cell(living)
    assert (found.state, [(one.name, one.done, one.due) for one in found.figures]) == (
        ClauseState.NOT_DUE,
        [("pledges_kept", 0, 1)],
    )


def test_a_promise_whose_date_passed_is_broken_until_somebody_verifies_it():
    living = in_force()
    pledge = promised(living)
    assert cell(living, on=AFTER).state == ClauseState.NOT_KEPT
    milestone = declared(living, pledge=pledge, kind=MilestoneKind.OTHER, rung=None)
    verify_milestone(
        milestone=milestone, finding=MilestoneState.VERIFIED, reason="Se vio.", by=living.verifier, at=later(1)
    )
    assert cell(living, on=AFTER).state == ClauseState.KEPT


@pytest.mark.parametrize("state", [PledgeState.PROPOSED, PledgeState.CONFIRMED])
def test_what_nobody_confirmed_or_assessed_is_never_scored(state):
    living = in_force()
    promised(living, state=state)
    assert cell(living, on=AFTER).state == ClauseState.NO_PROMISE


def test_a_part_that_is_not_installed_says_so():
    living = in_force()
    with_clause(living, "C4")
    assert cell(living, "C4").state == ClauseState.NOT_INSTALLED


def test_outreach_counts_once_another_entity_has_seen_it():
    living = in_force()
    clause = with_clause(living, "C3")
    milestone = declared(living, clause=clause, reached_on=date(2025, 1, 2))
    assert cell(living, "C3").state == ClauseState.NOT_KEPT
    verify_milestone(milestone=milestone, finding=MilestoneState.VERIFIED, reason="Consta.", by=living.verifier, at=AT)
    found = cell(living, "C3")
    assert (found.state, [(one.name, one.done) for one in found.figures]) == (
        ClauseState.KEPT,
        [("outreach_verified", 1), ("instances_reached", 1), ("highest_rung", 1)],
    )


def test_what_was_instituted_holds_until_it_expires():
    living = in_force()
    clause = with_clause(living, "C8")
    milestone = declared(
        living, clause=clause, kind=MilestoneKind.POST, instance="", rung=None, expires_on=date(2025, 12, 31)
    )
    verify_milestone(milestone=milestone, finding=MilestoneState.VERIFIED, reason="Consta.", by=living.verifier, at=AT)
    assert [cell(living, "C8", on=day).state for day in (ON, AFTER)] == [ClauseState.KEPT, ClauseState.NOT_KEPT]


def test_a_competence_is_as_good_as_its_norm():
    living = in_force()
    with_clause(living, "C10")
    person = living.spokespeople["sena"]
    state_competence(signatory=living.signatory("sena"), text="Formar", norm_name="Ley 119 de 1994", by=person, at=AT)
    assert cell(living, "C10").state == ClauseState.KEPT


def test_the_matrix_is_of_those_who_may_read_the_agreement():
    living = in_force()
    with pytest.raises(NotFound):
        clause_matrix(make_person("Nadie"), living.agreement, ON)
    assert len(clause_matrix(living.spokespeople["sena"], living.agreement, ON)) == 1


def test_the_matrix_takes_as_many_queries_for_two_hundred_signatories_as_for_one():
    living = in_force()
    for number in range(2, 12):
        with_clause(living, f"C{number}")
    one = count_queries(lambda: clause_standings(living.agreement, ON))
    Signatory.objects.bulk_create(
        Signatory(agreement=living.agreement, entity=make_entity(f"e{number}"), state="active") for number in range(199)
    )
    assert count_queries(lambda: clause_standings(living.agreement, ON)) == one
    assert len(clause_standings(living.agreement, ON)) == 200 * 11
