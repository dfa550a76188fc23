"""Whoever reports for an entity finds among their work the pledges it has yet to assess, each with its date."""

import pytest

from concierta.agreements.enums import PledgeKind
from concierta.agreements.operations import register_pledge
from concierta.reporting.enums import Rating
from concierta.reporting.models import SelfAssessment
from concierta.steering.queries import bundled, dues_of
from factories import AT, count_queries, make_period
from factories.pages import text
from factories.pledges import make_pledging
from factories.steering import REPORTS_DUE

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledging(db):
    return make_pledging()


@pytest.mark.parametrize("path", ["/trabajo/", "/trabajo/reportes/"])
def test_it_is_owed_with_its_code_its_period_and_its_date(pledging, visitor, path):
    page = text(visitor(pledging.sonia).get(path))
    assert "1 autoevaluación vencida" in page
    assert f'href="/trabajo/compromisos/{pledging.declared.pk}/{pledging.period.pk}/"' in page
    assert "CP-2" in page
    assert "4.º trimestre de 2024 · SENA" in page
    assert "9 ene 2025" in page


def test_it_is_not_told_twice(pledging, visitor):
    assert text(visitor(pledging.sonia).get("/trabajo/")).count("Llevar el plan a su consejo") == 1


def test_what_was_said_is_no_longer_owed(pledging, visitor):
    SelfAssessment.objects.create(
        pledge=pledging.declared, period=pledging.period, rating=Rating.values[0], text="Va bien.", made_at=AT
    )
    for path in ("/trabajo/", "/trabajo/reportes/"):
        assert "autoevaluaci" not in text(visitor(pledging.sonia).get(path))


def test_those_of_other_entities_are_not_mine(pledging, visitor):
    assert "autoevaluaci" not in text(visitor(pledging.reporter).get("/trabajo/"))


def test_one_pledge_in_two_periods_makes_two_lines_that_differ(pledging):
    make_period(pledging.plan, "2024-T3")
    dues = [due for due in dues_of(pledging.sonia, REPORTS_DUE) if due.kind == "self_assessment"]
    assert [bundle.title for bundle in bundled(dues)] == [
        "Autoevaluar: CP-2 Llevar el plan a su consejo (3.º trimestre de 2024)",
        "Autoevaluar: CP-2 Llevar el plan a su consejo (4.º trimestre de 2024)",
    ]


def test_the_number_of_questions_does_not_grow_with_the_pledges(pledging, visitor):
    client = visitor(pledging.sonia)
    client.get("/trabajo/")
    few = count_queries(lambda: client.get("/trabajo/"))
    for number in range(3, 7):
        register_pledge(
            clause=pledging.declared.clause, entity=pledging.sena, code=f"CP-{number}", text="Convocar",
            kind=PledgeKind.ACTION, documented=True, by=None, at=AT,
        )  # fmt: skip
    assert count_queries(lambda: client.get("/trabajo/")) == few
