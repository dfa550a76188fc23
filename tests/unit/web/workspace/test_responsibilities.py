"""The matrix of who answers for what: holes counted, assigning in bulk, handing over, and the history of one part."""

import re

import pytest

from concierta.people.enums import Role
from concierta.people.models import Membership
from concierta.plans.models import Plan
from concierta.responsibilities.models import Responsibility
from factories import make_indicator, make_person
from factories.cast import make_product
from factories.queries import count_queries

pytestmark = pytest.mark.django_db

MATRIX = "/trabajo/planes/cali/responsables/"


@pytest.fixture
def draft(cast):
    """The cast's plan before it is in force: who answers is still being written down."""
    Plan.objects.update(state="draft")
    cast.plan.refresh_from_db()
    return cast


def chosen(cast, **given) -> dict:
    return {
        "act": "assign",
        "subject": [f"indicator-{cast.indicator.pk}"],
        "duty": "reports",
        "entity": "desarrollo",
        "person": cast.reporter.pk,
        "substitute": "",
        "since": "2025-02-01",
    } | given


def title(response) -> str:
    return re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)[1]


def test_the_title_counts_the_holes_and_each_leads_to_where_it_is_filled(cast, visitor):
    answer = visitor(cast.secretary).get(MATRIX)

    assert title(answer) == "6 huecos en 1 de 1 parte"
    assert f"{MATRIX}indicator/{cast.indicator.pk}/presents/" in answer.content.decode()
    assert "Sin completar: 1 indicador." in answer.content.decode()


def test_what_has_a_hole_comes_before_what_is_whole(draft, visitor):
    client = visitor(draft.secretary)
    client.post(MATRIX, chosen(draft, duty="presents", entity="planeacion", person=draft.secretary.pk))
    client.post(MATRIX, {"act": "propose"})
    make_indicator(draft, "Z-99")

    page = client.get(MATRIX).content.decode()

    assert re.findall(r'<span class="s-matrix__kind">\w+ · ([^<]+)</span>', page) == ["Z-99", "R-01"]


def test_what_is_marked_is_assigned_at_once(draft, visitor):
    other = make_indicator(draft, "R-02")

    answer = visitor(draft.secretary).post(
        MATRIX, chosen(draft, subject=[f"indicator-{draft.indicator.pk}", f"indicator-{other.pk}"])
    )

    assert answer.headers["Location"] == MATRIX
    assert list(Responsibility.objects.order_by("pk").values_list("indicator__code", "duty", "person__name")) == [
        ("R-01", "reports", "Rosa Reporta"),
        ("R-02", "reports", "Rosa Reporta"),
    ]


def test_when_one_cannot_be_nothing_is_assigned_and_each_refusal_names_its_part(draft, visitor):
    make_indicator(draft, "R-02", reviewer=draft.desarrollo, reporter=draft.sena)
    refused = make_indicator(draft, "R-03", reviewer=draft.desarrollo, reporter=draft.sena)
    marked = [f"indicator-{draft.indicator.pk}", f"indicator-{refused.pk}"]

    answer = visitor(draft.secretary).post(MATRIX, chosen(draft, subject=marked))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "R-03: DESARROLLO no puede estar en «Reporta» y en «Revisa» de R-03" in page
    assert not Responsibility.objects.exists()
    assert re.findall(r'value="(indicator-\d+)" checked', page) == marked
    assert '<option value="reports" selected>' in page
    assert 'value="2025-02-01"' in page


def test_assigning_to_nothing_is_told_so(draft, visitor):
    answer = visitor(draft.secretary).post(MATRIX, chosen(draft, subject=[]))

    assert answer.status_code == 422
    assert "Marque al menos una parte" in answer.content.decode()


def test_by_role_fills_what_has_an_entity_and_says_how_many(draft, visitor):
    answer = visitor(draft.secretary).post(MATRIX, {"act": "propose"}, follow=True)

    assert "Se llenaron 5 huecos con quien tiene el papel." in answer.content.decode()
    assert title(answer) == "1 hueco en 1 de 1 parte"


