"""The signature picture: what was promised, what is said, what is proved, on one axis.

Solid is verified; outlined beyond it is only reported; hatched was rejected; dotted cannot be verified.
The post at the end is the target, the dashed post the original one where it was amended, and the
triangle where we should be by the date. No data draws nothing and says so.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from textwrap import wrap

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.web.kit import formats, marks
from concierta.web.kit.charts import svg
from concierta.web.kit.charts.achievement_words import achievement_sentence

# Beyond twice the target the picture stops and an arrow says that it goes on: the number is in words.
LONGEST = Fraction(2)
ROW = 18  # px of a line of words
LINE = 38  # characters that fit across a telephone
NOTHING, WHOLE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Fractions of the target to places in the picture; ``top`` and ``bottom`` of the bar in px."""

    longest: Fraction
    top: int
    bottom: int

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def place(self, value: Fraction) -> Fraction:
        kept = NOTHING if value < 0 else min(value, self.longest)
        return kept if self.longest == 1 else kept / self.longest

    def at(self, value: Fraction) -> str:
        return svg.share(self.place(value))


def achievement_bar(
    *,
    id: str,
    verified: svg.Value,
    reported: svg.Value,
    state: str,
    expected: svg.Value = None,
    expected_on: date | None = None,
    expected_label: str = "",
    original_target: svg.Value = None,
    target_label: str = "",
    original_label: str = "",
    interval: tuple[svg.Value, svg.Value] | None = None,
    size: str = "small",
    name: str = "",
    awaited: bool = False,
) -> SafeString:
    """All values are fractions of the target in force: 1 is the target, below 0 went backwards.

    ``state`` is one of the six of ``marks`` and tells how what lies beyond ``verified`` is drawn.
    ``original_target`` is the original target as a fraction of the one in force; ``None`` when it was
    never amended. ``size`` is "small" (22 px, no words) or "large". ``id`` must be unique in the page.
    ``expected_label`` what was expected, of a figure that is told as itself (a rate: "40 %"); else the share of the
    target is told. ``interval`` how sure ``verified`` is, counted from a sample of records: a thin whisker.
    ``awaited``: in a sum, ``reported`` is where it would be if all that awaits its verification were confirmed.
    """
    if state not in marks.STATE_WORDS:
        raise ValueError(f"There is no state '{state}'.")
    if size not in ("small", "large"):
        raise ValueError(f"There is no size '{size}'.")
    proved, said = svg.exact(verified), svg.exact(reported)
    due, original = svg.exact(expected), svg.exact(original_target)
    if original == 1:
        original = None
    if state == marks.NO_DATA:
        proved = said = None
    silent = proved is None and said is None

    large = size == "large"
    first, goal = [], []
    if large:
        goal = wrap(target_label or gettext("Meta"), LINE)
        first = [] if original is None else wrap(original_label or gettext("Meta original"), LINE)
    top, thick = (ROW * len(first + goal) + 5, 28) if large else (5, 9)
    known = [value for value in (proved, said, due, original) if value is not None]
    axis = _Axis(min(max([WHOLE, *known]), LONGEST), top, top + thick)
    id = escape(id)

    body = _silence(axis) if silent else _segments(id, axis, proved, said, state, free=interval is None)
    # The dashed post rises to its words when there are any above the bar.
    rise = top - ROW * len(first) + 1 if large else 5
    if interval is not None and not silent:
        body += _whisker(axis, interval)
    body += _posts(axis, original, rise, covered=not silent and axis.longest > 1)
    if due is not None:
        body += _today(axis, due)
    if large:
        body += _target_words(axis, original, first, goal)
        if due is not None:
            body += _today_words(axis, due, expected_on, expected_label)

    return svg.picture(
        id,
        css=f"ab ab-{size}",
        height=axis.bottom + (50 if large and due is not None else 8),
        title=name or gettext("Avance frente a la meta"),
        desc=achievement_sentence(
            verified=proved,
            reported=said,
            state=state,
            expected=due,
            expected_on=expected_on,
            expected_label=expected_label,
            original_target=original,
            awaited=awaited,
        ),
        body=body,
        defs="" if said is None else svg.patterns(id, [state]),
    )


def _road(axis: _Axis, start: str, end: Fraction = WHOLE) -> str:
    """What there is still to go: a thin line up to the target."""
    y = f"{axis.middle:g}"
    return svg.line("ab-road", x1=start, x2=axis.at(end), y1=y, y2=y, width="1")


def _silence(axis: _Axis) -> str:
    size = "" if axis.bottom - axis.top > 20 else " cs"
    word = svg.text("0", int(axis.middle) + 5, marks.state_word(marks.NO_DATA), css=f"ct cm ch-halo{size}")
    return _road(axis, "0") + word


