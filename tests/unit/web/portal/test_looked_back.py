"""What the agreement looks back on, on the pages of the portal: its reviews, promises by year, and its close-out."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from concierta.publishing.queries import read_package
from concierta.web.portal.addresses import Address
from concierta.web.portal.corte import Corte
from concierta.web.portal.mesa.links import act_link, matter
from concierta.web.portal.portal import Portal
from factories.packages import row
from unit.web.portal.test_evaluation import rendered, text

DAY = date(2025, 2, 1)


def cell(entity: str, **said: Any) -> Any:
    given = {"state": "no_promise", "rating": "not_assessed", "coded": "not_coded", "second": "not_drawn"}
    return row("yearly_review_cells", year=2024, clause="C1", entity=entity, doubled=False, **(given | said))


def tables() -> dict[str, list[Any]]:
    left = {"agreement": "antes", "kind": "not_done", "decision": "2011-04", "left_on": DAY}
    review = {
        "year": 2024, "state": "closed", "opened_on": DAY, "assess_by": DAY, "cells": 2, "assessed": 1, "coded": 1,
        "doubled": 1, "coded_twice": 1, "agreed": Decimal(0), "kappa": Decimal(0), "phrase": "Lotería 4821",
        "closed_on": DAY,
    }  # fmt: skip
    counts = {"promised": 7, "due": 5, "due_kept": 2, "kept": 3, "released": 1}
    told = {"rating": "kept", "words": "Cumplimos.", "coded": "partly", "coded_by": "e1", "coded_words": "A medias."}
    return {
        "yearly_reviews": [row("yearly_reviews", **review)],
        "yearly_review_cells": [cell("e0", **told, second="kept", second_by="e2", second_words="Sí."), cell("e1")],
        "review_dissents": [
            row("review_dissents", year=2024, entity="e1", words="No contaron\nmarzo & abril.", dissented_on=DAY)
        ],
        "pledge_vintages": [row("pledge_vintages", year=2024, **counts)],
        "close_out_points": [
            row("close_out_points", number=1, text="Faltó oficina.", reply="unanswered", **left),
            row("close_out_points", number=2, text="Dos.", reply="taken_up", article="C1", words="Se abre.", **left),
        ],
        "verifying_entities": [
            row("verifying_entities", entity="e1", waiting=12, waiting_since=DAY, last_verified_on=date(2025, 1, 10)),
            row("verifying_entities", entity="e2", waiting=1, waiting_since=DAY),
            row("verifying_entities", entity="e3", waiting=0, last_verified_on=DAY),
        ],
    }


@pytest.fixture(scope="module")
def looked_back(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rendered(tmp_path_factory.mktemp("looked"), **tables())


def test_of_what_was_promised_in_a_year_the_kept_are_counted(looked_back: Path):
    told = text(looked_back, "compromisos")
    assert "De lo que se prometió en 2024, 3 de 7 ya se cumplieron." in told
    assert "5 ya vencieron y de ellas se cumplieron 2 · 1 quedó sin quien responda." in told


def test_what_the_agreement_before_left_unanswered_is_on_its_page(looked_back: Path):
    told = text(looked_back, "compromisos")
    assert "1 de 2 puntos del cierre anterior siguen sin respuesta." in told
    assert "1. Faltó oficina. No se hizo Sin respuesta" in told
    assert "2. Dos. No se hizo Se recoge · C1 · Se abre." in told


def test_a_review_says_who_spoke_how_far_they_agree_and_what_a_signatory_does_not_share(looked_back: Path):
    told = text(looked_back, "compromisos/revision-2024")
    assert "Revisión de 2024: 1 de 2 casos con autoevaluación, 1 con la mirada de otra entidad" in told
    assert "Dos entidades valoraron por separado 1 caso y coincidieron en el 0 %." in told
    assert "no se puede decir cuán seguro es ese valor" in told
    assert "Dicen de sí mismas: 1 se cumple · 1 sin autoevaluación" in told
    assert "Se sorteó 1 para dos entidades, con la frase «Lotería 4821»." in told
    assert "No contaron marzo & abril." in told


def test_a_commitment_shows_every_view_beside_the_others_and_no_blank(looked_back: Path):
    told = text(looked_back, "compromisos/revision-2024/c1")
    assert "Se calculó Sin promesa Dice de sí misma Se cumple Cumplimos." in told
    assert "Se cumple en parte A medias." in told
    assert "Dice de sí misma No se autoevaluó Otra entidad Nadie la valoró" in told


@pytest.mark.parametrize(
    ("entity", "said"),
    [
        (
            "e1",
            "No ha verificado nada desde el 10 de enero de 2025; 12 reportes esperan desde el 1 de febrero de 2025.",
        ),
        ("e2", "Todavía no ha verificado nada; 1 reporte espera desde el 1 de febrero de 2025."),
    ],
)
def test_the_silence_of_whoever_verifies_is_on_its_page(looked_back: Path, entity: str, said: str):
    assert said in text(looked_back, f"entidades/{entity}")


def test_nothing_is_said_of_one_for_which_nothing_waits(looked_back: Path):
    assert "ha verificado nada" not in text(looked_back, "entidades/e3")


def test_the_agenda_and_the_log_lead_to_them(looked_back: Path):
    package = read_package(looked_back.parent / "cortes" / "empleo" / "2025-03-31")
    portal = Portal(Corte(package), Address("es", "x/"))
    assert 'href="../compromisos/revision-2024/"' in matter(portal, "yearly_review:2024")
    assert 'href="../compromisos/revision-2024/"' in act_link(portal, "yearly_review:acuerdo:2024:C1:e0")
    assert 'href="../compromisos/#cierre"' in matter(portal, "close_out:previous")
    assert matter(portal, "yearly_review:2023") == ""
