"""An entity declares what it did with what shows it; another entity verifies it; everybody with a part reads it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concierta.accounts.enums import SignInKind
from concierta.accounts.models import SignIn
from concierta.evaluation.enums import MilestoneKind, MilestoneState
from concierta.evaluation.models import Milestone
from factories import PDF, count_queries
from factories.agreements import in_force, make_living, promised
from factories.evaluation import declared_milestone
from factories.pages import text

pytestmark = pytest.mark.django_db

AGREEMENT = "/trabajo/acuerdos/acuerdo/"
LIST = f"{AGREEMENT}hitos/"
NEW = f"{AGREEMENT}entidades/sena/hitos/nuevo/"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


def page_of(milestone: Milestone) -> str:
    return f"{LIST}{milestone.pk}/"


def written(living, **given) -> dict:
    return {
        "act": "declare", "clause": str(living.clause.pk), "kind": "presentation", "title": "Presentación del plan",
        "instance": "Concejo de Cali", "reached_on": "2024-12-10",
        "files": SimpleUploadedFile("acta.pdf", PDF, content_type="application/pdf"), **given,
    }  # fmt: skip


def test_an_entity_declares_it_with_what_shows_it(visitor):
    living = in_force()
    pledge = promised(living, milestone="Presentar el plan")
    client = visitor(living.spokespeople["sena"])
    form = text(client.get(f"{NEW}?promesa={pledge.pk}"))
    assert 'value="Presentar el plan"' in form
    answer = client.post(NEW, written(living, pledge=str(pledge.pk)))
    milestone = Milestone.objects.get()
    assert answer.headers["Location"] == page_of(milestone)
    assert (milestone.pledge, milestone.state, milestone.evidence.count()) == (pledge, MilestoneState.DECLARED, 1)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"files": ""}, "Adjunte lo que lo muestra"),
        ({"instance": ""}, "Diga a qué instancia se llegó."),
        ({"kind": "other", "expires_on": "2030-01-01"}, "Solo vence lo que queda instituido."),
        ({"title": ""}, "Qué se hizo, en una línea"),
    ],
)
def test_a_refusal_keeps_what_was_typed_and_leads_to_what_to_change(visitor, given, said):
    living = in_force()
    answer = visitor(living.spokespeople["sena"]).post(NEW, written(living, **given))
    assert (answer.status_code, said in text(answer), Milestone.objects.count()) == (422, True, 0)


def test_a_file_that_came_before_stays_while_the_rest_is_corrected(visitor):
    living = in_force()
    client = visitor(living.spokespeople["sena"])
    first = text(client.post(NEW, written(living, act="attach")))
    kept = first.split('name="kept" value="')[1].split('"')[0]
    client.post(NEW, written(living, files="", kept=kept))
    assert Milestone.objects.get().evidence.get().pk == int(kept)


def test_who_has_not_signed_declares_nothing(visitor):
    living = make_living()
    answer = visitor(living.spokespeople["sena"]).get(NEW)
    assert (answer.status_code, "no ha firmado este acuerdo" in text(answer)) == (409, True)


@pytest.mark.parametrize("finding", ["verified", "rejected", "not_verifiable"])
def test_a_verifier_of_another_entity_finds_it_in_their_work_and_says_what_they_found(visitor, finding):
    living = in_force()
    milestone = declared_milestone(living)
    vera = visitor(living.verifier)
    assert "Verificar un hito de SENA" in text(vera.get("/trabajo/"))
    given = {"act": "verify", "finding": finding, "reason": "Consta en el acta."}
    assert vera.post(page_of(milestone), given | {"reason": ""}).status_code == 422
    vera.post(page_of(milestone), given)
    milestone.refresh_from_db()
    assert (milestone.state, milestone.verifier_entity) == (finding, living.control)
    assert "Verificar un hito" not in text(vera.get("/trabajo/"))
    shown = text(visitor(living.reporter).get(page_of(milestone)))
    assert "Consta en el acta." in shown


def test_a_verifier_of_the_entity_itself_sees_why_not(visitor):
    living = in_force()
    milestone = declared_milestone(living)
    client = visitor(living.outsider)
    assert "SENA tiene parte en esto: le corresponde a otra entidad." in text(client.get(page_of(milestone)))
    given = {"act": "verify", "finding": "verified", "reason": "x"}
    assert client.post(page_of(milestone), given).status_code == 409


def test_its_entity_takes_it_back_until_somebody_looked_at_it(visitor):
    living = in_force()
    milestone = declared_milestone(living)
    given = {"act": "withdraw", "reason": "Se repitió."}
    assert visitor(living.secretary).post(page_of(milestone), given).status_code == 400
    client = visitor(living.spokespeople["sena"])
    client.post(page_of(milestone), given)
    milestone.refresh_from_db()
    assert milestone.state == MilestoneState.WITHDRAWN
    assert "Se repitió." in text(client.get(page_of(milestone)))
    assert client.post(page_of(milestone), given).status_code == 400


def test_opening_what_shows_it_is_recorded_and_the_others_are_told_who_may(visitor):
    living = in_force()
    milestone = declared_milestone(living)
    path = f"{page_of(milestone)}archivos/{milestone.evidence.get().pk}/"
    assert visitor(living.verifier).get(path).status_code == 200
    assert SignIn.objects.filter(kind=SignInKind.DATA_OPENED, subject=path, user=living.verifier).count() == 1
    reader = visitor(living.reporter)
    assert reader.get(path).status_code == 404
    assert "Lo ven la entidad, quien lo verificó y quien puede verificarlo." in text(reader.get(page_of(milestone)))
    assert visitor(living.verifier).get(path.replace("/archivos/", "/archivos/9")).status_code == 404


def test_the_list_is_filtered_by_state_entity_and_promise(visitor):
    living = in_force()
    pledge = promised(living)
    declared_milestone(living, pledge=pledge, title="El primero")
    declared_milestone(
        living, title="El decreto", kind=MilestoneKind.ACT, rung=None, expires_on=date(2025, 1, 2), instance=""
    )
    client = visitor(living.secretary)
    whole = text(client.get(LIST))
    assert "0 de 2 hitos están verificados" in whole
    assert "Declarado, sin verificar · venció el 2 ene 2025" in whole
    assert "El decreto" not in text(client.get(f"{LIST}?promesa={pledge.pk}"))
    assert "Ningún hito así" in text(client.get(f"{LIST}?estado=verified"))
    assert "Ningún hito así" in text(client.get(f"{LIST}?entidad=camara"))
    assert "Declarar un hito de SENA" in text(visitor(living.spokespeople["sena"]).get(LIST))


def test_the_pages_around_it_lead_there(visitor):
    living = in_force()
    pledge = promised(living)
    client = visitor(living.spokespeople["sena"])
    assert f'href="{LIST}"' in text(client.get(AGREEMENT))
    entity = text(client.get(f"{AGREEMENT}entidades/sena/"))
    assert f'href="{LIST}?entidad=sena"' in entity
    assert f'href="{NEW}"' in entity
    assert f'href="{NEW}?promesa={pledge.pk}"' in text(client.get(f"{AGREEMENT}promesas/{pledge.pk}/"))
    assert f'href="{LIST}?promesa={pledge.pk}"' in text(client.get(f"/trabajo/compromisos/{pledge.pk}/"))


def test_the_list_and_the_work_ask_the_same_of_one_and_of_three(visitor):
    living = in_force()
    declared_milestone(living)
    client = visitor(living.verifier)
    for path in (LIST, "/trabajo/"):
        client.get(path)
    one = [count_queries(lambda path=path: client.get(path)) for path in (LIST, "/trabajo/")]
    for title in ("Otro", "Uno más"):
        declared_milestone(living, title=title)
    assert [count_queries(lambda path=path: client.get(path)) for path in (LIST, "/trabajo/")] == one


def test_a_milestone_of_another_agreement_is_not_at_this_address(visitor):
    living = in_force()
    milestone = declared_milestone(living)
    assert visitor(living.secretary).get(f"/trabajo/acuerdos/otro/hitos/{milestone.pk}/").status_code == 404
