"""Every signatory has a state before every commitment, with the figures that say so."""

from datetime import date
from decimal import Decimal

import pytest

from concierta.agreements.enums import PledgeFate, PledgeState
from concierta.agreements.models import Clause
from concierta.agreements.operations import add_clause, state_competence, withdraw_signatory
from concierta.budgets.models import Delivery
from concierta.budgets.operations import verify_delivery
from concierta.engines.clauses import ClauseState
from concierta.evaluation.enums import MilestoneKind, MilestoneState
from concierta.evaluation.operations import verify_milestone
from concierta.evaluation.queries.clauses import Facts, clause_matrix, clause_standings
from concierta.kernel.errors import NotFound
from concierta.mesa.models import AgendaItem, ConflictOfInterest
from concierta.mesa.operations import give_seat
from factories import AT, count_queries, make_entity, make_person
from factories.agreements import in_force, later, make_living, promised
from factories.evaluation import declared_milestone
from factories.means import advisers, offered
from factories.means import declared as delivered
from factories.mesa import closed_session, make_mesa
from factories.whole_agreement import ON as WHOLE_ON
from factories.whole_agreement import whole_agreement

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
    milestone = declared_milestone(living, pledge=pledge, kind=MilestoneKind.OTHER, rung=None)
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
    milestone = declared_milestone(living, clause=clause, reached_on=date(2025, 1, 2))
    # Until somebody looks at it, nobody can say that it is not so.
    assert cell(living, "C3").state == ClauseState.NOT_DUE
    verify_milestone(milestone=milestone, finding=MilestoneState.VERIFIED, reason="Consta.", by=living.verifier, at=AT)
    found = cell(living, "C3")
    assert (found.state, [(one.name, one.done) for one in found.figures]) == (
        ClauseState.KEPT,
        [("outreach_verified", 1), ("instances_reached", 1), ("highest_rung", 1)],
    )


def test_money_does_not_keep_a_promise_in_kind():
    living = in_force()
    pledge = promised(living)

    def kept() -> list[tuple[int, int | None]]:
        return [(one.done, one.due) for one in cell(living, on=AFTER).figures if one.name == "pledges_kept"]

    def found(delivery: Delivery) -> None:
        told = {"outcome": "verified", "method": "site_visit", "reason": "Se vio."}
        verify_delivery(delivery=delivery, **told, by=living.verifier, at=AT)

    today = {"delivered_on": AT.date()}
    found(delivered(living, offered(living, pledge=pledge), **today))
    assert kept() == [(0, 1)]
    groups = advisers(living, pledge=pledge, quantity=Decimal(40), unit="grupos")
    found(delivered(living, groups, amount=None, quantity=Decimal(40), **today))
    assert kept() == [(1, 1)]


def test_who_withdraws_is_bound_until_the_day_from_which_it_holds():
    living = in_force()
    withdraw_signatory(
        signatory=living.signatory("sena"), reason="Se liquidó.", ends_on=date(2025, 3, 1), fate=PledgeFate.STAYS,
        by=living.spokespeople["sena"], at=AT,
    )  # fmt: skip
    days = (date(2025, 2, 28), date(2025, 3, 1))
    assert [cell(living, on=day).state for day in days] == [ClauseState.NO_PROMISE, ClauseState.NOT_BOUND]


def test_an_entity_votes_on_what_is_put_to_it_while_it_sits_and_has_no_interest(cast):
    scene = make_mesa(cast)
    closed_session(scene)
    entity, late = scene.seats["cut"].entity, make_entity("tarde")
    asked = Facts(scene.agreement, AFTER, 2025).votes
    assert asked[entity.pk][1] == 1
    seat = give_seat(mesa=scene.mesa, entity=late, has_vote=True, since=date(2025, 2, 1), by=None, at=AT)
    assert Facts(scene.agreement, AFTER, 2025).votes[seat.entity_id] == (0, 0)
    item = AgendaItem.objects.get(motions__isnull=False)
    ConflictOfInterest.objects.create(item=item, seat=scene.seats["fenalco"], statement="x", declared_at=AT)
    assert Facts(scene.agreement, AFTER, 2025).votes[scene.seats["fenalco"].entity_id][1] == 0


def test_what_was_instituted_holds_until_it_expires():
    living = in_force()
    clause = with_clause(living, "C8")
    milestone = declared_milestone(
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
    one, many = whole_agreement(1, "uno"), whole_agreement(200)
    with_one = count_queries(lambda: clause_standings(one, WHOLE_ON))
    assert count_queries(lambda: clause_standings(many, WHOLE_ON)) == with_one
    assert len(clause_standings(many, WHOLE_ON)) == 200 * 11


def test_of_many_each_counts_only_what_is_its_own():
    cells = clause_standings(whole_agreement(12), WHOLE_ON)
    of_table = {
        one.signatory.entity.code: {figure.name: (figure.done, figure.due) for figure in one.figures}
        for one in cells
        if one.clause.code == "C2"
    }
    # Nine of ten came to each of ten sessions and voted on its three motions; nobody did its task.
    assert of_table["entero-0"] == {"sessions_attended": (9, 10), "votes_cast": (27, 30), "tasks_in_time": (0, 1)}
    means = next(one for one in cells if (one.clause.code, one.signatory.entity.code) == ("C1", "entero-1"))
    assert [(one.name, one.done, one.due) for one in means.figures] == [
        ("pledges_kept", 0, 1),
        ("contributions_verified", 0, 2),
        ("contributions_due", 0, 2),
        ("cash_delivered", 0, 1_000_000),
        ("cash_verified", 0, 1_000_000),
    ]
