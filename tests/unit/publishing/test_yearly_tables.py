"""Yearly reviews, vintages, close-outs and verifiers in the corte, as they stood when it was published."""

from datetime import date, timedelta

import pytest

from concierta.evaluation.enums import CellRating, CloseOutReply
from concierta.evaluation.operations import assess_cell, close_review, code_cell, record_dissent
from concierta.kernel.seals import seal
from concierta.ledger.models import Event, Salt
from concierta.people.enums import Role
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.rows import tables_of
from factories import AT, make_period, make_person, reviewed_report
from factories.agreements import in_force, later, promised
from factories.evaluation import opened_review, the_cell
from factories.pledges import mesa_decision
from unit.evaluation.test_close_outs import LEFT, answered, left, succeeded

pytestmark = pytest.mark.django_db
CUT_OFF = date(2025, 3, 31)
HOUR = timedelta(hours=1)


@pytest.fixture
def living(settings):
    settings.REVIEW_DOUBLE_SHARE = "0.5"
    scene = in_force("camara", "cut")
    make_period(scene.plan, "2025-T1")
    return scene


def tables(living, at):
    return tables_of(Snapshot(living.plan, CUT_OFF, at))


def reviewed(living):
    """Of sena: it and two others have spoken of the first commitment, and the table closed it on the tenth day."""
    review = opened_review(living, phrase="1001")
    assert the_cell(review).doubled
    second = make_person("Vera", (Role.VERIFIER, living.signatory("cut").entity))
    assess_cell(
        cell=the_cell(review), rating=CellRating.KEPT, words="Cumplimos.", by=living.spokespeople["sena"], at=AT + HOUR
    )
    code_cell(cell=the_cell(review), rating=CellRating.PARTLY, words="A medias.", by=living.verifier, at=AT + 2 * HOUR)
    code_cell(cell=the_cell(review), rating=CellRating.PARTLY, words="La mitad.", by=second, at=AT + 3 * HOUR)
    close_review(review=review, decision=mesa_decision(living.agreement, living), by=living.secretary, at=later(10))
    record_dissent(
        review=review, signatory=living.signatory("camara"), words="No.", by=living.spokespeople["camara"], at=later(11)
    )
    return review


def cell(found, entity="sena"):
    row = next(row for row in found["yearly_review_cells"] if row.entity == entity)
    return (row.state, row.rating, row.words, row.coded, row.coded_by, row.coded_words, row.second, row.second_by)


def test_what_others_see_is_published_once_the_table_has_closed(living):
    reviewed(living)
    while_open, after = tables(living, later(1)), tables(living, later(20))
    assert cell(while_open) == ("no_promise", "kept", "Cumplimos.", "under_way", "", "", "under_way", "")
    assert cell(after) == ("no_promise", "kept", "Cumplimos.", "partly", "control", "A medias.", "partly", "cut")
    (open_row,), (row,) = while_open["yearly_reviews"], after["yearly_reviews"]
    assert (open_row.state, open_row.coded_twice, open_row.agreed, open_row.decision) == ("open", 1, None, "")
    assert (row.state, row.cells, row.assessed, row.coded, row.agreed, row.kappa) == ("closed", 3, 1, 1, 1, None)
    assert row.event_index == Event.objects.get(kind="review.closed").index


def test_who_did_not_speak_has_a_word_and_never_a_blank(living):
    reviewed(living)
    assert [cell(tables(living, at), "camara")[1:4] for at in (later(1), later(20))] == [
        ("under_way", "", "under_way"), ("not_assessed", "", "not_coded"),
    ]  # fmt: skip
    seconds = {row.second for row in tables(living, later(20))["yearly_review_cells"]}
    assert "not_drawn" in seconds


def test_a_dissent_is_published_as_it_was_written(living):
    reviewed(living)
    assert tables(living, later(10))["review_dissents"] == []
    (row,) = tables(living, later(20))["review_dissents"]
    assert (row.year, row.entity, row.words) == (2025, "camara", "No.")


def test_what_the_log_sealed_is_opened_with_what_is_published_and_not_before(living):
    reviewed(living)
    act = Event.objects.filter(kind="review.coded").first()
    opened = {(row.event_index, row.seal): row.salt for row in tables(living, later(20))["openings"]}
    assert seal(bytes.fromhex(opened[act.index, "rating"]), "partly") in act.payload
    assert Salt.objects.filter(event=act).count() == 2
    assert (act.index, "rating") not in {(row.event_index, row.seal) for row in tables(living, later(1))["openings"]}


def test_promises_are_counted_by_the_year_they_were_made(living):
    promised(living)
    (row,) = tables(living, later(400))["pledge_vintages"]
    assert (row.year, row.promised, row.due, row.due_kept, row.kept, row.released) == (2025, 1, 1, 0, 0, 0)


def test_what_an_agreement_leaves_and_what_the_next_one_answers(living):
    first, _second = left(living), left(living)
    (row, _other) = tables(living, later(1))["close_out_points"]
    assert (row.agreement, row.number, row.kind, row.text, row.reply) == ("acuerdo", 1, "not_done", LEFT, "not_asked")
    agreement = succeeded(living)
    answered(living, first, reply=CloseOutReply.LEFT_OUT, article="", at=later(2))
    living.plan.agreement = agreement
    living.plan.save()
    assert [row.reply for row in tables(living, later(1))["close_out_points"]] == ["unanswered", "unanswered"]
    (row, other) = tables(living, later(3))["close_out_points"]
    assert (row.agreement, row.reply, row.words, other.reply) == ("acuerdo", "left_out", "Abrir las dos.", "unanswered")
    assert any(one.seal == "words" for one in tables(living, later(3))["openings"])


def test_what_waits_for_whoever_verifies_is_public(living):
    report = reviewed_report(living)
    (row,) = tables(living, later(30))["verifying_entities"]
    assert (row.entity, row.waiting, row.waiting_since, row.last_verified_on) == (
        "control", 1, report.reviewed_at.date(), None,
    )  # fmt: skip
