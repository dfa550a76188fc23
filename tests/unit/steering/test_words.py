"""Titles that come from official names, some of which run to three lines."""

import pytest

from concierta.steering.queries.dues.words import shortened

LONG = "Presentar el primer informe sobre la calidad de los empleos conseguidos: contrato, salario y seguridad social."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ferias  de\nempleo", "Ferias de empleo"),
        ("a" * 90, "a" * 90),
        (LONG, "Presentar el primer informe sobre la calidad de los empleos conseguidos: contrato…"),
        ("a" * 91, "a" * 90 + "…"),
    ],
)
def test_a_long_name_is_cut_between_words(text: str, said: str) -> None:
    assert shortened(text) == said