def _segments(id: str, axis: _Axis, proved: Fraction | None, said: Fraction | None, state: str, *, free: bool) -> str:
    solid = proved if proved is not None and proved > 0 else NOTHING
    top, thick = axis.top, axis.bottom - axis.top
    left = axis.place(solid)
    parts, reach = "", left
    if said is not None and said > solid:
        reach = axis.place(said)
        if reach > left:
            fill, css = svg.fill_of(id, state)
            parts += (
                f'<rect class="{css}" x="{svg.share(left)}" y="{top + 0.75:g}" width="{svg.share(reach - left)}"'
                f' height="{thick - 1.5:g}" fill="{fill}" stroke="currentColor" stroke-width="1.5"/>'
            )
    if reach < axis.place(WHOLE):
        parts = _road(axis, svg.share(reach)) + parts
    if solid > 0:
        parts += (
            f'<rect class="ab-proved" x="0" y="{top}" width="{svg.share(left)}" height="{thick}" fill="currentColor"/>'
        )
        if said is not None and 0 < said < solid:
            # Corrected upwards: what had been said is a cut in what was found.
            parts += _upright(axis, "ab-cut", said, width="1.5", stroke="#fff")
        if state == marks.ADJUSTED and left > Fraction(1, 12) and free:  # a whisker lies there otherwise
            parts += _not_equal(axis, svg.share(left))
    else:
        # A zero that was measured is a mark at the beginning; only "no data" leaves it empty.
        parts += _upright(axis, "ab-zero", NOTHING, width="3")
    values = [value for value in (proved, said) if value is not None]
    if min(values) < 0:
        parts += f'<path class="ab-back" d="M-3 {axis.middle - 5:g}l-6 5l6 5z" fill="currentColor"/>'
    if max(values) > axis.longest:
        parts += svg.placed("100%", f'<path class="ab-on" d="M3 {axis.middle - 5:g}l6 5l-6 5z" fill="currentColor"/>')
    return parts


def _upright(
    axis: _Axis, css: str, value: Fraction, *, width: str, over: int = 0, under: int = 0, stroke: str = "currentColor"
) -> str:
    at = axis.at(value)
    return svg.line(css, x1=at, x2=at, y1=axis.top - over, y2=axis.bottom + under, width=width, stroke=stroke)


def _not_equal(axis: _Axis, at: str) -> str:
    """The ≠ of a corrected value, cut out at the end of the solid."""
    middle = axis.middle
    if axis.bottom - axis.top < 20:
        drawing, weight = f"M-10 {middle - 1.5:g}h7M-10 {middle + 1.5:g}h7M-5 {middle - 4:g}l-3 8", "1.2"
    else:
        drawing, weight = f"M-21 {middle - 3.5:g}h13M-21 {middle + 3.5:g}h13M-11.5 {middle - 8:g}l-6 16", "2"
    return svg.placed(at, f'<path class="ab-cut" d="{drawing}" fill="none" stroke="#fff" stroke-width="{weight}"/>')


def _whisker(axis: _Axis, interval: tuple[svg.Value, svg.Value]) -> str:
    """From the lower to the upper limit, on a pale casing that keeps it in sight where it lies on the solid."""
    low, high = (axis.at(svg.exact(limit) or NOTHING) for limit in interval)
    middle, reach = axis.middle, (axis.bottom - axis.top) / 4
    y, top, bottom = f"{middle:g}", f"{middle - reach:g}", f"{middle + reach:g}"
    drawn = ""
    for css, width, stroke in (("ab-range-case", "4", "#fff"), ("ab-range", "1.5", "currentColor")):
        drawn += svg.line(css, x1=low, x2=high, y1=y, y2=y, width=width, stroke=stroke)
        for end in (low, high):
            drawn += svg.line(f"{css} ab-range-end", x1=end, x2=end, y1=top, y2=bottom, width=width, stroke=stroke)
    return drawn


def _posts(axis: _Axis, original: Fraction | None, rise: int, *, covered: bool) -> str:
    # Where the bar may pass over the target, a pale casing keeps the post in sight, also in black and white.
    casing = _upright(axis, "ab-case", WHOLE, width="6", stroke="#fff") if covered else ""
    posts = casing + _upright(axis, "ab-goal", WHOLE, width="2.5", over=4, under=4)
    if original is not None:
        posts += _upright(axis, 'ab-first" stroke-dasharray="3 2', original, width="1.5", over=rise, under=5)
    return posts


def _today(axis: _Axis, due: Fraction) -> str:
    """A line through the bar on a pale casing, standing on a triangle."""
    triangle = f'<path class="ab-now" d="M0 {axis.bottom}l4.5 8h-9z" fill="currentColor"/>'
    return (
        _upright(axis, "ab-case", due, width="5", stroke="#fff")
        + _upright(axis, "ab-due", due, width="2", over=3, under=2)
        + svg.placed(axis.at(due), triangle)
    )


def _target_words(axis: _Axis, original: Fraction | None, first: list[str], goal: list[str]) -> str:
    """The original target's lines on top, then those of the one in force, each hanging from its post."""
    place = axis.place(WHOLE)
    hang = "end" if place > HALF else "middle"
    words = ""
    for row, line in enumerate(goal, start=len(first)):
        words += svg.text(svg.share(place), ROW * row + 14, line, css="ct cb ch-halo", anchor=hang)
    if original is not None:
        place = axis.place(original)
        hang = "end" if place > HALF else "start"
        for row, line in enumerate(first):
            words += svg.text(svg.share(place), ROW * row + 13, line, css="ct cm ch-halo", anchor=hang)
    return words


def _today_words(axis: _Axis, due: Fraction, on: date | None, label: str) -> str:
    place = axis.place(due)
    at, hang = svg.share(place), svg.anchor(place)
    shift = {"start": -4, "end": 4, "middle": 0}[hang]
    first = gettext("Deberíamos ir en %(percent)s") % {"percent": label or formats.percent(due)}
    words = svg.text(at, axis.bottom + 25, first, css="ct", anchor=hang, dx=shift)
    if on is not None:
        second = gettext("al %(date)s") % {"date": formats.long_date(on)}
        words += svg.text(at, axis.bottom + 42, second, css="ct cm", anchor=hang, dx=shift)
    return words
