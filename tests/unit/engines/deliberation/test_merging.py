"""Two people write from the same text: nothing that either typed is lost, or they are told."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concierta.engines.deliberation import merge_lines

LINES = st.lists(st.sampled_from(["", "uno", "dos", "tres", "cuatro", "cinco"]), max_size=8)
TEXT = LINES.map("\n".join)


@pytest.mark.parametrize(
    ("base", "saved", "yours", "joined"),
    [
        ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
        ("a\nb", "a\nb\nsaved", "yours\na\nb", "yours\na\nb\nsaved"),
        ("a", "a\nsaved", "a\nyours", "a\nsaved\nyours"),
        ("", "saved", "yours", "saved\nyours"),
        ("a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd"),
        ("a\nb", "a\nb corrected", "a\nb\nnext", "a\nb corrected\nnext"),
        ("a\nb", "same\nb", "same\nb", "same\nb"),
        ("a", "saved", "yours", None),
        ("a\nb\nc", "a\nc", "a\nB\nc", None),
        ("a\nb\nc", "z", "a\nb\nx\nc", None),
    ],
)
def test_known_edits(base: str, saved: str, yours: str, joined: str | None) -> None:
    assert merge_lines(base, saved, yours) == joined


@given(TEXT, TEXT)
def test_who_changed_nothing_takes_nothing_away(base: str, other: str) -> None:
    assert merge_lines(base, other, base) == other
    assert merge_lines(base, base, other) == other


@given(TEXT, TEXT)
def test_the_same_words_twice_are_there_once(base: str, both: str) -> None:
    assert merge_lines(base, both, both) == both


def added(base: str, text: str) -> Counter[str]:
    """The lines that a text has more often than its base: typed, for certain."""
    lines = Counter(line for line in text.split("\n") if line)
    return lines - Counter(base.split("\n"))


@given(TEXT, TEXT, TEXT)
def test_no_line_that_either_typed_is_lost(base: str, saved: str, yours: str) -> None:
    joined = merge_lines(base, saved, yours)
    if joined is None:
        return
    there = Counter(joined.split("\n"))
    assert (added(base, saved) | added(base, yours)) - there == Counter()


#: Lines that stand once in the text, so that which one was changed is never in doubt.
@given(st.integers(1, 12), st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)))
def test_changes_of_different_lines_are_both_there_and_of_the_same_line_refused(
    length: int, saved_at: set[int], yours_at: set[int]
) -> None:
    base = [f"line {number}" for number in range(length)]

    def changed(where: set[int], who: str) -> list[str]:
        return [f"{line} {who}" if number in where else line for number, line in enumerate(base)]

    saved_at, yours_at = ({number for number in where if number < length} for where in (saved_at, yours_at))
    joined = merge_lines("\n".join(base), "\n".join(changed(saved_at, "saved")), "\n".join(changed(yours_at, "yours")))
    if saved_at & yours_at:
        assert joined is None
    else:
        expected = changed(saved_at, "saved")
        for number in yours_at:
            expected[number] = f"line {number} yours"
        assert joined == "\n".join(expected)