def test_what_nobody_can_fill_is_said_and_not_hidden(draft, visitor):
    Membership.objects.exclude(role=Role.SECRETARIAT).delete()

    answer = visitor(draft.secretary).post(MATRIX, {"act": "propose"}, follow=True)

    assert "Ningún hueco se pudo llenar" in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["BP-P1", "P-01", "R-01"]),
        ("?tipo=project", ["BP-P1"]),
        ("?q=atendidas r", ["R-01"]),
        ("?entidad=sena", ["BP-P1", "P-01"]),
        ("?entidad=sena&q=nada", []),
    ],
)
def test_the_filters_keep_what_they_say(cast, visitor, query, codes):
    make_indicator(cast, "P-01", product=make_product(cast, "P1"), verifier=cast.sena, reporter=cast.desarrollo)

    page = visitor(cast.secretary).get(MATRIX + query).content.decode()

    assert re.findall(r'<span class="s-matrix__kind">\w+ · ([^<]+)</span>', page) == codes
    assert ("Nada con ese filtro" in page) is not codes


def test_only_the_secretariat_finds_how_to_assign(cast, visitor):
    page = visitor(cast.reporter).get(MATRIX).content.decode()

    assert "6 huecos" in page
    assert "Asignar a lo marcado" not in page
    assert visitor(cast.reporter).post(MATRIX, chosen(cast)).status_code == 403


def hand_over(cast, **given) -> dict:
    return {
        "act": "hand_over",
        "entity": "desarrollo",
        "person": make_person("Rita Releva", (Role.REPORTER, cast.desarrollo)).pk,
        "substitute": "",
        "since": "2025-03-01",
        "reason": "Cambió de oficina.",
    } | given


@pytest.fixture
def reports(draft, visitor) -> str:
    """The page of a duty that Rosa holds since February, in a plan that is then in force."""
    visitor(draft.secretary).post(MATRIX, chosen(draft))
    Plan.objects.update(state="in_force")
    return f"{MATRIX}indicator/{draft.indicator.pk}/reports/"


def test_handing_over_closes_one_line_of_the_history_and_opens_the_next(draft, visitor, reports):
    answer = visitor(draft.secretary).post(reports, hand_over(draft), follow=True)

    page = answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert answer.redirect_chain == [(f"{MATRIX}indicator/{draft.indicator.pk}/", 302)]
    assert "desde el 1 feb 2025, hasta el 28 feb 2025" in page
    assert "desde el 1 mar 2025, sigue" in page
    assert "Cambió de oficina." in page


def test_another_entity_in_a_plan_in_force_is_refused_and_nothing_typed_is_lost(draft, visitor, reports):
    answer = visitor(draft.secretary).post(reports, hand_over(draft, entity="sena", person=draft.outsider.pk))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "solo pasa a SENA por decisión de la mesa técnica" in page
    assert "Cambió de oficina.</textarea>" in page
    assert Responsibility.objects.count() == 1


def test_a_substitute_changes_without_handing_over(draft, visitor, reports):
    given = hand_over(draft, act="substitute", reason="")
    given |= {"person": draft.reporter.pk, "substitute": given["person"]}

    visitor(draft.secretary).post(reports, given)

    assert Responsibility.objects.get().substitute.name == "Rita Releva"


def test_whoever_may_not_change_it_only_reads_the_part(cast, visitor):
    page = visitor(cast.reporter).get(f"{MATRIX}indicator/{cast.indicator.pk}/reports/").content.decode()

    assert "Nadie ha sido nombrado todavía" in page
    assert '<form method="post" action="/trabajo/planes' not in page


@pytest.mark.parametrize("path", ["pledge/999/", "nada/1/", "project/999/reports/"])
def test_what_is_no_part_of_the_plan_is_not_found(cast, visitor, path):
    assert visitor(cast.secretary).get(MATRIX + path).status_code == 404


def test_the_matrix_costs_the_same_queries_with_one_project_and_with_forty(draft, visitor):
    client = visitor(draft.secretary)

    def fill(count: int) -> None:
        for n in range(count):
            product = make_product(draft, f"P{n}-{draft.plan.projects.count()}")
            make_indicator(draft, product.code, product=product)
            make_person(f"Persona {product.code}", (Role.REPORTER, draft.desarrollo))
        client.post(MATRIX, {"act": "propose"})
        client.get(MATRIX)

    fill(1)
    few = count_queries(lambda: client.get(MATRIX))
    fill(40)

    assert count_queries(lambda: client.get(MATRIX)) == few


def test_a_plan_with_holes_is_not_put_in_force_and_every_one_is_named(draft, visitor):
    answer = visitor(draft.secretary).post(MATRIX, {"act": "put_in_force"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Falta persona de DESARROLLO que ejecuta, reporta y rinde cuentas: indicador R-01" in page
    assert "Falta entidad que presenta a la comunidad: indicador R-01" in page
    assert "Falta al menos un proyecto" in page
    assert Plan.objects.get().state == "draft"
