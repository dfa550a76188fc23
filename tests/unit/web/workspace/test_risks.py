"""The pages of risks: the list with its filters, recording one, valuing it again and closing it."""

from datetime import timedelta

import pytest

from concierta.evaluation.models import Risk
from concierta.evaluation.operations import close_risk
from concierta.kernel.clock import now, today
from factories import count_queries
from factories.evaluation import make_project, recorded_risk
from factories.pages import session_page, text
from factories.pledges import make_pledging
from factories.sessions import coming_session

pytestmark = pytest.mark.django_db

LIST = "/trabajo/planes/cali/riesgos/"
NEW = f"{LIST}nuevo/"


def written(**given: object) -> dict:
    words = {
        "subject": "BP-1",
        "title": "No hay cupos para todos",
        "probability": "4",
        "impact": "5",
        "countermeasure": "Abrir otro grupo.",
        "owner": "sena",
        "person": "",
        "review_on": (today() + timedelta(days=30)).isoformat(),
    }
    return words | given


def test_whoever_reports_for_its_project_records_it(cast, visitor):
    make_project(cast)
    answer = visitor(cast.reporter).post(NEW, written())
    risk = Risk.objects.get()
    assert answer.headers["Location"] == f"/trabajo/riesgos/{risk.pk}/"
    assert (risk.project.code, risk.score, risk.owner.code) == ("BP-1", 20, "sena")


def test_a_code_that_is_nothing_of_the_plan_is_told_at_its_field_and_nothing_typed_is_lost(cast, visitor):
    answer = visitor(cast.reporter).post(NEW, written(subject="BP-9"))
    assert answer.status_code == 422
    assert "En este plan no hay proyecto ni promesa «BP-9»." in text(answer)
    assert "No hay cupos para todos" in text(answer)


def test_the_form_begins_with_the_project_one_comes_from(cast, visitor):
    make_project(cast)
    page = text(visitor(cast.reporter).get(f"{LIST}?proyecto=BP-1"))
    assert f"{NEW}?de=BP-1" in page
    assert 'value="BP-1"' in text(visitor(cast.reporter).get(f"{NEW}?de=BP-1"))


def test_the_list_says_first_how_many_are_open_and_how_grave(cast, visitor):
    recorded_risk(cast, probability=5, impact=5)
    recorded_risk(cast, title="Otro")
    page = text(visitor(cast.reviewer).get(LIST))
    assert "<h1>2 riesgos abiertos; 1 crítico; 2 debían revisarse</h1>" in page
    assert page.index("No hay cupos") < page.index("Otro")
    assert "Registrar un riesgo" not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Abierto"]),
        ("?estado=closed", ["Cerrado del todo"]),
        ("?estado=todos", ["Abierto", "Cerrado del todo"]),
        ("?gravedad=critical", []),
        ("?estado=todos&gravedad=critical", ["Cerrado del todo"]),
        ("?entidad=sena", []),
        ("?proyecto=BP-1", ["Abierto"]),
        ("?proyecto=BP-2", []),
        ("?promesa=BP-1", []),
        ("?pagina=9", ["Abierto"]),
    ],
)
def test_it_is_filtered_by_state_gravity_entity_and_what_is_at_risk(cast, visitor, query, shown):
    make_project(cast)
    recorded_risk(cast, title="Abierto")
    closed = recorded_risk(cast, title="Cerrado del todo", probability=5, impact=5)
    close_risk(risk=closed, reason="Ya.", by=None, at=now())
    page = text(visitor(cast.secretary).get(f"{LIST}{query}"))
    assert [title for title in ("Abierto", "Cerrado del todo") if f">{title}</a>" in page] == shown


def test_one_asks_the_same_questions_with_one_risk_and_with_many(cast, visitor):
    recorded_risk(cast)
    client = visitor(cast.secretary)
    client.get(LIST)
    one = count_queries(lambda: client.get(LIST))
    for _ in range(3):
        recorded_risk(cast)
    assert count_queries(lambda: client.get(LIST)) == one


def test_it_is_valued_again_and_its_page_keeps_how_it_was(cast, visitor):
    risk = recorded_risk(cast)
    given = {name: value for name, value in written().items() if name not in ("subject", "title")}
    page = f"/trabajo/riesgos/{risk.pk}/"
    visitor(cast.reporter).post(page, given | {"act": "reassess", "note": "Se inscribió el doble."})
    told = text(visitor(cast.reviewer).get(page))
    assert "Se registró: Probable × Moderado: 12, riesgo alto" in told
    assert "Se valoró de nuevo: Probable × Catastrófico: 20, riesgo crítico" in told
    assert "Se inscribió el doble." in told


def test_it_is_closed_with_its_reason_and_offers_nothing_more(cast, visitor):
    risk = recorded_risk(cast)
    page = f"/trabajo/riesgos/{risk.pk}/"
    assert visitor(cast.secretary).post(page, {"act": "close", "reason": ""}).status_code == 422
    visitor(cast.secretary).post(page, {"act": "close", "reason": "Se abrió la sede."})
    told = text(visitor(cast.secretary).get(page))
    assert "Se abrió la sede." in told
    assert "Valorarlo de nuevo" not in told


def test_who_may_not_value_it_is_told_why(cast, visitor):
    risk = recorded_risk(cast)
    told = text(visitor(cast.verifier).get(f"/trabajo/riesgos/{risk.pk}/"))
    assert "Esto corresponde a quien tiene el papel" in told
    assert 'name="act"' not in told


def test_a_reporter_who_does_not_know_everybody_keeps_the_person_that_was_named(cast, visitor):
    risk = recorded_risk(cast, owner=cast.desarrollo, person=cast.reporter)
    page = visitor(cast.reporter).get(f"/trabajo/riesgos/{risk.pk}/")
    assert f'<option value="{cast.reporter.pk}" selected>' in text(page)


def test_the_agenda_that_brought_it_leads_to_its_page_and_the_rest_to_the_list(scene, visitor, settings):
    settings.AGENDA_RISKS = 1
    risk = recorded_risk(scene, probability=5, impact=5)
    recorded_risk(scene, probability=5, impact=4)
    session = coming_session(scene, "Avance")
    client = visitor(scene.secretary)
    client.post(session_page(session), {"act": "fill"})
    told = text(client.get(session_page(session)))
    assert f'href="/trabajo/riesgos/{risk.pk}/">Ver el riesgo<' in told
    assert f'href="{LIST}">Ver los riesgos<' in told


def test_the_page_of_a_pledge_leads_to_its_risks_and_they_back_to_it(visitor):
    cast = make_pledging()
    risk = recorded_risk(cast, subject=cast.declared, owner=cast.sena, by=cast.sonia)
    client = visitor(cast.sonia)
    assert f"{LIST}?promesa=C1/CP-2" in text(client.get(f"/trabajo/compromisos/{cast.declared.pk}/"))
    assert risk.title in text(client.get(f"{LIST}?promesa=C1/CP-2"))
    assert f"/trabajo/compromisos/{cast.declared.pk}/?plan=cali" in text(client.get(f"/trabajo/riesgos/{risk.pk}/"))
