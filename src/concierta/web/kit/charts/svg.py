"""The few SVG pieces every chart is made of."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from concierta.web.kit import formats, marks

Value = Fraction | Decimal | int | float | None


def exact(value: Value) -> Fraction | None:
    """Decimals and whole numbers keep their value; nothing stays nothing (also ``""`` from a template)."""
    if value is None or value == "":
        return None
    return value if type(value) is Fraction else Fraction(formats.as_written(value))


def share(part: Fraction | int, whole: Fraction | int = 1) -> str:
    """``share(911, 1461)`` → ``"62.35%"``: a place on the horizontal axis."""
    fraction = Fraction(part) if whole == 1 else Fraction(part) / whole
    numerator, denominator = fraction.as_integer_ratio()
    whole_part, rest = divmod((20_000 * numerator + denominator) // (2 * denominator), 100)
    if not rest:
        return f"{whole_part}%"
    return f"{whole_part}.{rest:02d}".rstrip("0") + "%"


def anchor(place: Fraction, *, margin: Fraction = Fraction(1, 4)) -> str:
    """Where a label hangs from, so that it never leaves a narrow picture."""
    if place < margin:
        return "start"
    return "end" if place > 1 - margin else "middle"


def text(x: str, y: int, words: str, *, css: str = "ct", anchor: str = "start", dx: int = 0) -> str:
    hang = "" if anchor == "start" else f' text-anchor="{anchor}"'
    shift = f' dx="{dx}"' if dx else ""
    return f'<text class="{css}" x="{x}" y="{y}"{shift} font-size="13"{hang}>{escape(words)}</text>'


def line(
    css: str,
    *,
    x1: str,
    x2: str,
    y1: str | int,
    y2: str | int,
    width: str,
    stroke: str = "currentColor",
) -> str:
    return f'<line class="{css}" x1="{x1}" x2="{x2}" y1="{y1}" y2="{y2}" stroke="{stroke}" stroke-width="{width}"/>'


def placed(x: str, drawing: str) -> str:
    """A drawing in px hung from a place in percent: paths know no percentages."""
    return f'<svg x="{x}" overflow="visible">{drawing}</svg>'


def fill_of(id: str, state: str) -> tuple[str, str]:
    """How a value beyond the verified one is filled, and the class of its outline."""
    if state == marks.REJECTED:
        return f"url(#{id}-h)", "ab-said ab-no"
    if state == marks.NOT_VERIFIABLE:
        return f"url(#{id}-p)", "ab-said ab-no"
    return "none", "ab-said"


def patterns(id: str, states: Iterable[str]) -> str:
    """The definitions that ``fill_of`` refers to: oblique lines for rejected, dots for not verifiable."""
    found = ""
    if marks.REJECTED in states:
        found += (
            f'<pattern id="{id}-h" width="6" height="6" patternUnits="userSpaceOnUse"'
            ' patternTransform="rotate(45)"><path d="M1 0v6" stroke="currentColor" stroke-width="1.6"/></pattern>'
        )
    if marks.NOT_VERIFIABLE in states:
        found += (
            f'<pattern id="{id}-p" width="5" height="5" patternUnits="userSpaceOnUse">'
            '<circle cx="2.5" cy="2.5" r="1.1" fill="currentColor"/></pattern>'
        )
    return found


def picture(id: str, *, css: str, height: int, title: str, desc: str, body: str, defs: str = "") -> SafeString:
    """``id`` must be escaped already and unique in the page."""
    patterns = f"<defs>{defs}</defs>" if defs else ""
    return mark_safe(  # noqa: S308 - every text in ``body`` went through ``text``
        f'<svg class="ch {css}" width="100%" height="{height}" overflow="visible" role="img"'
        f' aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{escape(title)}</title>'
        f'<desc id="{id}-d">{escape(desc)}</desc>{patterns}{body}</svg>'
    )
