import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.kernel.folding import folded, says_every_word

LETTERS = st.text("aeiounáéíóúüñÁÉÍÓÚÜÑ AEIOUN")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Formación técnica", "formacion TECNICA"),
        ("ÁREA RURAL", "área"),
        ("Año de los niños", "ano nino"),
        ("Ano", "año"),
        ("Pingüino", "PINGUINO"),
        (unicodedata.normalize("NFD", "Educación"), unicodedata.normalize("NFC", "educación")),
        ("Cualquiera", "  "),
        ("P-001 Empleo", "p-001"),
        ("Empleo", "em\0pleo"),
    ],
)
def test_accents_and_capitals_never_matter(text, words):
    assert says_every_word(text, words)


@pytest.mark.parametrize(("text", "words"), [("Formación", "formación rural"), ("", "a"), ("50 %", "_")])
def test_every_word_must_be_there(text, words):
    assert not says_every_word(text, words)


@given(LETTERS)
def test_folding_twice_is_folding_once_and_however_it_is_composed(text):
    assert folded(folded(text)) == folded(text) == folded(unicodedata.normalize("NFD", text)) == folded(text.upper())
