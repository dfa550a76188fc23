"""Templates are wrapped, and mean what they meant on one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.web.kit.wrapping import WEB, WIDTH, unwrapped, wrapped

TEMPLATES = sorted(WEB.rglob("*.html"))
PIECES = st.sampled_from(
    [
        '<p class="lead measure">',
        "</p>",
        "<a href=\"{% url 'mesa' %}\">",
        "</a>",
        "{% if a > b %}",
        "{% endif %}",
        '{% component "achievement" id="avance" verified=verified reported=found.reported_year state=state %}',
        '{% translate "Quién responde" %}',
        "{% blocktranslate count n=n %}{{ n }} parte{% plural %}{{ n }} partes{% endblocktranslate %}",
        "{{ value|number }}",
        " ",
        "una palabra",
    ]
)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_every_template_is_wrapped(template) -> None:
    text = template.read_text("utf-8")
    assert wrapped(text) == text


@given(st.lists(PIECES, max_size=40).map("".join), st.integers(0, 12))
def test_a_wrapped_template_means_what_it_meant(text: str, indentation: int) -> None:
    line = " " * indentation + text
    assert unwrapped(wrapped(line)) == unwrapped(line)
    assert wrapped(wrapped(line)) == wrapped(line)


def test_a_break_between_two_pieces_of_markup_is_no_space() -> None:
    assert unwrapped("<p>\n  {% if a %}\n  <b>x</b>\n  {% endif %}\n</p>") == "<p>{% if a %}<b>x</b>{% endif %}</p>"


def test_a_break_inside_a_tag_is_a_space() -> None:
    assert unwrapped('{% component "tag"\n    label=words %}') == '{% component "tag" label=words %}'
    assert unwrapped('<a class="b"\n   href="c">') == '<a class="b" href="c">'


def test_a_break_beside_text_stays() -> None:
    assert unwrapped("<p>\nuno\n<b>dos</b>\n{{ tres }}\n<i>") == "<p>\nuno\n<b>dos</b>\n{{ tres }}\n<i>"


def test_a_sentence_to_translate_and_text_that_keeps_its_lines_stay_as_they_are() -> None:
    for text in ("{% blocktranslate %}\n<b>a</b>\n{% endblocktranslate %}", "<pre>\n<b>\n</b></pre>"):
        assert unwrapped(text) == text


def test_a_long_line_is_broken_between_pieces_first() -> None:
    link = '<a class="c-button" href="/trabajo/">{% translate "Trabajo" %}</a>'
    lines = wrapped(f"  <li>{link}</li><li>{link}</li>").split("\n")
    assert lines == [f"  <li>{link}</li>", f"  <li>{link}</li>"]
    assert all(len(line) <= WIDTH for line in lines)
