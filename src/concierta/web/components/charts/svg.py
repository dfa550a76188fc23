"""The few SVG pieces every chart is made of."""

from decimal import Decimal
from fractions import Fraction

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Value = Fraction | Decimal | int | float | None

_WIDE = 70  # width in px of a text of ordinary length: what a label needs on either side of its place


def exact(value: Value) -> Fraction | None:
    """Decimals and whole numbers keep their value; nothing stays nothing (also ``""`` from a template)."""
    return None if value is None or value == "" else Fraction(value)


def share(part: Fraction | int, whole: Fraction | int = 1) -> str:
    """``share(911, 1461)`` → ``"62.35%"``: a place on the horizontal axis."""
    hundredths = Fraction(part) / whole * 10_000
    rounded = (2 * hundredths.numerator + hundredths.denominator) // (2 * hundredths.denominator)
    whole_part, rest = divmod(rounded, 100)
    return f"{whole_part}.{rest:02d}".rstrip("0").rstrip(".") + "%"


def anchor(place: Fraction, *, margin: Fraction = Fraction(1, 4)) -> str:
    """Where a label hangs from, so that it never leaves a narrow picture."""
    if place < margin:
        return "start"
    return "end" if place > 1 - margin else "middle"


def text(x: str, y: int, words: str, *, css: str = "ct", anchor: str = "start", dx: int = 0) -> str:
    hang = "" if anchor == "start" else f' text-anchor="{anchor}"'
    shift = f' dx="{dx}"' if dx else ""
    return f'<text class="{css}" x="{x}" y="{y}"{shift} font-size="13"{hang}>{escape(words)}</text>'


def hatch(id: str) -> str:
    """Oblique lines: rejected."""
    return (
        f'<pattern id="{id}-h" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><path d="M1 0v6" stroke="currentColor" stroke-width="1.6"/></pattern>'
    )


def dots(id: str) -> str:
    """Dots: not verifiable."""
    return (
        f'<pattern id="{id}-p" width="5" height="5" patternUnits="userSpaceOnUse">'
        '<circle cx="2.5" cy="2.5" r="1.1" fill="currentColor"/></pattern>'
    )


def picture(id: str, *, css: str, height: int, title: str, desc: str, body: str, defs: str = "") -> SafeString:
    """``id`` must be escaped already and unique in the page."""
    patterns = f"<defs>{defs}</defs>" if defs else ""
    return mark_safe(  # noqa: S308 - every text in ``body`` went through ``text``
        f'<svg class="ch {css}" width="100%" height="{height}" overflow="visible" role="img"'
        f' aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{escape(title)}</title>'
        f'<desc id="{id}-d">{escape(desc)}</desc>{patterns}{body}</svg>'
    )
