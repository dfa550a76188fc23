"""Contrast of the palette in both themes, by the arithmetic of WCAG 2.2 (1.4.3 and 1.4.11)."""

import re

import pytest

from concierta.web.kit.registry import ROOT

TOKENS = re.findall(
    r"--([\w-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\)", (ROOT / "tokens.css").read_text(encoding="utf-8")
)
THEMES = [{name: colours[theme] for name, *colours in TOKENS} for theme in (0, 1)]

TEXT = [
    ("ink", "paper"),
    ("ink", "paper-2"),
    ("ink", "care"),
    ("ink-2", "paper"),
    ("ink-2", "paper-2"),
    ("ink-2", "paper-3"),
    ("accent", "paper"),
    ("accent", "paper-2"),
    ("accent-2", "paper"),
    ("on-accent", "accent"),
    ("on-accent", "accent-2"),
    ("alarm", "paper"),
    ("alarm", "alarm-2"),
    ("ink", "alarm-2"),
    ("paper", "ink"),
]
SHAPES = [("proved", "paper"), ("proved-2", "paper"), ("edge", "paper"), ("care-edge", "paper"), ("care-edge", "care")]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_twenty_one():
    assert contrast("000000", "ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_reads(theme, front, back):
    assert contrast(theme[front], theme[back]) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), SHAPES)
def test_what_is_drawn_can_be_told_from_the_paper(theme, front, back):
    assert contrast(theme[front], theme[back]) >= 3


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])
def test_the_spoken_of_and_the_rest_differ_in_grey_too(theme):
    assert contrast(theme["proved"], theme["proved-2"]) >= 2
