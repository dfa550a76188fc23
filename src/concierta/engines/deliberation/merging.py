"""Joining what two people wrote from the same text, line by line, or saying that it cannot be joined."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple


class _Edit(NamedTuple):
    """Lines [start, end) of the common text become `lines`; an insertion has start = end."""

    start: int
    end: int
    lines: list[str]


def merge_lines(base: str, saved: str, yours: str) -> str | None:
    """The text with the edits of both sides to `base`, or None where they touch the same lines.

    Two insertions at one place both stay, the saved one first: nobody's words were replaced. Equal edits count once.
    """
    common = _lines(base)
    merged: list[str] = []
    position = 0
    edits = _in_order(_edits(common, _lines(saved)), _edits(common, _lines(yours)))
    for edit in edits:
        if edit.start < position:
            return None
        merged += common[position : edit.start] + edit.lines
        position = edit.end
    return "\n".join(merged + common[position:])


def _lines(text: str) -> list[str]:
    """No text is no line, so that two who begin on an empty page both insert."""
    return text.split("\n") if text else []


def _edits(common: list[str], changed: list[str]) -> list[_Edit]:
    codes = SequenceMatcher(None, common, changed, autojunk=False).get_opcodes()
    return [_Edit(i1, i2, changed[j1:j2]) for tag, i1, i2, j1, j2 in codes if tag != "equal"]


def _in_order(saved: list[_Edit], yours: list[_Edit]) -> Iterator[_Edit]:
    """Both sides' edits by where they begin; an insertion comes before a change of the line it stands before."""
    fresh = [edit for edit in yours if edit not in saved]
    yield from sorted([*saved, *fresh], key=lambda edit: (edit.start, edit.end))
