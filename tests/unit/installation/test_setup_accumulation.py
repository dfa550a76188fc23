"""A setup file may say how an indicator accumulates in the office's own word, if that has one meaning."""

import pytest

from concierta.installation.setup.sections import Key
from concierta.installation.setup.values import NotThat, typed

KEY = Key("accumulation", required=True)


@pytest.mark.parametrize(
    ("word", "code"),
    [("capacity", "capacity"), ("Incremento acumulado", "cumulative"), ("mantenimiento  STOCK", "maintenance")],
)
def test_a_code_or_a_word_with_one_meaning_is_taken(word: str, code: str):
    assert typed(KEY, word) == code


def test_a_word_with_two_meanings_is_refused_with_both():
    with pytest.raises(NotThat, match="stock o capacity"):
        typed(KEY, "Capacidad")


@pytest.mark.parametrize("word", ["acumular mucho", "", 7])
def test_a_word_that_nobody_knows_is_refused_with_the_list(word: object):
    with pytest.raises(NotThat, match="annual_reduction"):
        typed(KEY, word)
