"""Support for several projects: how much is for each, beside what is asked for; and amounts in another currency."""

from datetime import date
from decimal import Decimal

import pytest

from concierta.budgets.enums import Stage
from concierta.budgets.models import Opportunity
from concierta.budgets.operations import Figure, request_support
from concierta.web.kit.formats import NBSP
from factories import count_queries
from factories.cast import make_product
from factories.means import project_of, sought, walked
from factories.money import AT

pytestmark = pytest.mark.django_db

BOARD = "/trabajo/planes/cali/gestion/"
NEW = f"{BOARD}nueva/"
DOLLARS = Figure(Decimal(100_000), "USD", Decimal(4_000), date(2025, 1, 20), "TRM")
RATE = f"USD 100.000 a 4.000 pesos (TRM, 20{NBSP}ene{NBSP}2025)"


@pytest.fixture
def projects(cast) -> tuple:
    return project_of(cast), make_product(cast, "2").project


def written(projects, *amounts: str, **given) -> dict:
    """`amounts`: what is for each of the projects."""
    return {
        "act": "save",
        "code": "G-01",
        "title": "Formación para el trabajo",
        "funder": "Ministerio del Trabajo",
        "funder_kind": "public",
        "entity": "desarrollo",
        "amount": "900.000.000",
        "currency": "COP",
        "part": [one.pk for one in projects],
        **{f"share-{one.pk}": amount for one, amount in zip(projects, amounts, strict=False)},
    } | given


def parts(made: Opportunity) -> list[int]:
    return list(made.shares.order_by("project__code").values_list("parts", flat=True))


def text(answer) -> str:
    return answer.content.decode().replace(NBSP, " ")


@pytest.mark.parametrize(
    ("amounts", "expected"), [((), [1, 1]), (("600.000.000", "300.000.000"), [2, 1]), (("", ""), [1, 1])]
)
def test_what_is_for_each_becomes_its_part(cast, visitor, projects, amounts, expected):
    visitor(cast.reporter).post(NEW, written(projects, *amounts))

    assert parts(Opportunity.objects.get()) == expected


@pytest.mark.parametrize(
    ("amounts", "given", "words"),
    [
        (("600.000.000", "200.000.000"), {}, "suma $ 800.000.000 y el total es $ 900.000.000: faltan $ 100.000.000."),
        (("600.000.000", "400.000.000"), {}, "suma $ 1.000.000.000 y el total es $ 900.000.000: sobran $ 100.000.000."),
        (("900.000.000", ""), {}, "Diga cuánto es para «BP-2», o deje en blanco lo de todos los proyectos."),
        (("900.000.000", "0"), {}, "Diga cuánto es para «BP-2»"),
        (("600.000.000", "300.000.000"), {"amount": ""}, "Diga cuánto se pide en total"),
        (("seiscientos", "300.000.000"), {}, "No entendimos «seiscientos»."),
    ],
)
def test_amounts_that_do_not_add_up_are_refused_and_stay(cast, visitor, projects, amounts, given, words):
    answer = visitor(cast.reporter).post(NEW, written(projects, *amounts, **given))

    assert answer.status_code == 422
    assert words in text(answer)
    assert f'value="{amounts[0]}"' in text(answer)
    assert not Opportunity.objects.exists()


def test_projects_are_looked_for_and_added_and_the_sum_stands_beside_what_is_asked(cast, visitor, projects):
    first, second = projects
    client = visitor(cast.reporter)

    found = text(client.post(NEW, written([first], act="search", q="proyecto 2")))
    both = text(client.post(NEW, written(projects, "600.000.000", act="search")))

    assert f'value="add:{second.pk}"' in found
    assert f'name="share-{first.pk}"' not in found  # one alone has everything
    assert "Suman $ 600.000.000 de $ 900.000.000." in both
    assert "c-error-summary" not in both


