"""Risks and reviews on the agenda: what is critical, what is to be looked at by now, and which projects first."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from concierta.evaluation.enums import ReviewReason
from concierta.evaluation.operations import close_risk
from concierta.mesa.enums import ItemSource
from concierta.mesa.operations import add_item
from concierta.reporting.enums import Outcome
from concierta.steering.queries import Place, places_of, projects_to_review
from factories import AT, checked_report, make_indicator
from factories.cast import make_product
from factories.evaluation import make_project, recorded_risk
from factories.mesa import planned_session
from factories.steering import ON, brought

pytestmark = pytest.mark.django_db


def test_one_that_is_not_critical_waits_for_its_date(scene):
    recorded_risk(scene, review_on=date(2025, 3, 31))
    assert brought(scene, date(2025, 3, 30), ItemSource.RISK) == {}
    assert brought(scene, date(2025, 3, 31), ItemSource.RISK) == {
        "risk:1": "DESARROLLO lo vigila. Probabilidad: probable; impacto: moderado. Riesgo alto. "
        "Se revisa el 31 de marzo de 2025."
    }
    assert brought(scene, date(2025, 4, 2), ItemSource.RISK)["risk:1"].endswith(
        "Debía revisarse el 31 de marzo de 2025."
    )


def test_a_critical_one_is_there_before_its_date_until_it_is_closed(scene):
    risk = recorded_risk(scene, probability=5, impact=5)
    assert list(brought(scene, ON, ItemSource.RISK)) == ["risk:1"]
    close_risk(risk=risk, reason="Se abrió la sede.", by=None, at=AT + timedelta(days=1))
    assert brought(scene, ON, ItemSource.RISK) == {}


def test_the_gravest_are_named_one_by_one_and_the_rest_together(scene, settings):
    settings.AGENDA_RISKS = 2
    for impact in (3, 5, 4, 5):
        recorded_risk(scene, probability=5, impact=impact)
    assert list(brought(scene, ON, ItemSource.RISK)) == ["risk:2", "risk:4", "risks:rest"]
    assert brought(scene, ON, ItemSource.RISK)["risks:rest"] == "Del más grave al menos: 3, 1."


def test_it_leads_to_the_page_of_the_risk(scene):
    risk = recorded_risk(scene)
    session = planned_session(scene)
    item = add_item(session=session, title="Riesgo", source="risk", subject="risk:1", by=scene.secretary, at=AT)
    rest = add_item(session=session, title="Más", source="risk", subject="risks:rest", by=scene.secretary, at=AT)
    places = places_of(scene.secretary, scene.mesa, [item, rest])
    assert places == {item.pk: [Place("risk", (risk.pk,))], rest.pk: [Place("risks", ("cali",))]}


def test_a_project_of_which_something_is_known_has_its_turn_before_the_others(scene, settings):
    settings.AGENDA_PROJECTS = 1
    make_project(scene, "1")
    recorded_risk(scene, subject=make_project(scene, "2"), probability=5, impact=5)
    found = brought(scene, ON, ItemSource.POAI)
    assert list(found) == ["project:BP-2"]
    assert found["project:BP-2"].endswith("1 riesgo crítico abierto.")


def test_the_queue_knows_how_far_behind_a_project_is(scene):
    indicator = make_indicator(scene, "P1", product=make_product(scene, "1"))
    checked_report(scene, Outcome.VERIFIED, value=100, indicator=indicator)
    (queued,) = projects_to_review(None, scene.plan, ON)
    (reason,) = queued.reasons
    assert (reason.kind, reason.size) == (ReviewReason.BEHIND, Fraction(9, 10))
