"""Looked at and refused, and not looked at yet, are never told as the same thing."""

from decimal import Decimal
from pathlib import Path

import pytest

from concierta.web.kit import marks
from concierta.web.portal.figures import beyond_verified, count_zero, figure, refused, sentence
from factories.sums import corte_with

PROJECT = "BP26000000"


@pytest.mark.parametrize(
    ("rejected", "not_verifiable", "said", "zero"),
    [
        (0, 0, "", ""),
        (1, 0, "1 rechazado", "Cuenta cero: 1 rechazado."),
        (0, 1, "1 no verificable", "Cuenta cero: 1 no verificable."),
        (2, 1, "2 rechazados y 1 no verificable", "Cuentan cero: 2 rechazados y 1 no verificable."),
    ],
)
def test_only_what_there_is_is_counted(rejected: int, not_verifiable: int, said: str, zero: str):
    assert (refused(rejected, not_verifiable), count_zero(rejected, not_verifiable)) == (said, zero)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            {"rejected": 1, "reported_year": "0.5"},
            "Se revisó todo lo reportado para 2025 y nada quedó verificado: 1 rechazado.",
        ),
        (
            {"reported": 2, "possible": "0.4"},
            "Nada de lo reportado para 2025 está verificado: 2 reportes esperan. "
            "Si se confirma lo que espera, el avance será del 40 %.",
        ),
        (
            {"reported": 1},
            "Nada de lo reportado para 2025 está verificado: 1 reporte espera. Lo que espera no trae avance.",
        ),
        (
            {"reported": 1, "rejected": 3, "possible": "0.1"},
            "Nada de lo reportado para 2025 está verificado: 1 reporte espera, 3 rechazados. "
            "Si se confirma lo que espera, el avance será del 10 %.",
        ),
        (
            {"reported": 1, "rejected": 3, "possible": None},
            "Nada de lo reportado para 2025 está verificado: 1 reporte espera, 3 rechazados.",
        ),
        ({"no_data": 2}, "Sin dato: nadie ha reportado todavía lo programado para 2025."),
    ],
)
def test_nothing_verified_says_why(tmp_path: Path, counts: dict, said: str):
    told = sentence(corte_with(tmp_path, "project", **counts), "project", PROJECT).replace("\xa0", " ")

    assert told.removesuffix(" A esta fecha se esperaba el 24,7 %.") == said


def test_an_earlier_period_that_was_verified_still_counts_after_a_rejection(tmp_path: Path):
    corte = corte_with(tmp_path, "project", rejected=1, year="0.3", reported_year="0.9", possible="0.3")
    corte.achievements["project", PROJECT] = corte.achievements["project", PROJECT]._replace(verified_share=Decimal(1))

    assert sentence(corte, "project", PROJECT).startswith("Se verificó el 30\xa0%")
    assert corte.state("project", PROJECT) == marks.VERIFIED


@pytest.mark.parametrize(
    ("counts", "state", "beyond", "note"),
    [
        ({"rejected": 2, "reported_year": "0.6"}, marks.REJECTED, (Decimal("0.6"), False), "rechazado"),
        (
            {"not_verifiable": 1, "reported_year": "0.6"},
            marks.NOT_VERIFIABLE,
            (Decimal("0.6"), False),
            "no verificable",
        ),
        (
            {"reported": 1, "rejected": 1, "reported_year": "0.6", "possible": "0.2"},
            marks.REPORTED,
            (Decimal("0.2"), True),
            "hasta 20 % si se confirma",
        ),
        (
            {"verified": 1, "rejected": 1, "year": "0.3", "reported_year": "0.6", "possible": "0.3"},
            marks.VERIFIED,
            (Decimal("0.3"), True),
            "verificado",
        ),
    ],
)
def test_the_picture_of_a_sum_promises_nothing_that_was_refused(
    tmp_path: Path, counts: dict, state: str, beyond: tuple, note: str
):
    corte = corte_with(tmp_path, "project", **counts)

    assert corte.state("project", PROJECT) == state
    assert beyond_verified(corte, "project", PROJECT) == beyond
    assert figure(corte, "project", PROJECT)[1].replace("\xa0", " ") == note
