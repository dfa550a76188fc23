import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.kernel.canonical import canonical_json

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
)


def test_the_sorting_example_of_rfc_8785():
    members = {"€": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One"}
    members |= {"😀": "Emoji: Grinning Face", "\u0080": "Control", "ö": "Latin Small Letter O With Diaeresis"}
    assert list(json.loads(canonical_json(members)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_no_white_space_and_utf8():
    assert canonical_json({"b": [1, None, True], "a": "año\n"}) == '{"a":"año\\n","b":[1,null,true]}'.encode()


@pytest.mark.parametrize("value", [1.5, {"a": 0.1}, b"x", {1: "a"}, {1, 2}])
def test_what_platforms_could_print_differently_is_refused(value):
    with pytest.raises(TypeError):
        canonical_json(value)


def test_integers_that_json_readers_may_round_are_refused():
    with pytest.raises(ValueError, match="text"):
        canonical_json(2**53)


@given(values)
def test_it_reads_back_and_is_a_fixed_point(value):
    once = canonical_json(value)
    assert json.loads(once) == value
    assert canonical_json(json.loads(once)) == once
