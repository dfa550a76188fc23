"""Each point that came by itself leads back to the thing it is about, as far as its reader may open it."""

import pytest

from concierta.agreements.enums import PledgeKind
from concierta.agreements.operations import add_clause, add_signatory, register_pledge
from concierta.mesa.enums import ItemSource
from concierta.mesa.models import AgendaItem
from concierta.mesa.operations import add_item
from concierta.plans.enums import PlanState
from concierta.plans.models import Plan
from concierta.steering.queries import Place, places_of
from factories import AT, count_queries, draft_report, make_indicator, submitted_report
from factories.amendments import amendable_plan, on_an_agenda_to_come, proposed_amendment, proposed_measure
from factories.cast import SINCE, make_product
from factories.mesa import action_item, circulated_minutes, planned_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(scene):
    return planned_session(scene, ())


def item_about(session, subject: str, source: ItemSource = ItemSource.LAGGING) -> AgendaItem:
    return add_item(session=session, title=subject, source=source, subject=subject, by=None, at=AT)


def places(scene, session, subject: str, reader=None) -> list[Place]:
    item = item_about(session, subject)
    return places_of(reader or scene.secretary, scene.mesa, [item])[item.pk]


def test_a_project_leads_to_its_page(scene, session):
    make_product(scene, "01")
    assert places(scene, session, "project:BP-01") == [Place("plan_project", ("cali", "BP-01"))]


def test_an_indicator_leads_to_its_project_or_to_the_plan(scene, session):
    make_indicator(scene, "P-01", product=make_product(scene, "01"))
    assert places(scene, session, "indicator:P-01") == [Place("plan_project", ("cali", "BP-01"))]
    assert places(scene, session, "indicator:R-01") == [Place("plan", ("cali",))]
    assert places(scene, session, "lagging:rest") == [Place("plan", ("cali",))]


def test_a_figure_leads_to_its_report_or_where_that_is_not_for_the_reader_to_its_indicator(scene, session):
    report = submitted_report(scene)
    item = item_about(session, "report:R-01:2024-T4")
    member = scene.principal("cut")
    assert places_of(scene.secretary, scene.mesa, [item]) == {item.pk: [Place("report", (report.pk,))]}
    assert places_of(member, scene.mesa, [item]) == {item.pk: [Place("plan", ("cali",))]}


def test_a_draft_is_its_writers(scene, session):
    draft_report(scene)
    assert places(scene, session, "report:R-01:2024-T4", scene.reporter) == [Place("plan", ("cali",))]


def test_what_an_entity_owes_leads_the_secretariat_to_each_report_and_others_to_the_entity(scene, session):
    item = item_about(session, "reports:desarrollo")
    assert places_of(scene.secretary, scene.mesa, [item])[item.pk] == [
        Place("who_owes", (), "plan=cali&entidad=desarrollo&estado=overdue")
    ]
    assert places_of(scene.principal("cut"), scene.mesa, [item])[item.pk] == [
        Place("entity_pledges", ("desarrollo",), "plan=cali")
    ]


def test_tasks_and_minutes_lead_to_theirs(scene, session):
    minutes = circulated_minutes(scene)
    task = action_item(scene)
    assert places(scene, session, f"action_item:{task.number}") == [Place("action_item", (task.pk,))]
    assert places(scene, session, f"minutes:{minutes.session.number}") == [Place("minutes", (minutes.session.pk,))]


def test_proposals_lead_to_themselves_once_named_or_put_there(db):
    plan = amendable_plan()
    amendment, measure = proposed_amendment(plan), proposed_measure(plan)
    put_there = on_an_agenda_to_come(plan, amendment)
    named = item_about(planned_session(plan, (), starts_at=AT.replace(month=6)), f"measure:{measure.number}")
    assert places_of(plan.secretary, plan.mesa, [put_there, named]) == {
        put_there.pk: [Place("amendment", (amendment.pk,))],
        named.pk: [Place("measure", (measure.pk,))],
    }


def test_a_self_assessment_leads_to_its_pledge(scene, session):
    clause = add_clause(agreement=scene.agreement, code="C1", title="Medios", text="Poner.", by=None, at=AT)
    add_signatory(agreement=scene.agreement, entity=scene.sena, by=None, at=AT)
    pledge = register_pledge(
        clause=clause, entity=scene.sena, code="CP-1", text="Llevarlo", kind=PledgeKind.ACTION, by=None, at=AT
    )
    assert places(scene, session, "pledge:CP-1:2024-T4") == [Place("pledge", (pledge.pk,), "plan=cali")]


def test_a_task_is_for_those_who_belong_to_the_table(scene, session):
    task = action_item(scene)
    assert places(scene, session, f"action_item:{task.number}", scene.verifier) == []


def test_where_the_table_follows_several_plans_the_subject_says_which(scene, session):
    make_product(scene, "01")
    Plan.objects.create(
        slug="antes", name="Otro", agreement=scene.agreement, starts_on=SINCE, ends_on=AT.date(), state=PlanState.CLOSED
    )
    assert places(scene, session, "cali/project:BP-01") == [Place("plan_project", ("cali", "BP-01"))]
    assert places(scene, session, "antes/project:BP-01") == []
    assert places(scene, session, "antes/lagging:rest") == [Place("plan", ("antes",))]
    assert places(scene, session, "project:BP-01") == [Place("plan_project", ("cali", "BP-01"))]


def test_what_is_gone_or_was_written_by_hand_leads_nowhere(scene, session):
    by_hand = add_item(session=session, title="Varios", by=None, at=AT)
    assert places(scene, session, "project:BP-99") == []
    assert places_of(scene.secretary, scene.mesa, [by_hand]) == {by_hand.pk: []}


def test_the_number_of_questions_does_not_grow_with_the_agenda(scene, session):
    make_product(scene, "1")
    items = [item_about(session, subject) for subject in ("indicator:R-01", "project:BP-1")]
    few = count_queries(lambda: places_of(scene.secretary, scene.mesa, items))
    for number in range(4):
        make_product(scene, f"0{number}")
        items.append(item_about(session, f"project:BP-0{number}"))
    assert count_queries(lambda: places_of(scene.secretary, scene.mesa, items)) == few
