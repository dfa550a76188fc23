"""A page of money does not wait until a city is measured: its results come when they are there."""

import re
from html import unescape

import pytest

from concierta.budgets.operations import LineExecution, record_execution
from concierta.steering.queries import physical
from factories import checked_report, make_indicator
from factories.money import AT, CUT_OFF, make_line

pytestmark = pytest.mark.django_db

MONEY = "/trabajo/planes/cali/dinero/"
ASKS = re.compile(r'id="medido"[^>]*data-hx-get="([^"]+)"[^>]*data-hx-trigger="load"')
ALERT = "Obliga dinero sin resultado ni explicación"


@pytest.fixture(autouse=True)
def _remembering(settings):
    settings.REMEMBER_MEASURES = True
    physical._remembered.clear()
    yield
    physical._remembered.clear()


@pytest.fixture
def client(cast, visitor):
    line = make_line(cast)
    record_execution(
        plan=cast.plan,
        cut_off=CUT_OFF,
        figures=[LineExecution(line, 250, 250, 250, 100)],
        by=cast.secretary,
        at=AT,
    )
    return visitor(cast.reporter)


def shown(client, address: str, **headers: str) -> str:
    return unescape(client.get(address, headers=headers).content.decode())


@pytest.mark.parametrize("address", [MONEY, f"{MONEY}?por=proyecto", f"{MONEY}?por=entidad&cifras=reported"])
def test_the_money_comes_first_and_asks_for_its_results_by_itself(client, monkeypatch, address):
    monkeypatch.setattr(physical, "_measured", lambda *given: pytest.fail("It was measured while somebody waited."))
    page = shown(client, address)

    assert "Se están midiendo los resultados" in page
    assert ALERT not in page
    assert "Físico</th>" not in page, "a column of dashes would say that nothing was achieved"
    assert "Definitiva" in page


def test_what_it_asks_for_is_the_same_page_with_results(client):
    address = f"{MONEY}?por=proyecto&corte={CUT_OFF}"
    assert ASKS.search(shown(client, address))[1] == address
    page = shown(client, address, **{"HX-Request": "true"})

    assert ALERT in page
    assert "Físico</th>" in page
    assert "Se están midiendo" not in page


def test_without_javascript_a_link_leads_to_them(client):
    link = re.search(r'<a href="([^"]+)">Ver la página con ellos', shown(client, f"{MONEY}?por=proyecto"))[1]

    assert ALERT in shown(client, link)


def test_once_measured_nobody_waits_until_something_is_reported(cast, client):
    client.get(f"{MONEY}?resultados=ya")

    assert ALERT in shown(client, MONEY)

    checked_report(cast, "verified", indicator=make_indicator(cast, "P-2", product=None), value=900)
    assert "Se están midiendo" in shown(client, MONEY)


def test_who_asks_for_an_alert_waits_for_it(client):
    assert "Proyecto 1" in shown(client, f"{MONEY}?alerta=obligations_without_result")


def test_a_project_shows_its_lines_while_what_it_achieved_is_measured(client):
    page = shown(client, f"{MONEY}proyectos/BP-1/")
    assert "Avance físico verificado" not in page
    assert "1 línea en 2025" in page

    assert "Avance físico verificado" in shown(client, ASKS.search(page)[1], **{"HX-Request": "true"})
