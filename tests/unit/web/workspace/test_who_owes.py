"""Asked about an entity without saying when, the page shows the latest period in which it has such reports."""

import pytest

from concierta.people.models import Membership
from factories import make_indicator, make_period, submitted_report

pytestmark = pytest.mark.django_db

PAGE = "/trabajo/pendientes/"


@pytest.fixture
def owing_before(cast):
    """Two reports were not sent of 2024-T3; of 2024-T4 both were."""
    make_period(cast.plan, "2024-T3")
    for indicator in (cast.indicator, make_indicator(cast, "R-02")):
        submitted_report(cast, indicator=indicator)
    return cast


def page(visitor, person, query: str) -> str:
    return visitor(person).get(f"{PAGE}?{query}").content.decode().replace("\xa0", " ")


def test_the_latest_period_with_such_reports_answers(owing_before, visitor):
    shown = page(visitor, owing_before.secretary, "entidad=desarrollo&estado=overdue")
    assert "Desarrollo: 2 reportes" in shown
    assert "3.º trimestre de 2024" in shown


def test_the_period_that_was_asked_for_is_the_one_that_answers(owing_before, visitor):
    shown = page(visitor, owing_before.secretary, "entidad=desarrollo&estado=overdue&periodo=2024-T4")
    assert "Desarrollo: 0 reportes" in shown


def test_an_entity_that_owes_nothing_is_called_by_its_name(cast, visitor):
    assert "Sena: 0 reportes" in page(visitor, cast.secretary, "entidad=sena&estado=overdue")


def test_the_last_secretary_is_told_why_they_stay(cast, visitor):
    mine = Membership.objects.get(user=cast.secretary)
    answer = visitor(cast.secretary).post(f"/trabajo/personas/papeles/{mine.pk}/terminar/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/trabajo/personas/{cast.secretary.pk}/"
    assert "dele antes ese papel a otra" in answer.content.decode()
