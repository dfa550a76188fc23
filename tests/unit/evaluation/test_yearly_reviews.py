"""The yearly review: what is computed beside what each signatory says and what others, blind to each other, see."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from concierta.agreements.models import Clause, Signatory
from concierta.agreements.operations import add_clause
from concierta.engines.sampling import draw_double_checks
from concierta.evaluation.enums import CellRating
from concierta.evaluation.models import CellAssessment, CellCoding
from concierta.evaluation.operations import assess_cell, close_review, code_cell, record_dissent
from concierta.evaluation.queries import (
    cells_of,
    cells_to_assess,
    cells_to_code,
    evaluation_against_acts,
    progress,
    review_for,
    shown_codings,
)
from concierta.kernel.errors import Invalid, NotFound, PermissionRefused, Refusal, TransitionRefused
from concierta.ledger.models import Event
from concierta.people.enums import Role
from factories import AT, count_queries, make_entity, make_person
from factories.against_acts import fields_nobody_compares
from factories.agreements import in_force, later
from factories.evaluation import opened_review, the_cell
from factories.pledges import mesa_decision

pytestmark = pytest.mark.django_db
KEPT, PARTLY = CellRating.KEPT, CellRating.PARTLY
ON = AT.date()


@pytest.fixture(autouse=True)
def everything_is_seen_twice(settings):
    settings.REVIEW_DOUBLE_SHARE = "1"


@pytest.fixture
def living():
    return in_force("camara", "cut")


def assessed(living, review, entity="sena", **changes):
    given = {"rating": KEPT, "words": "Pusimos los medios.", "by": living.spokespeople[entity], "at": AT}
    return assess_cell(cell=the_cell(review, entity), **(given | changes))


def other_verifier(living):
    return make_person("Vera Otra", (Role.VERIFIER, living.signatory("cut").entity))


def coded(living, review, by=None, **changes):
    given = {"rating": PARTLY, "words": "Faltan dos grupos.", "at": AT + timedelta(hours=1)}
    return code_cell(cell=the_cell(review), **(given | changes), by=by or living.verifier)


def test_it_fixes_who_is_reviewed_and_what_was_computed(living):
    Signatory.objects.filter(entity__code="cut").update(state="invited")
    review = opened_review(living)
    cells = cells_of(review)
    assert [(cell.key, cell.state) for cell in cells] == [
        ("2025/C1/camara", "no_promise"), ("2025/C1/sena", "no_promise"),
    ]  # fmt: skip


def test_anybody_draws_again_the_cells_that_two_entities_see(living, settings):
    settings.REVIEW_DOUBLE_SHARE = "0.5"
    cells = cells_of(opened_review(living))
    drawn = draw_double_checks(cells[0].review.seed, [cell.key for cell in cells], cells[0].review.double_share)
    assert len(drawn) == 2
    assert {cell.key for cell in cells if cell.doubled} == set(drawn)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"year": 2023}, "year"),
        ({"year": 2026}, "year"),
        ({"assess_by": date(2024, 12, 31)}, "assess_by"),
        ({"phrase": " "}, "phrase"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(living, changes, field):
    with pytest.raises(Invalid) as refused:
        opened_review(living, **changes)
    assert refused.value.field == field


def test_there_is_one_of_each_year_and_only_the_secretariat_opens_it(living):
    opened_review(living)
    with pytest.raises(Refusal, match="ya se abrió"):
        opened_review(living)
    with pytest.raises(PermissionRefused):
        opened_review(living, by=living.reporter)


def test_a_signatory_assesses_itself_once_and_by_its_own_account(living):
    review = opened_review(living)
    assert cells_to_assess(living.spokespeople["sena"], cells_of(review), ON) == [the_cell(review)]
    assessed(living, review)
    assert the_cell(review).assessment.rating == KEPT
    with pytest.raises(TransitionRefused, match="una vez"):
        assessed(living, review, rating=PARTLY)
    assert cells_to_assess(living.spokespeople["sena"], cells_of(review), ON) == []


@pytest.mark.parametrize("who", ["secretary", "verifier"])
def test_nobody_assesses_another_entity(living, who):
    with pytest.raises(PermissionRefused):
        assessed(living, opened_review(living), by=getattr(living, who))


def test_the_database_refuses_the_word_of_another_and_a_changed_one(living):
    review = opened_review(living)
    with pytest.raises(IntegrityError), transaction.atomic():
        CellAssessment.objects.create(
            cell=the_cell(review), rating="kept", words="x", made_by=living.secretary, made_at=AT
        )
    assessed(living, review)
    for row in ("cellassessment SET words = 'y'", "reviewcell SET state = 'kept'", "yearlyreview SET phrase = 'y'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE evaluation_{row}")


def test_after_its_time_nobody_assesses_itself_and_others_may_look(living):
    review = opened_review(living)
    with pytest.raises(TransitionRefused, match="espere"):
        coded(living, review)
    with pytest.raises(TransitionRefused, match="plazo"):
        assessed(living, review, at=later(8))
    assert coded(living, review, at=later(8)).turn == 1


def test_a_third_entity_sees_it_without_knowing_what_the_second_found(living):
    review = opened_review(living)
    assessed(living, review)
    second = other_verifier(living)
    coded(living, review)
    cell = the_cell(review)
    assert [len(shown_codings(user, cell)) for user in (living.verifier, second, living.secretary)] == [1, 0, 0]
    assert cell in cells_to_code(second, cells_of(review), ON)
    assert cell not in cells_to_code(living.verifier, cells_of(review), ON)
    act = json.loads(Event.objects.get(kind="review.coded").payload)
    assert (act["body"]["coder"], "rating" in act["body"]) == ("control", False)

    assert coded(living, review, second, rating=KEPT).turn == 2
    assert [one.rating for one in shown_codings(living.secretary, the_cell(review))] == ["partly", "kept"]


def test_neither_the_signatory_nor_whoever_saw_it_before_looks_at_it(living):
    review = opened_review(living)
    assessed(living, review)
    own = make_person("Vera Sena", (Role.VERIFIER, living.sena))
    for who in (own, living.secretary, living.spokespeople["camara"]):
        with pytest.raises(PermissionRefused):
            coded(living, review, who)
    coded(living, review)
    with pytest.raises(PermissionRefused):
        coded(living, review)
    with pytest.raises(PermissionRefused):
        coded(living, review, make_person("Otra de Control", (Role.VERIFIER, living.control)))


def test_the_database_refuses_a_look_of_the_signatory_and_a_second_that_was_not_drawn(living, settings):
    settings.REVIEW_DOUBLE_SHARE = "0"
    cell = the_cell(opened_review(living))
    rows = [
        {"entity": living.sena, "made_by": living.spokespeople["sena"], "turn": 1},
        {"entity": living.control, "made_by": living.secretary, "turn": 1},
        {"entity": living.control, "made_by": living.verifier, "turn": 2},
    ]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            CellCoding.objects.create(cell=cell, rating="kept", words="x", made_at=AT, **row)
    assert CellCoding.objects.create(cell=cell, rating="kept", words="x", made_at=AT, **rows[2] | {"turn": 1})


def test_what_was_not_drawn_is_seen_once(living, settings):
    settings.REVIEW_DOUBLE_SHARE = "0"
    review = opened_review(living)
    assessed(living, review)
    coded(living, review)
    with pytest.raises(TransitionRefused, match="cuantas veces"):
        coded(living, review, other_verifier(living))


def test_how_far_they_agree_is_told_or_that_it_cannot_be(living):
    review = opened_review(living)
    assert progress(cells_of(review)).between.kappa is None
    assessed(living, review)
    coded(living, review)
    coded(living, review, other_verifier(living), rating=KEPT)
    found = progress(cells_of(review))
    assert (found.cells, found.assessed, found.coded, found.doubled, found.coded_twice) == (3, 1, 1, 3, 1)
    assert (found.between.items, found.between.agreed, found.between.interval) == (1, 0, None)


def test_a_signatory_dissents_once_in_its_own_words_also_after_it_was_closed(living):
    review = opened_review(living)
    close_review(review=review, decision=mesa_decision(living.agreement, living), by=living.secretary, at=later(9))
    person = living.spokespeople["sena"]
    given = {"review": review, "signatory": living.signatory("sena"), "at": later(10)}
    with pytest.raises(PermissionRefused):
        record_dissent(**given, words="No.", by=living.secretary)
    assert record_dissent(**given, words="  No contaron los de marzo. ", by=person).words == "No contaron los de marzo."
    with pytest.raises(TransitionRefused):
        record_dissent(**given, words="Otra vez.", by=person)
    assert (evaluation_against_acts().differences, fields_nobody_compares()) == ([], [])


def test_the_table_closes_it_once_nobody_has_time_left(living):
    review, decision = opened_review(living), mesa_decision(living.agreement, living)
    given = {"review": review, "by": living.secretary}
    with pytest.raises(Refusal, match="plazo"):
        close_review(**given, decision=decision, at=AT)
    with pytest.raises(PermissionRefused):
        close_review(review=review, by=living.reporter, decision=decision, at=later(9))
    before = mesa_decision(living.agreement, living, AT - timedelta(days=30))
    with pytest.raises(Invalid, match="anterior"):
        close_review(**given, decision=before, at=later(9))
    closed = close_review(**given, decision=decision, at=later(9))
    assert (closed.state, closed.decision) == ("closed", decision)
    with pytest.raises(TransitionRefused):
        coded(living, closed, at=later(10))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE evaluation_yearlyreview SET state = 'open', decision_id = NULL, closed_at = NULL")


def test_a_changed_cell_is_told(living):
    review = opened_review(living)
    assessed(living, review)
    coded(living, review)
    comparison = evaluation_against_acts()
    assert (comparison.differences, fields_nobody_compares()) == ([], [])
    Clause.objects.filter(code="C1").update(code="C9")
    assert evaluation_against_acts().differences


def test_who_has_no_part_in_the_agreement_is_not_told_of_it(living):
    opened_review(living)
    with pytest.raises(NotFound):
        review_for(make_person("Nadie"), "acuerdo", 2025)
    with pytest.raises(NotFound, match="ese año"):
        review_for(living.secretary, "acuerdo", 2024)


def test_it_takes_as_many_queries_for_two_hundred_signatories_as_for_three(living):
    review = opened_review(living)
    few = count_queries(lambda: progress(cells_of(review)))
    Signatory.objects.bulk_create(
        Signatory(agreement=living.agreement, entity=make_entity(f"e{number}"), state="active") for number in range(99)
    )
    add_clause(agreement=living.agreement, code="C2", title="Mesa", text="…", by=None, at=AT)
    other = opened_review(living, year=2024)
    assert count_queries(lambda: progress(cells_of(other))) == few
    assert len(cells_of(other)) == 204
