"""Risks and reviews in the corte: as they stood when it was published, with who watches and never a person."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from concierta.evaluation.operations import close_risk, draw_projects, reassess_risk
from concierta.ledger.models import Event
from concierta.mesa.operations import edit_item
from concierta.publishing.queries.snapshot import Snapshot
from concierta.publishing.tables.rows import tables_of
from factories import AT, count_queries, make_period
from factories.evaluation import COUNTERMEASURE, FOUND, REVIEW_ON, make_project, recorded_risk, reviewed_project
from factories.mesa import SESSION_AT, MesaCast, make_mesa, planned_session, send_notice
from factories.money import make_fund, make_line
from factories.pledges import make_pledging

pytestmark = pytest.mark.django_db

CUT_OFF = date(2025, 3, 31)
AFTER = SESSION_AT + timedelta(days=100)


@pytest.fixture
def cast() -> MesaCast:
    scene = make_mesa()
    make_period(scene.plan, "2025-T1")
    return scene


def tables(cast: Any, at: Any = AFTER) -> dict[str, list[Any]]:
    return tables_of(Snapshot(cast.plan, CUT_OFF, at))


def test_a_risk_is_told_as_it_was_valued_when_the_corte_was_published(cast: MesaCast):
    risk = recorded_risk(cast, person=cast.reporter)
    reassess_risk(
        risk=risk, probability=5, impact=5, countermeasure="Otra sede.", owner=cast.sena, review_on=REVIEW_ON,
        by=cast.reporter, at=AT + timedelta(days=10),
    )  # fmt: skip
    (before,) = tables(cast, AT + timedelta(days=1))["risks"]
    (after,) = tables(cast)["risks"]
    assert (before.score, before.band, before.owner, before.countermeasure) == (
        12, "high", "desarrollo", COUNTERMEASURE,
    )  # fmt: skip
    assert (after.score, after.band, after.owner, after.countermeasure) == (25, "critical", "sena", "Otra sede.")
    assert (after.project, after.pledge, after.recorded_on, after.valued_on) == (
        "BP-1", "", date(2025, 1, 3), date(2025, 1, 13),
    )  # fmt: skip
    event = Event.objects.get(kind="risk.reassessed")
    assert (after.event_index, after.event_leaf_hash) == (event.index, event.leaf_hash)


def test_a_closed_risk_says_why_once_it_is(cast: MesaCast):
    close_risk(risk=recorded_risk(cast), reason="Se abrió la sede.", by=None, at=AT + timedelta(days=10))
    told = [(row.state, row.closed_reason) for at in (AT, AFTER) for row in tables(cast, at)["risks"]]
    assert told == [("open", ""), ("closed", "Se abrió la sede.")]


def test_the_risk_of_a_pledge_names_it_as_the_pledges_are():
    cast = make_pledging()
    make_period(cast.plan, "2025-T1")
    recorded_risk(cast, subject=cast.declared, owner=cast.sena, by=cast.sonia)
    found = tables(cast)
    assert [row.pledge for row in found["risks"]] == ["C1/CP-2"]
    assert "C1/CP-2" in {row.pledge for row in found["pledges"]}


def test_nobody_is_named(cast: MesaCast):
    recorded_risk(cast, person=cast.reporter)
    assert cast.reporter.name not in str(tables(cast)["risks"])


def test_a_review_says_what_was_found_and_how_much_was_seen(cast: MesaCast):
    make_fund(cast)
    reviewed_project(cast, make_line(cast, code="1", initial=600).project)
    make_line(cast, code="2", initial=400)
    found = tables(cast)
    (review,) = found["project_reviews"]
    assert review[:6] == (1, "BP-1", 2, "as_planned", FOUND, date(2025, 1, 20))
    assert found["review_coverage"] == [(2025, 1, 2, Decimal("0.5"), 600, 1000, Decimal("0.6"))]
    assert [review.project for review in tables(cast, SESSION_AT)["project_reviews"]] == []


def test_of_a_reserved_item_what_was_found_is_not_told(cast: MesaCast):
    review = reviewed_project(cast, make_project(cast))
    edit_item(
        item=review.item, revision=1, title="Revisar", minutes_planned=None, reserved_basis="Ley 1712, art. 18",
        by=cast.secretary, at=SESSION_AT + timedelta(hours=1),
    )  # fmt: skip
    (row,) = tables(cast)["project_reviews"]
    assert (row.project, row.finding, row.words) == ("BP-1", "", "")


def test_what_was_said_of_them_can_be_opened(cast: MesaCast):
    recorded_risk(cast)
    reviewed_project(cast, make_project(cast, "2"))
    kinds = dict(Event.objects.values_list("index", "kind"))
    opened = {(kinds[row.event_index], row.seal) for row in tables(cast)["openings"]}
    assert {("risk.recorded", "title"), ("risk.recorded", "countermeasure"), ("project.reviewed", "words")} <= opened


def test_a_draw_lists_everything_that_could_have_come_up(cast: MesaCast):
    for code in "123":
        make_project(cast, code)
    session = planned_session(cast)
    draw = draw_projects(plan=cast.plan, session=session, size=1, phrase="Lotería: 1234", by=cast.secretary, at=AT)
    send_notice(session=session, by=cast.secretary, at=AT)
    rows = tables(cast)["review_draws"]
    assert [(row.place, row.project, row.drawn) for row in rows] == [
        (place, project, place == 1) for place, project in enumerate(draw.order(), start=1)
    ]
    assert {row.phrase for row in rows} == {"Lotería: 1234"}


def test_they_ask_the_same_questions_however_many_there_are(cast: MesaCast):
    recorded_risk(cast)
    one = count_queries(lambda: tables(cast))
    for _ in range(3):
        recorded_risk(cast)
    assert count_queries(lambda: tables(cast)) <= one
