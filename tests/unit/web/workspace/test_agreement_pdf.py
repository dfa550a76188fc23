"""A text of the agreement on paper, for whoever may read it."""

import pytest
from django.test import Client
from django.urls import reverse

from concierta.web.documents.record import NotPrinted
from factories import make_entity, make_person
from factories.agreements import Living, make_living, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def living() -> Living:
    living = make_living("cut")
    signed(living, "sena")
    return living


def asked(living: Living, person: object, number: int = 1, language: str = "es"):
    client = Client()
    client.force_login(person)
    client.get(f"/idioma/{language}/")
    return client.get(reverse("agreement_text_pdf", args=["acuerdo", number]))


def test_the_paper_is_the_same_for_everybody_in_any_language(living: Living) -> None:
    first = asked(living, living.secretary)
    second = asked(living, living.spokespeople["sena"], language="en")
    assert (first.status_code, first.headers["Content-Type"]) == (200, "application/pdf")
    assert first.headers["Content-Disposition"] == 'attachment; filename="acuerdo-texto-1.pdf"'
    assert first.content == second.content
    assert first.content.startswith(b"%PDF")


def test_it_says_what_the_agreement_has(living: Living, monkeypatch) -> None:
    told = []
    monkeypatch.setattr(
        "concierta.web.workspace.agreements.printed.agreement_pdf", lambda text: told.append(text) or b"%PDF"
    )
    asked(living, living.secretary)
    (text,) = told
    assert (text.number, text.state, text.sha256) == (1, "open", living.version.sha256)
    assert [(one.code, one.words) for one in text.articles] == [("C1", "Poner los medios.")]
    assert [(one.entity, one.kind, one.mandate[1:3]) for one in text.signatures] == [
        (living.sena.name, "here", ("Resolución", "12"))
    ]
    assert text.address == "/trabajo/acuerdos/acuerdo/"


@pytest.mark.parametrize("number", [1, 7])
def test_neither_a_stranger_nor_a_text_that_is_not_there(living: Living, number: int) -> None:
    who = make_person("Ana Ajena", ("reporter", make_entity("ajena"))) if number == 1 else living.secretary
    assert asked(living, who, number).status_code == 404


def test_one_that_cannot_be_printed_says_where_its_words_are(living: Living, monkeypatch) -> None:
    def refuses(_text: object) -> bytes:
        raise NotPrinted("no")

    monkeypatch.setattr("concierta.web.workspace.agreements.printed.agreement_pdf", refuses)
    answer = asked(living, living.secretary)
    assert answer.status_code == 409
    assert "El acuerdo no se pudo imprimir en PDF." in answer.content.decode()
