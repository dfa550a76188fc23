"""Any text that a form accepts ends in a PDF, and what was kept before that rule is printed with its code."""

from dataclasses import replace

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from concierta.kernel.writing import fonts, tidy, unsettable
from concierta.web.documents import record as printing
from concierta.web.documents.record import NotPrinted, bullets, facts, heading, lead, quote, record_pdf, table, text
from factories.records import RECORD

#: The whole of Unicode, and often what a font is likely to have: letters with marks, symbols, emoji.
ANYTHING = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(sorted(frozenset().union(*fonts().values()))),
        st.characters(categories=["Mn", "Me", "So", "Sm"]),
    ),
    max_size=30,
)


def everywhere(words: str) -> list:
    """A record's every kind of part, with `words` in it."""
    return [
        heading(f"1. {words}"),
        text(words),
        lead(words),
        quote(words, by=words),
        bullets([words]),
        table([f"c {words}", "b"], [[words, words]]),
        facts([("a", words)]),
        heading(f"a {words}", 3),
    ]


def accepted(words: str) -> bool:
    return next(unsettable(tidy(words)), None) is None


@settings(max_examples=25, deadline=None)
@given(st.lists(ANYTHING, min_size=10, max_size=20))
def test_any_text_that_a_form_accepts_is_printed_as_it_is(texts):
    """Many to a print: printing is what takes time."""
    kept = [tidy(words) for words in texts if accepted(words)]
    parts = [part for words in kept for part in everywhere(words)]

    assert record_pdf(replace(RECORD, parts=parts, foot=" ".join(kept))).startswith(b"%PDF-1.7")


@settings(max_examples=25, deadline=None)
@given(st.lists(ANYTHING, min_size=10, max_size=20))
def test_any_text_at_all_is_printed_somehow(texts):
    """Also what was signed before the rule."""
    parts = [part for words in texts for part in everywhere(words)]

    assert record_pdf(replace(RECORD, parts=parts)).startswith(b"%PDF-1.7")


def test_each_character_that_is_accepted_is_in_the_fonts_that_travel_with_the_program():
    """`kernel/glyphs.txt` against the typesetter: every one of its characters, in every weight that a record uses."""
    chars = sorted(frozenset().union(*fonts().values()))
    lines = ["".join(chars[at : at + 60]) for at in range(0, len(chars), 60)]
    alone = [words for words in lines if accepted(words)]
    one_by_one = [char for words in lines if not accepted(words) for char in words if accepted(char)]

    parts = [
        part for words in [*alone, *one_by_one] for part in (text(words), lead(words), table([f"a {words}", "b"], []))
    ]
    assert record_pdf(replace(RECORD, parts=parts)).startswith(b"%PDF-1.7")


def test_the_families_of_the_template_are_those_of_the_table():
    families = ", ".join(f'"{name}"' for name in fonts())

    assert f"#let faces = ({families})" in printing._TEMPLATE.read_text()
    assert set(fonts()) <= set(printing._fonts().families())


def test_a_signed_text_from_before_says_what_was_put_in_its_place(monkeypatch):
    told = {}
    monkeypatch.setattr(typst, "compile", lambda *args, sys_inputs, **more: told.update(sys_inputs) or b"%PDF")

    record_pdf(replace(RECORD, parts=[text("\uf0b7 Uno"), text("Dos 汉 y \uf0b7")]))

    assert "[U+F0B7] Uno" in told["record"]
    assert (
        "En esta copia impresa, U+F0B7, U+6C49 están entre corchetes en lugar de caracteres que los tipos de letra"
        in told["record"]
    )


def test_what_breaks_inside_the_typesetter_is_no_more_than_a_document_that_was_not_printed(monkeypatch):
    class PanicException(BaseException):
        pass

    def breaks(*_args, **_more):
        raise PanicException("out of file ids")

    monkeypatch.setattr(typst, "compile", breaks)

    with pytest.raises(NotPrinted, match="out of file ids"):
        record_pdf(RECORD)


def test_stopping_the_program_is_no_failure_of_a_document(monkeypatch):
    def stopped(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(typst, "compile", stopped)

    with pytest.raises(KeyboardInterrupt):
        record_pdf(RECORD)
