"""No page is a dead end: each says where it stands and leads there."""

import pytest

from factories import checked_report, make_indicator, reviewed_report
from factories.cast import make_product
from factories.pledges import make_pledging, promise_reported

pytestmark = pytest.mark.django_db


def page(visitor, person, path: str) -> str:
    return visitor(person).get(path).content.decode()


def test_a_figure_of_the_whole_plan_leads_back_to_it(cast, visitor):
    report = checked_report(cast)
    assert '<p class="w-back"><a href="/trabajo/plan/cali/">← Plan Local' in page(
        visitor, cast.reporter, f"/trabajo/cifras/{report.pk}/"
    )


def test_a_figure_of_a_product_leads_back_to_its_project(cast, visitor):
    indicator = make_indicator(cast, "P-01", product=make_product(cast, "01"))
    report = reviewed_report(cast, indicator=indicator)
    assert '<p class="w-back"><a href="/trabajo/plan/cali/proyectos/BP-01/">← Proyecto 01</a>' in page(
        visitor, cast.secretary, f"/trabajo/cifras/{report.pk}/"
    )


def test_a_figure_of_a_promise_leads_back_to_it(visitor, db):
    pledging = make_pledging()
    report = promise_reported(pledging)
    back = f'<p class="w-back"><a href="/trabajo/compromisos/{pledging.measured.pk}/?plan=cali">← CP-1 Certificar'
    assert back in page(visitor, pledging.secretary, f"/trabajo/cifras/{report.pk}/")


def test_the_account_and_its_password_lead_back(visitor, cast):
    person = cast.reporter
    assert '<a href="/trabajo/">← Mi trabajo</a>' in page(visitor, person, "/trabajo/cuenta/")
    assert '<a href="/trabajo/cuenta/">← Mi cuenta</a>' in page(visitor, person, "/clave/cambiar/")
