"""What people type is kept only if it can be printed, and is told by name where it cannot."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.kernel.errors import Invalid
from concierta.kernel.writing import check_all_typed, check_typed, fonts, repaired, settable, tidy, unsettable

ANY_TEXT = st.text(max_size=40)


@pytest.mark.parametrize(
    "text",
    [
        "Formación y gestión: 1.440 personas (18 %) — «sí»",
        "• uno\n– dos\t→ tres ✓ ☑ ≥ ½ ™ €",
        "Gracias 🎉👏🏽 ❤️ 👨‍👩‍👧 🇨🇴 1️⃣",
        "Ελληνικά, русский, עברית, العربية",
        "q́ n̈",
    ],
)
def test_what_the_fonts_have_is_accepted_as_it_is(text):
    assert check_typed(text) == text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "\uf0b7 Primero",
            "Hay una viñeta de Word (U+F0B7) que solo existe en el tipo de letra de su computador: "
            "escriba «•» o un guion.",
        ),
        (
            "uno\x07dos",
            "Hay un carácter que no se ve ni se puede imprimir (U+0007): bórrelo, o escriba de nuevo esa parte en vez "
            "de pegarla.",
        ),
        (
            "汉字",
            "El carácter «汉» (U+6C49) no se puede imprimir con los tipos de letra de los documentos: escríbalo de "
            "otra manera.",
        ),
    ],
)
def test_what_they_lack_is_refused_by_its_name(text, sentence):
    with pytest.raises(Invalid) as refused:
        check_typed(text, field="narrative")

    assert (str(refused.value), refused.value.field) == (sentence, "narrative")


@pytest.mark.parametrize(
    "char", ["\x00", "\x07", "\x7f", "\ue000", "\uf8ff", "\ufffe", "\uffff", "\U0010ffff", "\ud800", "\u202e", "\u2066"]
)
def test_nothing_invisible_private_or_unassigned_gets_in(char):
    """What turns the direction of a text among them: a signed line must not read otherwise than it is."""
    with pytest.raises(Invalid, match=rf"U\+{ord(char):04X}"):
        check_typed(f"a{char}b")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("uno\r\ndos\rtres\vcuatro\u2028cinco", "uno\ndos\ntres\ncuatro\ncinco"),
        ("gestio\u0301n", "gestión"),
        ("\ufeffInforme", "Informe"),
    ],
)
def test_what_is_harmless_is_tidied(typed, kept):
    assert check_typed(typed) == kept


def test_a_mark_that_no_font_has_with_its_letter_is_refused_with_it():
    """Each is in some font, and no font has both."""
    letter, mark = "😀", "\u05b0"
    assert any(letter in font for font in fonts().values())
    assert any(mark in font for font in fonts().values())

    assert list(unsettable(f"a{letter}{mark}b")) == [(1, letter + mark)]


def test_words_inside_a_value_are_looked_at_too():
    with pytest.raises(Invalid, match="6C49"):
        check_all_typed({"name": "uno", "products": [{"unit": "汉"}]}, field="changes")


def test_what_was_kept_before_is_printed_with_its_code():
    assert settable("Uno \uf0b7 dos 汉.") == ("Uno [U+F0B7] dos [U+6C49].", ("U+F0B7", "U+6C49"))


def test_a_bullet_of_word_in_a_file_of_others_becomes_one_of_everybody():
    assert repaired("\uf0b7 Uno 汉") == "• Uno [U+6C49]"


@given(ANY_TEXT)
def test_tidying_twice_changes_nothing_more(text):
    assert tidy(tidy(text)) == tidy(text)


@given(ANY_TEXT)
def test_what_is_printed_of_any_text_could_have_been_typed(text):
    assert check_typed(settable(text)[0]) == settable(text)[0]


@given(st.text(st.characters(categories=["Cc", "Cs", "Co", "Cn"]), min_size=1, max_size=3))
def test_no_control_private_or_unassigned_character_is_ever_accepted(text):
    if all(unicodedata.category(char) == "Cc" and char in "\t\n\r\v\f\x85" for char in text):
        return
    with pytest.raises(Invalid):
        check_typed(text)
