"""The Mesa's reviews of projects: what it looked at, by lot or by risk, and how much of the plan that is."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from concierta.engines.sampling import drawing_order
from concierta.evaluation.models import ProjectReview, ReviewDraw
from concierta.evaluation.operations import draw_projects, review_project, schedule_reviews
from concierta.evaluation.permissions import can_review
from concierta.evaluation.queries import (
    Coverage,
    drawable,
    evaluation_against_acts,
    items_to_write_down,
    review_coverage,
    review_queue,
    reviews_of,
)
from concierta.kernel.canonical import sha256_of
from concierta.kernel.errors import Invalid, PermissionRefused, Refusal, TransitionRefused
from concierta.mesa.operations import close_session, edit_item
from factories import AT, count_queries
from factories.against_acts import in_sql, said_after
from factories.evaluation import FOUND, make_project, project_item, project_taken_up, reviewed_project
from factories.mesa import MINUTE, SESSION_AT, MesaCast, approved_minutes, make_mesa, open_session_with, planned_session
from factories.money import make_fund, make_line

pytestmark = pytest.mark.django_db

PHRASE = "Lotería del Valle, sorteo 4650: 1234, serie 056"


@pytest.fixture
def cast() -> MesaCast:
    return make_mesa()


def found(cast: MesaCast, item, project, **fields: object) -> ProjectReview:
    given = {"finding": "needs_attention", "words": FOUND, "by": cast.secretary, "at": SESSION_AT + 5 * MINUTE}
    return review_project(item=item, project=project, **(given | fields))


def drawn(cast: MesaCast, session, size: int = 2, **fields: object) -> ReviewDraw:
    given = {"phrase": PHRASE, "by": cast.secretary, "at": AT}
    return draw_projects(plan=cast.plan, session=session, size=size, **(given | fields))


def reserved(cast: MesaCast, item):
    return edit_item(
        item=item, revision=item.revision, title=item.title, minutes_planned=None, reserved_basis="Ley 1712, art. 18",
        by=cast.secretary, at=SESSION_AT + 4 * MINUTE,
    )  # fmt: skip


class TestFindings:
    def test_what_a_session_in_course_finds_is_of_that_moment(self, cast):
        project = make_project(cast)
        review = found(cast, project_taken_up(cast, project), project)
        assert (review.finding, review.words, review.reviewed_at) == (
            "needs_attention", FOUND, SESSION_AT + 5 * MINUTE,
        )  # fmt: skip

    def test_what_is_written_down_after_it_is_of_when_the_session_dealt_with_it(self, cast):
        review = reviewed_project(cast, make_project(cast))
        assert review.reviewed_at == SESSION_AT + 10 * MINUTE

    def test_without_quorum_nothing_was_reviewed(self, cast):
        project = make_project(cast)
        with pytest.raises(Refusal, match="quórum"):
            found(cast, project_taken_up(cast, project, present=6), project)

    def test_an_item_not_taken_up_has_no_finding(self, cast):
        session, project = planned_session(cast), make_project(cast)
        with pytest.raises(TransitionRefused):
            found(cast, session.items.get(), project)

    def test_an_item_about_another_project_is_refused(self, cast):
        project, other = make_project(cast), make_project(cast, "2")
        with pytest.raises(Invalid) as refused:
            found(cast, project_taken_up(cast, project), other)
        assert refused.value.field == "project"

    def test_an_item_about_everything_may_hold_several(self, cast):
        projects = [make_project(cast), make_project(cast, "2")]
        item = project_taken_up(cast, projects[0])
        item.subject = ""
        item.save()
        assert [found(cast, item, project).project for project in projects] == projects

    def test_a_reserved_item_has_no_public_review(self, cast):
        project = make_project(cast)
        item = reserved(cast, project_taken_up(cast, project))
        with pytest.raises(Refusal, match="reservado"):
            found(cast, item, project)

    def test_of_an_item_reserved_since_only_the_mesa_reads_what_was_found(self, cast):
        project = make_project(cast)
        review = found(cast, item := project_taken_up(cast, project), project)
        reserved(cast, item)
        assert list(reviews_of(cast.principal("cut"), cast.plan)) == [review]
        assert list(reviews_of(cast.verifier, cast.plan)) == []

    def test_it_is_corrected_until_the_minutes_are_approved(self, cast):
        project = make_project(cast)
        item = project_taken_up(cast, project)
        found(cast, item, project)
        found(cast, item, project, finding="as_planned", words="Se corrigió.")
        assert ProjectReview.objects.get().words == "Se corrigió."
        close_session(session=item.session, by=cast.secretary, at=SESSION_AT + 10 * MINUTE)
        approved_minutes(cast, item.session)
        with pytest.raises(TransitionRefused):
            found(cast, item, project)

    @pytest.mark.parametrize(("fields", "field"), [({"finding": "fine"}, "finding"), ({"words": " "}, "words")])
    def test_what_cannot_be_is_refused_at_its_field(self, cast, fields, field):
        project = make_project(cast)
        with pytest.raises(Invalid) as refused:
            found(cast, project_taken_up(cast, project), project, **fields)
        assert refused.value.field == field

    def test_only_the_secretariat_of_the_mesa_writes_it_down(self, cast):
        project = make_project(cast)
        with pytest.raises(PermissionRefused):
            found(cast, project_taken_up(cast, project), project, by=cast.reporter)
        assert [bool(can_review(getattr(cast, who), cast.plan)) for who in ("secretary", "reviewer")] == [True, False]

    def test_what_was_taken_up_waits_to_be_written_down(self, cast):
        project = make_project(cast)
        item = project_taken_up(cast, project)
        assert items_to_write_down(cast.plan, cast.mesa) == [(item, "BP-1")]
        found(cast, item, project)
        assert items_to_write_down(cast.plan, cast.mesa) == []


class TestDraws:
    @pytest.fixture
    def session(self, cast):
        for code in "12345":
            make_project(cast, code)
        return planned_session(cast)

    def test_anybody_can_draw_the_same_ones_again(self, cast, session):
        draw = drawn(cast, session)
        assert draw.population == ["BP-1", "BP-2", "BP-3", "BP-4", "BP-5"]
        again = [ticket.item for ticket in drawing_order(sha256_of(PHRASE), "cali/1", draw.population)][:2]
        assert draw.drawn() == again
        assert sorted(session.items.exclude(subject="").values_list("subject", flat=True)) == sorted(
            f"project:{code}" for code in again
        )

    def test_a_session_has_one_draw(self, cast, session):
        drawn(cast, session)
        with pytest.raises(Refusal, match="ya se sorteó"):
            drawn(cast, session)

    def test_what_is_on_the_agenda_or_was_seen_this_year_is_not_drawn(self, cast, session):
        queue = review_queue(None, cast.plan, session.starts_at.date())
        schedule_reviews(plan=cast.plan, session=session, queued=queue[:2], by=cast.secretary, at=AT)
        assert drawable(cast.plan, session) == ["BP-3", "BP-4", "BP-5"]

    def test_those_of_weight_come_before_the_others(self, cast, session):
        make_fund(cast)
        for code, pesos in (("6", 900), ("7", 100)):
            make_line(cast, code=code, initial=pesos)
        assert drawable(cast.plan, session) == ["BP-6"]

    def test_it_draws_no_more_than_there_are(self, cast, session):
        assert drawn(cast, session, size=50).size == 5

    @pytest.mark.parametrize(("fields", "field"), [({"phrase": " "}, "phrase"), ({"size": 0}, "size")])
    def test_it_needs_a_phrase_and_a_size(self, cast, session, fields, field):
        with pytest.raises(Invalid) as refused:
            drawn(cast, session, **fields)
        assert refused.value.field == field

    def test_with_nothing_left_there_is_no_draw(self, cast):
        with pytest.raises(Refusal, match="No queda"):
            drawn(cast, planned_session(cast))


class TestAgenda:
    def test_chosen_projects_are_put_there_once_each_with_why(self, cast):
        make_project(cast)
        make_fund(cast)
        make_line(cast, code="2", initial=700)
        session = planned_session(cast)
        queue = review_queue(None, cast.plan, date(2025, 6, 30))
        for _ in range(2):
            schedule_reviews(plan=cast.plan, session=session, queued=queue[:1], by=cast.secretary, at=AT)
        item = session.items.get(source="poai")
        assert (item.subject, item.why) == ("project:BP-2", "Tiene el 100,0\N{NO-BREAK SPACE}% de los pesos del año")

    def test_nothing_chosen_is_said(self, cast):
        with pytest.raises(Invalid):
            schedule_reviews(plan=cast.plan, session=planned_session(cast), queued=[], by=cast.secretary, at=AT)


class TestCoverage:
    def test_it_is_told_in_projects_and_in_pesos_with_their_wholes(self, cast):
        make_fund(cast)
        big = make_line(cast, code="1", initial=600).project
        make_line(cast, code="2", initial=400)
        make_project(cast, "3")
        assert review_coverage(cast.plan, 2025, on=date(2025, 6, 30)) == Coverage(2025, 0, 3, 0, 1000)
        reviewed_project(cast, big)
        coverage = review_coverage(cast.plan, 2025, on=date(2025, 6, 30))
        assert coverage == Coverage(2025, 1, 3, 600, 1000)
        assert (coverage.share, coverage.share_of_pesos) == (Fraction(1, 3), Fraction(3, 5))
        assert review_coverage(cast.plan, 2024, on=date(2024, 12, 31)).reviewed == 0

    def test_what_was_reviewed_later_is_not_in_it(self, cast):
        review = reviewed_project(cast, make_project(cast))
        before = review.reviewed_at - timedelta(seconds=1)
        assert review_coverage(cast.plan, 2025, on=date(2025, 6, 30), until=before).reviewed == 0

    def test_without_projects_nor_pesos_there_is_no_share(self, cast):
        coverage = review_coverage(cast.plan, 2025)
        assert (coverage.share, coverage.share_of_pesos) == (None, None)

    def test_it_asks_the_same_questions_however_many_projects_there_are(self, cast):
        project = make_project(cast)
        session = open_session_with(cast)
        item = project_item(cast, session, project)
        found(cast, item, project)
        one = count_queries(lambda: review_coverage(cast.plan, 2025))
        for code in "234":
            found(cast, project_item(cast, session, other := make_project(cast, code)), other)
        assert count_queries(lambda: review_coverage(cast.plan, 2025)) == one


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE evaluation_projectreview SET finding = 'needs_adjustment'", "La revisión de BP-1 en la sesión 1"),
        ("UPDATE evaluation_projectreview SET words = 'Otra cosa'", "La revisión de BP-1 en la sesión 1"),
        ("UPDATE evaluation_reviewdraw SET phrase = 'otra'", "El sorteo de proyectos para la sesión 2"),
        ("DELETE FROM evaluation_projectreview", "La revisión de BP-1 en la sesión 1"),
    ],
)
def test_what_is_changed_behind_the_program_is_told(cast: MesaCast, statement: str, told: str):
    project = make_project(cast)
    for code in "23456":
        make_project(cast, code)
    reviewed_project(cast, project)
    drawn(cast, planned_session(cast, starts_at=SESSION_AT + timedelta(days=30)))
    sentences = said_after(evaluation_against_acts, in_sql(statement))
    assert sentences
    assert all(sentence.startswith(told) for sentence in sentences)
