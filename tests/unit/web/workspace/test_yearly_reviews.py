"""The pages of a yearly review and of a close-out: what waits for whoever reads, and nothing that must stay unseen."""

from datetime import datetime, timedelta

import pytest

from concierta.agreements.models import Signatory
from concierta.evaluation.models import (
    CellAssessment,
    CellCoding,
    CloseOutAnswer,
    CloseOutPoint,
    ReviewCell,
    YearlyReview,
)
from concierta.evaluation.operations import assess_cell, code_cell
from concierta.kernel import clock
from concierta.people.enums import Role
from factories import AT, count_queries, make_entity, make_person
from factories.agreements import in_force
from factories.evaluation import opened_review, the_cell
from factories.pages import text
from factories.pledges import mesa_decision
from unit.evaluation.test_close_outs import left, succeeded

pytestmark = pytest.mark.django_db
PAGE = "/trabajo/acuerdos/acuerdo/revision/"
CELL = f"{PAGE}2025/C1/sena/"
RATING = {"rating": "kept", "words": "Pusimos los medios."}


class Stopped(datetime):
    """The clock of the house, whoever already took `now` from it."""

    @classmethod
    def now(cls, tz=None):
        return AT


@pytest.fixture
def living(settings, monkeypatch):
    settings.REVIEW_DOUBLE_SHARE = "1"
    monkeypatch.setattr(clock, "datetime", Stopped)
    return in_force("camara", "cut")


def test_the_secretariat_opens_the_review_of_a_year(living, visitor):
    given = {"act": "open", "year": "2025", "assess_by": "2025-01-20", "phrase": "Lotería 4821"}
    assert visitor(living.secretary).post(PAGE, given).status_code == 302
    assert YearlyReview.objects.get().year == 2025
    told = text(visitor(living.spokespeople["sena"]).get(PAGE))
    assert "Revisión de 2025" in told
    assert "Abrir la revisión" not in told


def test_a_signatory_finds_what_waits_for_it_and_says_how_it_sees_itself(living, visitor):
    opened_review(living)
    client = visitor(living.spokespeople["sena"])
    told = text(client.get(f"{PAGE}2025/"))
    assert "<h1>Revisión de 2025: 0 de 3 casos con autoevaluación, 0 con la mirada de otra entidad</h1>" in told
    assert "Lo que espera de usted" in told
    assert "Tiene hasta el 10 de enero de 2025" in told
    assert client.post(CELL, {"act": "assess", **RATING}).status_code == 302
    assert CellAssessment.objects.get().words == RATING["words"]
    assert "Lo que espera de usted" not in text(client.get(f"{PAGE}2025/"))


def test_whoever_looks_second_is_shown_nothing_of_the_first(living, visitor):
    review = opened_review(living)
    assess_cell(cell=the_cell(review), rating="kept", words="Sí.", by=living.spokespeople["sena"], at=AT)
    code_cell(cell=the_cell(review), rating="not_kept", words="Falta todo.", by=living.verifier, at=AT)
    second = make_person("Vera", (Role.VERIFIER, living.signatory("cut").entity))
    for page in (CELL, f"{PAGE}2025/"):
        told = text(visitor(second).get(page))
        assert "Falta todo." not in told
        assert "Otra entidad ve:" not in told
    assert "Falta todo." in text(visitor(living.verifier).get(CELL))
    assert visitor(second).post(CELL, {"act": "code", **RATING}).status_code == 302
    assert CellCoding.objects.filter(turn=2).exists()
    assert "Falta todo." in text(visitor(living.secretary).get(CELL))


def test_who_may_not_look_is_told_why(living, visitor):
    opened_review(living)
    assert "todavía puede autoevaluarse" in text(visitor(living.verifier).get(CELL))


def test_the_table_closes_it_by_a_decision_and_a_signatory_dissents(living, visitor):
    review = opened_review(living)
    mesa_decision(living.agreement, living, AT - timedelta(days=3))
    client = visitor(living.secretary)
    assert "La mesa no ha decidido nada" in text(client.get(f"{PAGE}2025/"))
    for code, person in living.spokespeople.items():
        assess_cell(cell=the_cell(review, code), rating="kept", words="Sí.", by=person, at=AT)
    decision = mesa_decision(living.agreement, living)
    assert client.post(f"{PAGE}2025/", {"act": "close", "decision": decision.pk}).status_code == 302
    assert YearlyReview.objects.get().decision == decision
    camara = visitor(living.spokespeople["camara"])
    camara.post(f"{PAGE}2025/", {"act": "dissent", "entity": "camara", "words": "No contaron marzo."})
    told = text(camara.get(f"{PAGE}2025/"))
    assert "No contaron marzo." in told
    assert f"La cerró la decisión {decision.number}." in told
    assert "Nadie la valoró." in text(client.get(CELL))


def test_the_page_takes_as_many_queries_with_fifty_signatories_as_with_three(living, visitor):
    review = opened_review(living)
    client = visitor(living.verifier)
    client.get(f"{PAGE}2025/")
    few = count_queries(lambda: client.get(f"{PAGE}2025/"))
    for number in range(47):
        one = Signatory.objects.create(agreement=living.agreement, entity=make_entity(f"e{number}"), state="active")
        ReviewCell.objects.create(review=review, clause=living.clause, signatory=one, state="no_promise")
    assert count_queries(lambda: client.get(f"{PAGE}2025/")) == few


def test_what_the_agreement_before_left_is_answered_point_by_point(living, visitor):
    first, _second = left(living), left(living)
    succeeded(living)
    client, page = visitor(living.secretary), "/trabajo/acuerdos/sigue/cierre/"
    living.plan.agreement = first.agreement.successor
    living.plan.save()
    assert "2 de 2 puntos del cierre anterior siguen sin respuesta" in text(client.get(page))
    given = {"act": "answer", "point": "1", "reply": "taken_up", "article": "C1", "words": "Se abren."}
    assert client.post(page, {**given, "article": "C9"}).status_code == 422
    assert client.post(page, given).status_code == 302
    assert CloseOutAnswer.objects.get().article == "C1"
    assert "1 de 2 puntos del cierre anterior siguen sin respuesta" in text(client.get(page))


def test_the_secretariat_leaves_points_that_its_table_decided(living, visitor):
    client, page = visitor(living.secretary), "/trabajo/acuerdos/acuerdo/cierre/"
    decision = mesa_decision(living.agreement, living)
    client.post(page, {"act": "leave", "kind": "learnt", "text": "Empezar antes.", "decision": decision.pk})
    assert CloseOutPoint.objects.get().text == "Empezar antes."
    assert "Empezar antes." in text(visitor(living.spokespeople["sena"]).get(page))
