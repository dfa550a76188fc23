"""What signatories put in: offered, declared and verified, with cash and in kind apart on every page."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concierta.budgets.enums import DeliveryMethod, DeliveryOutcome
from concierta.budgets.models import Contribution, Delivery
from concierta.budgets.operations import verify_delivery
from concierta.budgets.queries import deliveries_to_verify
from concierta.people.enums import Role
from concierta.people.models import Membership
from concierta.web.kit.formats import NBSP
from concierta.web.workspace.fields import MEANT
from concierta.web.workspace.uploads import NOTHING_INSIDE_ACTS
from factories import PDF, count_queries
from factories.cast import CONFIRMED, SINCE
from factories.means import M, advisers, declared, offered, project_of
from factories.money import AT
from factories.parts import signed_by

pytestmark = pytest.mark.django_db

LIST = "/trabajo/planes/cali/aportes/"
NEW = f"{LIST}nuevo/"
FOUR_HUNDRED = f"${NBSP}400.000.000"


@pytest.fixture(autouse=True)
def whoever_signed_may_give(cast) -> None:
    signed_by(cast, cast.sena)


def written(cast, **given) -> dict:
    words = {
        "project": project_of(cast).code,
        "entity": "sena",
        "form": "cash",
        "amount": "400.000.000",
        "description": "Becas para formación",
    }
    return words | given


def in_kind(cast, **given) -> dict:
    thing = {"form": "in_kind", "amount": "", "kind": "human", "quantity": "2", "unit": "asesores"}
    return written(cast, **(thing | given))


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("comprobante.pdf", PDF, content_type="application/pdf")


def test_cash_is_offered_in_whole_pesos(cast, visitor):
    answer = visitor(cast.outsider).post(NEW, written(cast))

    made = Contribution.objects.get()
    assert answer.headers["Location"] == f"/trabajo/aportes/{made.pk}/"
    assert (made.amount, made.form, made.kind, made.entity) == (400 * M, "cash", "economic", cast.sena)


def test_in_kind_is_counted_in_its_own_unit_or_valued_by_a_method(cast, visitor):
    client = visitor(cast.outsider)
    client.post(NEW, in_kind(cast))
    client.post(NEW, in_kind(cast, unit_value="5.000.000", valuation_method="Tabla de honorarios de 2025"))

    assert list(Contribution.objects.order_by("pk").values_list("quantity", "unit", "unit_value")) == [
        (2, "asesores", None),
        (2, "asesores", 5 * M),
    ]


def test_what_belongs_to_the_other_form_is_forgotten(cast, visitor):
    visitor(cast.outsider).post(NEW, written(cast, quantity="2", unit="asesores", kind="human"))

    assert Contribution.objects.get().quantity is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"amount": ""}, "Escriba cuántos pesos."),
        ({"amount": "1,5"}, "sin centavos"),
        ({"form": "in_kind", "kind": "human", "quantity": "", "unit": "aulas"}, "Escriba una cantidad."),
        ({"form": "in_kind", "kind": "human", "quantity": "2", "unit": ""}, "Diga en qué unidad se cuenta."),
        (
            {"form": "in_kind", "kind": "human", "quantity": "2", "unit": "aulas", "unit_value": "900"},
            "Diga cómo se supo cuánto vale",
        ),
        ({"project": ""}, "Este campo es obligatorio"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_written(cast, visitor, given, words):
    answer = visitor(cast.outsider).post(NEW, written(cast, **given))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Becas para formación</textarea>" in answer.content.decode()
    assert not Contribution.objects.exists()


def test_the_secretariat_offers_for_any_entity_and_others_only_for_their_own(cast, visitor):
    page = visitor(cast.secretary).get(NEW).content.decode()
    own = visitor(cast.outsider).get(NEW).content.decode()

    assert 'value="desarrollo"' in page
    assert 'value="desarrollo"' not in own


def test_who_may_not_offer_is_told_why_in_the_buttons_place(cast, visitor):
    page = visitor(cast.verifier).get(LIST).content.decode()

    assert "Esto corresponde a quien tiene el papel" in page
    assert f'href="{NEW}"' not in page


def test_cash_and_in_kind_stand_apart_by_entity_and_project(cast, visitor):
    declared(cast, offered(cast))
    advisers(cast)

    page = visitor(cast.reporter).get(LIST).content.decode()

    assert f"aparte, en especie: 2{NBSP}asesores" in page
    for table in ("por-entidad", "por-proyecto"):
        body = page.split(f'id="{table}"')[1].split("</table>")[0]
        assert body.count(FOUR_HUNDRED) == 1
        assert body.count(f"2{NBSP}asesores") == 1
        assert body.count(f"${NBSP}100.000.000") == 1


def test_its_page_says_in_its_title_who_brings_what_to_which_project(cast, visitor):
    cash, thing = offered(cast), advisers(cast, quantity=Decimal(1), unit="asesores")
    client = visitor(cast.reporter)

    for one, what in ((cash, FOUR_HUNDRED), (thing, f"1{NBSP}asesor")):
        page = client.get(f"/trabajo/aportes/{one.pk}/").content.decode()
        said = f"SENA ofreció {what} a «{project_of(cast).name}»"
        assert f"<h1>{said}</h1>" in page
        assert f"<title>{said}" in page


def test_a_delivery_is_declared_with_its_evidence(cast, visitor):
    one = offered(cast)

    visitor(cast.outsider).post(
        f"/trabajo/aportes/{one.pk}/entregar/",
        {"act": "declare", "delivered_on": "2025-03-01", "amount": "100.000.000", "files": [file()]},
    )

    made = Delivery.objects.get()
    assert (made.amount, made.state, made.evidence.get().filename) == (100 * M, "declared", "comprobante.pdf")


def test_without_evidence_it_is_refused(cast, visitor):
    one = offered(cast)
    sent = {"act": "declare", "delivered_on": "2025-03-01", "amount": "100.000.000"}

    answer = visitor(cast.outsider).post(f"/trabajo/aportes/{one.pk}/entregar/", sent)

    assert answer.status_code == 422
    assert "Adjunte la evidencia de la entrega" in answer.content.decode()
    assert not Delivery.objects.exists()


def test_a_wrong_figure_costs_no_file(cast, visitor):
    one = offered(cast)
    client = visitor(cast.outsider)
    path = f"/trabajo/aportes/{one.pk}/entregar/"
    sent = {"act": "declare", "delivered_on": "2025-03-01", "amount": "cien"}

    page = client.post(path, sent | {"files": [file()]}).content.decode()
    kept = page.split('name="kept" value="')[1].split('"')[0]
    client.post(path, sent | {"amount": "100", "kept": [kept]})

    assert Delivery.objects.get().evidence.get().pk == int(kept)


@pytest.mark.parametrize(
    ("outcome", "found", "counted"),
    [
        ("verified", "", 100 * M),
        ("adjusted", "80.000.000", 80 * M),
        ("rejected", "", None),
        ("not_verifiable", "", None),
    ],
)
def test_the_verifier_says_what_was_found_by_which_method_and_why(cast, visitor, outcome, found, counted):
    made = declared(cast)
    sent = {
        "act": "verify",
        "outcome": outcome,
        "verified_amount": found,
        "method": "bank_record",
        "reason": "Extracto",
    }

    answer = visitor(cast.verifier).post(f"/trabajo/entregas/{made.pk}/", sent, follow=True)

    made.refresh_from_db()
    assert (made.state, made.verified_amount, made.amount, made.reason) == (outcome, counted, 100 * M, "Extracto")
    assert "Qué sigue" not in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"reason": ""}, "Este campo es obligatorio"),
        ({"method": ""}, "Este campo es obligatorio"),
        ({"outcome": "adjusted"}, "diga cuántos pesos"),
        ({"verified_amount": "5"}, "déjelo en blanco"),
    ],
)
def test_a_verdict_that_says_too_little_is_refused(cast, visitor, given, words):
    made = declared(cast)
    sent = {"act": "verify", "outcome": "verified", "verified_amount": "", "method": "documents", "reason": "Vi"}

    answer = visitor(cast.verifier).post(f"/trabajo/entregas/{made.pk}/", sent | given)

    assert answer.status_code in (409, 422)
    assert words in answer.content.decode()
    made.refresh_from_db()
    assert made.state == "declared"


def test_who_declared_it_cannot_check_it_and_is_told_so(cast, visitor):
    made = declared(cast)
    path = f"/trabajo/entregas/{made.pk}/"
    sent = {"act": "verify", "outcome": "verified", "method": "documents", "reason": "Yo la hice"}

    page = visitor(cast.outsider).get(path).content.decode()
    answer = visitor(cast.outsider).post(path, sent)

    assert "Usted declaró esta entrega: debe verificarla otra persona." in page
    assert answer.status_code == 409
    made.refresh_from_db()
    assert made.state == "declared"


def test_evidence_is_for_those_who_give_and_those_who_check(cast, visitor):
    made = declared(cast)
    address = f"/trabajo/entregas/{made.pk}/archivos/{made.evidence.get().pk}/"

    assert address in visitor(cast.verifier).get(f"/trabajo/entregas/{made.pk}/").content.decode()
    assert address not in visitor(cast.reporter).get(f"/trabajo/entregas/{made.pk}/").content.decode()
    response = visitor(cast.verifier).get(address)
    assert response.headers["Content-Security-Policy"] == NOTHING_INSIDE_ACTS


def test_it_is_taken_back_with_a_reason_while_nothing_came(cast, visitor):
    one = offered(cast)
    path = f"/trabajo/aportes/{one.pk}/"

    silent = visitor(cast.outsider).post(path, {"act": "withdraw", "reason": ""})
    page = visitor(cast.outsider).post(path, {"act": "withdraw", "reason": "No hubo recursos."}, follow=True)

    assert silent.status_code == 422
    assert "No hubo recursos." in page.content.decode()
    assert Contribution.objects.get().state == "withdrawn"


def test_what_came_is_not_taken_back(cast, visitor):
    made = declared(cast)
    path = f"/trabajo/aportes/{made.contribution_id}/"

    page = visitor(cast.outsider).get(path).content.decode()
    answer = visitor(cast.outsider).post(path, {"act": "withdraw", "reason": "Me equivoqué"})

    assert "Este aporte ya tiene entregas" in page
    assert answer.status_code == 409


def test_a_delivery_is_withdrawn_before_anybody_checks_it(cast, visitor):
    made = declared(cast)

    visitor(cast.outsider).post(f"/trabajo/entregas/{made.pk}/", {"act": "withdraw", "reason": "Era de otro mes."})

    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_what_waits_is_on_the_verifiers_own_page(cast, visitor):
    declared(cast)

    home = visitor(cast.verifier).get("/trabajo/").content.decode()
    queue = visitor(cast.verifier).get("/trabajo/entregas/").content.decode()

    assert "1 entrega de un aporte por verificar" in home
    assert "1 entrega espera su verificación" in queue
    assert f"${NBSP}100.000.000" in queue


def test_the_page_costs_the_same_with_one_contribution_and_with_three(cast, visitor):
    client = visitor(cast.reporter)
    _checked(cast)
    client.get(LIST)
    few = count_queries(lambda: client.get(LIST))
    _checked(cast)
    advisers(cast)

    assert count_queries(lambda: client.get(LIST)) == few


def test_the_queue_holds_what_this_person_may_verify_and_costs_the_same_with_one_and_with_three(cast, visitor):
    client = visitor(cast.verifier)
    declared(cast)
    client.get("/trabajo/entregas/")
    few = count_queries(lambda: client.get("/trabajo/entregas/"))
    for _ in range(2):
        declared(cast)

    assert count_queries(lambda: client.get("/trabajo/entregas/")) == few
    assert len(deliveries_to_verify(cast.verifier)) == 3
    Membership.objects.create(**CONFIRMED, user=cast.verifier, entity=cast.desarrollo, role=Role.MEMBER, since=SINCE)
    assert deliveries_to_verify(cast.verifier) == []


def _checked(cast) -> None:
    verify_delivery(
        delivery=declared(cast, advisers(cast), amount=None, quantity=Decimal(1)),
        outcome=DeliveryOutcome.VERIFIED,
        method=DeliveryMethod.DOCUMENTS,
        reason="Se vio.",
        by=cast.verifier,
        at=AT,
    )


def test_more_than_was_offered_is_asked_before_it_is_declared(cast, visitor):
    """Rather a delivery that was declared already: three clicks made $1.200 M of $400 M."""
    one = offered(cast)
    declared(cast, one, amount=300 * M)
    client, path = visitor(cast.outsider), f"/trabajo/aportes/{one.pk}/entregar/"
    form = {"act": "declare", "delivered_on": "2025-03-01", "amount": "200.000.000"}

    asked = client.post(path, form | {"files": [file()]})
    meant = client.post(path, form | {"files": [file()], MEANT: "amount=200.000.000"})

    assert asked.status_code == 422
    assert "Con esta entrega serían 500.000.000 de 400.000.000 que se ofrecieron." in asked.content.decode()
    assert 'value="amount=200.000.000"> Es otra entrega, y se entregó más de lo ofrecido' in asked.content.decode()
    assert meant.status_code == 302
    assert sum(Delivery.objects.values_list("amount", flat=True)) == 500 * M
