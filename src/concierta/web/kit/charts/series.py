"""Target, reported and verified through the periods: the signature picture, standing up."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from concierta.web.kit import formats, marks
from concierta.web.kit.charts import svg
from concierta.web.kit.tabular import Column, Table

PLOT = 180  # px between the zero line and the highest value
HEAD = 22  # px above it, for the words of the highest line
GUTTER = Fraction(12, 100)  # of the width, for the figures of the lines
LABELS = 5  # how many period names fit side by side on a telephone
FOOT = 44  # px under the zero line, for those names in two lines


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One period. Values in the indicator's own unit; ``None`` is no data (or, for a target, not programmed)."""

    period: str
    target: svg.Value
    reported: svg.Value
    verified: svg.Value
    state: str
    #: How sure `verified` is, where it was counted from a sample of records.
    low: svg.Value = None
    high: svg.Value = None


def series_chart(*, id: str, points: Sequence[SeriesPoint], name: str, unit: str = "") -> SafeString:
    """Columns from zero, one per period; a bar across each is its target."""
    id = escape(id)
    values = [
        value
        for point in points
        for value in map(svg.exact, (point.target, point.reported, point.verified, point.high))
        if value is not None
    ]
    top = ceiling(max([Fraction(0), *values]))
    body = [_gridlines(top, unit)]
    stride = -(-len(points) // LABELS)
    for place, point in enumerate(points):
        body.append(_column(id, place, len(points), point, top))
        # Counted from the end, so that the newest period always has its name.
        if (len(points) - 1 - place) % stride == 0:
            middle = svg.share(_slot(place, len(points))[0])
            *quarter, year = formats.short_period(point.period).rsplit(" ", 1)
            for line, words in enumerate([*quarter, year]):
                body.append(svg.text(middle, HEAD + PLOT + 19 + 17 * line, words, css="ct cs", anchor="middle"))
    return svg.picture(
        id,
        css="se",
        height=HEAD + PLOT + FOOT,
        title=name,
        desc=_sentence(points, unit),
        body="".join(body),
        defs=svg.patterns(id, [point.state for point in points]),
    )


def ceiling(highest: Fraction) -> Fraction:
    """The next of 1, 1.5, 2, 3, 4, 5, 8 × a power of ten: round numbers for the lines."""
    if highest <= 0:
        return Fraction(1)
    power = Fraction(1)
    while power * 10 <= highest:
        power *= 10
    while power > highest:
        power /= 10
    steps = (Fraction(1), Fraction(3, 2), Fraction(2), Fraction(3), Fraction(4), Fraction(5), Fraction(8), Fraction(10))
    return next(step * power for step in steps if step * power >= highest)


def _y(value: Fraction, top: Fraction) -> Fraction:
    return HEAD + PLOT - max(value, Fraction(0)) / top * PLOT


def _px(value: Fraction) -> str:
    return f"{float(round(value, 2)):g}"


def _slot(place: int, count: int) -> tuple[Fraction, Fraction]:
    """The middle and the width of a period's place, to the right of the figures of the lines."""
    width = (1 - GUTTER) / count
    return GUTTER + width * place + width / 2, width


def _gridlines(top: Fraction, unit: str) -> str:
    lines = []
    for value in (Fraction(0), top / 2, top):
        y = _px(_y(value, top))
        css = "gr" if value else "gr gr-0"
        lines.append(f'<line class="{css}" x1="0" x2="100%" y1="{y}" y2="{y}" stroke="currentColor"/>')
        if value:
            words = formats.measure(value, unit) if value == top else formats.number(value)
            lines.append(svg.text("0", int(_y(value, top)) - 5, words, css="ct cs cm"))
    return "".join(lines)


def _column(id: str, place: int, count: int, point: SeriesPoint, top: Fraction) -> str:
    middle, slot = _slot(place, count)
    left, wide = middle - slot * 3 / 10, slot * 6 / 10
    x, width = svg.share(left), svg.share(wide)
    target, said, proved = svg.exact(point.target), svg.exact(point.reported), svg.exact(point.verified)
    floor = Fraction(HEAD + PLOT)
    if point.state == marks.NO_DATA or (proved is None and said is None):
        # Two short lines, because a column is narrow on a telephone.
        words = marks.state_word(marks.NO_DATA).split(" ", 1)
        parts = "".join(
            svg.text(svg.share(middle), int(floor) - 8 - 14 * row, word.lower(), css="ct cm ch-halo", anchor="middle")
            for row, word in enumerate(reversed(words))
        )
    else:
        solid = proved if proved is not None and proved > 0 else Fraction(0)
        base = _y(solid, top)
        parts = ""
        if said is not None and said > solid:
            y = _y(said, top)
            fill, css = svg.fill_of(id, point.state)
            parts += (
                f'<rect class="{css}" x="{x}" y="{_px(y)}" width="{width}" height="{_px(base - y)}" fill="{fill}"'
                ' stroke="currentColor" stroke-width="1.5"/>'
            )
        if solid > 0:
            parts += (
                f'<rect class="ab-proved" x="{x}" y="{_px(base)}" width="{width}" height="{_px(floor - base)}"'
                ' fill="currentColor"/>'
            )
        else:
            parts += _across(left, wide, floor - Fraction(3, 2), "ab-zero", "3")
        parts += _whisker(middle, slot, point, top)
    if target is not None:
        y, reach = _y(target, top), slot / 10
        parts += _across(left - reach, wide + 2 * reach, y, "ab-case", "5", stroke="#fff")
        parts += _across(left - reach, wide + 2 * reach, y, "ab-goal", "2.5")
    return parts


def _whisker(middle: Fraction, slot: Fraction, point: SeriesPoint, top: Fraction) -> str:
    """From the lower to the upper limit of what was verified, on a pale casing; nothing where all was looked at."""
    low, high = svg.exact(point.low), svg.exact(point.high)
    if low is None or high is None or low == high:
        return ""
    x, ends, half = svg.share(middle), (_y(low, top), _y(high, top)), slot / 16
    drawn = ""
    for css, width, stroke in (("ab-range-case", "4", "#fff"), ("ab-range", "1.5", "currentColor")):
        drawn += svg.line(css, x1=x, x2=x, y1=_px(ends[0]), y2=_px(ends[1]), width=width, stroke=stroke)
        for y in ends:
            drawn += _across(middle - half, 2 * half, y, css, width, stroke=stroke)
    return drawn


def _across(left: Fraction, wide: Fraction, y: Fraction, css: str, width: str, stroke: str = "currentColor") -> str:
    x1, x2 = svg.share(left), svg.share(left + wide)
    return svg.line(css, x1=x1, x2=x2, y1=_px(y), y2=_px(y), width=width, stroke=stroke)


def _sentence(points: Sequence[SeriesPoint], unit: str) -> str:
    if not points:
        return gettext("Sin dato.")
    last = points[-1]
    return ngettext(
        "%(count)s periodo, el %(last)s: meta %(target)s, reportado %(reported)s, verificado %(verified)s. Las "
        "columnas llenas son valores verificados; el borde sin relleno, solo reportados; la raya que las cruza, "
        "la meta.",
        "%(count)s periodos, del %(first)s al %(last)s. En el último: meta %(target)s, reportado %(reported)s, "
        "verificado %(verified)s. Las columnas llenas son valores verificados; el borde sin relleno, solo "
        "reportados; la raya que las cruza, la meta.",
        len(points),
    ) % {
        "count": len(points),
        "first": formats.period(points[0].period),
        "last": formats.period(last.period),
        "target": formats.number(svg.exact(last.target)),
        "reported": formats.number(svg.exact(last.reported)),
        "verified": formats.number(svg.exact(last.verified)),
    }


def series_table(points: Sequence[SeriesPoint], *, unit: str = "") -> Table:
    """Newest last, as in the picture. A target that is ``None`` was not programmed."""
    return Table(
        columns=[
            Column(gettext("Periodo")),
            Column(gettext("Meta"), numeric=True, unit=unit),
            Column(gettext("Reportado"), numeric=True, unit=unit),
            Column(gettext("Verificado"), numeric=True, unit=unit),
            Column(gettext("Estado")),
        ],
        rows=[
            [
                formats.period(point.period),
                gettext("No programado") if point.target is None else formats.number(svg.exact(point.target)),
                formats.number(svg.exact(point.reported)),
                formats.number(svg.exact(point.verified)),
                format_html("{} {}", marks.state_mark(point.state), marks.state_word(point.state)),
            ]
            for point in points
        ],
    )
