"""The pages of those who check: review and verification."""

import pytest

from concierta.indicators.models import Indicator
from concierta.people.enums import Role
from concierta.people.models import Membership
from concierta.reporting.models import Report
from concierta.web.kit.formats import NBSP
from factories import checked_report, reviewed_report, submitted_report
from factories.cast import CONFIRMED, SINCE
from factories.means import declared

pytestmark = pytest.mark.django_db


def verdict(**given) -> dict:
    return {
        "outcome": "verified",
        "method": "desk_review",
        "reason": "Las actas suman 900.",
        "verified_value": "",
    } | given


def test_a_name_that_ends_in_a_full_stop_does_not_end_twice(cast, visitor):
    Indicator.objects.filter(pk=cast.indicator.pk).update(name="Tasa de Cali A.M.", definition="Por cada cien.")
    report = reviewed_report(cast)

    page = visitor(cast.verifier).get(f"/trabajo/verificacion/{report.pk}/").content.decode()

    assert "Tasa de Cali A.M.<br>Por cada cien." in page


def test_the_verification_queue_leads_to_the_deliveries_that_wait_each_with_its_last_day(cast, visitor):
    declared(cast)
    client = visitor(cast.verifier)

    assert "1 entrega de un aporte por verificar" in client.get("/trabajo/verificacion/").content.decode()
    waiting = client.get("/trabajo/entregas/").content.decode().replace(NBSP, " ")
    assert "La declaró el 10 abr 2025; se verifica a más tardar el 21 abr 2025" in waiting
    assert "Vencida" in waiting


def test_the_review_queue_shows_what_was_sent(cast, visitor):
    submitted_report(cast)

    page = visitor(cast.reviewer).get("/trabajo/revision/").content.decode()

    assert "1 reporte espera su revisión" in page
    assert "900\u00a0personas" in page


def test_a_review_passes_the_report_on(cast, visitor):
    report = submitted_report(cast)

    visitor(cast.reviewer).post(f"/trabajo/revision/{report.pk}/", {"act": "review", "reason": ""})

    assert Report.objects.get().state == "reviewed"


def test_a_report_is_not_returned_without_saying_why(cast, visitor):
    report = submitted_report(cast)

    response = visitor(cast.reviewer).post(f"/trabajo/revision/{report.pk}/", {"act": "return", "reason": " "})

    assert response.status_code == 422
    assert "Diga qué falta" in response.content.decode()
    assert Report.objects.get().state == "submitted"


def test_who_may_not_review_reads_why_where_the_button_would_be(cast, visitor):
    report = submitted_report(cast)

    page = visitor(cast.reporter).get(f"/trabajo/revision/{report.pk}/").content.decode()

    assert "Usted envió este reporte: debe revisarlo otra persona." in page
    assert 'name="act" value="review"' not in page


def test_the_verification_queue_says_in_words_why_a_figure_deserves_a_look(cast, visitor):
    reviewed_report(cast, value=2000)

    page = visitor(cast.verifier).get("/trabajo/verificacion/").content.decode()

    assert "1 cifra espera su verificación" in page
    assert "Pasa de la meta del año." in page


@pytest.mark.parametrize(
    ("given", "state", "value"),
    [
        ({}, "verified", 900),
        ({"outcome": "adjusted", "verified_value": "1.700"}, "adjusted", 1700),
        ({"outcome": "rejected"}, "rejected", None),
        ({"outcome": "not_verifiable"}, "not_verifiable", None),
    ],
)
def test_each_of_the_four_outcomes_is_recorded(cast, visitor, given, state, value):
    report = reviewed_report(cast)

    response = visitor(cast.verifier).post(f"/trabajo/verificacion/{report.pk}/", verdict(**given))

    report.refresh_from_db()
    assert response.status_code == 302
    assert (report.state, report.verified_value) == (state, value)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": "adjusted"}, "id_verified_value"),
        ({"outcome": "rejected", "verified_value": "5"}, "id_verified_value"),
        ({"reason": ""}, "id_reason"),
        ({"method": ""}, "id_method"),
        ({"outcome": ""}, "id_outcome"),
    ],
)
def test_a_verdict_that_lacks_something_points_at_it_and_keeps_the_rest(cast, visitor, given, field):
    report = reviewed_report(cast)

    response = visitor(cast.verifier).post(f"/trabajo/verificacion/{report.pk}/", verdict(**given))

    page = response.content.decode()
    assert response.status_code == 422
    assert f'href="#{field}' in page
    assert Report.objects.get().state == "reviewed"


def test_a_verifier_with_a_stake_reads_the_refusal_in_the_buttons_place(cast, visitor):
    report = reviewed_report(cast)
    Membership.objects.create(**CONFIRMED, user=cast.verifier, entity=cast.desarrollo, role=Role.MEMBER, since=SINCE)

    page = visitor(cast.verifier).get(f"/trabajo/verificacion/{report.pk}/").content.decode()

    assert "DESARROLLO reportó este valor y no puede verificarlo: le corresponde a CONTROL." in page
    assert 'name="outcome"' not in page


def test_what_was_verified_is_read_with_its_reason_not_verified_again(cast, visitor):
    report = checked_report(cast)
    client = visitor(cast.verifier)

    response = client.get(f"/trabajo/verificacion/{report.pk}/", follow=True)

    assert response.redirect_chain == [(f"/trabajo/cifras/{report.pk}/", 302)]
    assert "Se contrastaron las actas con el listado." in response.content.decode()
    assert "Ya verificados" in client.get("/trabajo/verificacion/?grupo=hechos").content.decode()