def test_parts_that_nobody_touched_stay_as_they_were_and_the_form_shows_what_they_come_to(cast, visitor, projects):
    first, second = projects
    made = walked(cast, sought(cast, projects={first: 3, second: 4}), Stage.REQUESTED)
    client, path = visitor(cast.reporter), f"/trabajo/gestion/{made.pk}/cambiar/"

    shown = text(client.get(path))
    assert 'value="385.714.286"' in shown
    assert 'value="514.285.714"' in shown
    assert "Suman $ 900.000.000 de $ 900.000.000." in shown
    client.post(path, written(projects, "385.714.286", "514.285.714", title="Otro"))
    assert (parts(made), Opportunity.objects.get().title) == ([3, 4], "Otro")
    client.post(path, written(projects, "450.000.000", "450.000.000"))
    assert parts(made) == [1, 1]


def test_without_a_figure_there_is_nothing_to_share_out(cast, visitor, projects):
    made = sought(cast, projects=projects)

    answer = visitor(cast.reporter).post(f"/trabajo/gestion/{made.pk}/cambiar/", written(projects, "1", "2"))

    assert answer.status_code == 422
    assert "deje en blanco lo de cada proyecto" in text(answer)


def test_the_page_and_the_board_say_what_is_for_each(cast, visitor, projects):
    first, second = projects
    made = walked(cast, sought(cast, projects={first: 2, second: 1}), Stage.DISBURSED)
    client = visitor(cast.reporter)

    table = text(client.get(f"/trabajo/gestion/{made.pk}/")).split('id="reparto"')[1].split("</table>")[0]
    board = text(client.get(BOARD))

    assert "Se reparte entre 2 proyectos" in table
    for said in ("66,7 %", "400.000.000", "166.666.667", "33,3 %", "200.000.000", "83.333.333"):
        assert f">{said}</td>" in table
    assert "BP-1 67 % · BP-2 33 %" in board


def test_an_amount_in_dollars_is_shared_out_in_dollars(cast, visitor, projects):
    dollars = {"amount": "1.500,5", "currency": "usd", "rate": "4.000", "rate_on": "2025-01-20", "rate_source": "TRM"}

    refused = visitor(cast.reporter).post(NEW, written(projects, "1.000", "500", **dollars))
    visitor(cast.reporter).post(NEW, written(projects, "1.000,5", "500", **dollars))

    assert "suma USD 1.500 y el total es USD 1.500,5: faltan USD 0,5." in text(refused)
    assert parts(Opportunity.objects.get()) == [2001, 1000]


@pytest.mark.parametrize("view", ["", "?vista=lista"])
def test_pesos_of_another_currency_say_their_rate_day_and_source_wherever_they_stand(cast, visitor, projects, view):
    made = sought(cast, projects=projects, expected=DOLLARS)
    client = visitor(cast.reporter)
    walked(cast, sought(cast, "G-02"), Stage.REQUESTED)

    board = client.get(BOARD + view).content.decode()
    page = client.get(f"/trabajo/gestion/{made.pk}/").content.decode()

    assert f"G-01, por solicitar: {RATE}, que son ${NBSP}400.000.000" in board
    assert RATE in page.split('id="cifras"')[1].split("</dl>")[0]
    assert RATE in page.split('id="reparto"')[1].split("</table>")[0]
    if not view:
        assert RATE in board.split('id="tablero"')[1]


def test_the_list_has_the_rate_under_its_pesos(cast, visitor):
    made = walked(cast, sought(cast), Stage.PREPARED)
    request_support(opportunity=made, requested=DOLLARS, on=date(2025, 1, 20), by=cast.reporter, at=AT)

    page = visitor(cast.reporter).get(f"{BOARD}?vista=lista").content.decode()

    assert f'400.000.000<span class="m-rate">{RATE}</span>' in page


def test_a_page_costs_the_same_with_one_project_and_with_three(cast, visitor, projects):
    client = visitor(cast.reporter)
    few = walked(cast, sought(cast, projects=projects[:1]), Stage.DISBURSED)
    many = walked(cast, sought(cast, "G-02", projects=[*projects, make_product(cast, "3").project]), Stage.DISBURSED)
    client.get(BOARD)

    for path in ("/trabajo/gestion/{}/", "/trabajo/gestion/{}/cambiar/"):
        counts = [count_queries(lambda one=one, path=path: client.get(path.format(one.pk))) for one in (few, many)]
        assert counts[0] == counts[1], path
