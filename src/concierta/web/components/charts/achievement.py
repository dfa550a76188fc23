"""The signature picture: what was promised, what is said, what is proved, on one axis.

Solid is verified; outlined beyond it is only reported; hatched was rejected; dotted cannot be verified.
The post at the end is the target, the dashed post the original one where it was amended, and the
triangle where we should be by the date. No data draws nothing and says so.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.web.components import formats, marks
from concierta.web.components.tabular import Column, Table

from . import svg

# Beyond twice the target the picture stops and an arrow says that it goes on: the number is in words.
LONGEST = Fraction(2)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Fractions of the target to places in the picture."""

    longest: Fraction

    def place(self, value: Fraction) -> Fraction:
        return min(max(value, Fraction(0)), self.longest) / self.longest

    def at(self, value: Fraction) -> str:
        return svg.share(self.place(value))

    def between(self, start: Fraction, end: Fraction) -> tuple[str, str]:
        left = self.place(start)
        return svg.share(left), svg.share(max(self.place(end) - left, Fraction(0)))


def achievement_bar(
    *,
    id: str,
    verified: svg.Value,
    reported: svg.Value,
    state: str,
    expected: svg.Value = None,
    expected_on: date | None = None,
    original_target: svg.Value = None,
    target_label: str = "",
    original_label: str = "",
    size: str = "small",
    name: str = "",
) -> SafeString:
    """All values are fractions of the target in force: 1 is the target, below 0 went backwards.

    ``state`` is one of the six of ``marks`` and tells how what lies beyond ``verified`` is drawn.
    ``original_target`` is the original target as a fraction of the one in force; ``None`` when it was
    never amended. ``size`` is "small" (22 px, no words) or "large". ``id`` must be unique in the page.
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
    known = [value for value in (proved, said, due, original) if value is not None]
    axis = _Axis(min(max([Fraction(1), *known]), LONGEST))

    large = size == "large"
    label_rows = 18 * ((original is not None) + 1) if large else 0
    top, height = (label_rows + 5, 28) if large else (5, 9)
    bottom = top + height
    total = bottom + (50 if large and due is not None else 8)
    id = escape(id)

    body = [_road(axis, top, bottom)]
    if state == marks.NO_DATA or (proved is None and said is None):
        body.append(_silence(top, bottom, large=large))
    else:
        body.append(_segments(id, axis, proved, said, state, top, height))
    body.append(_posts(axis, original, top, bottom, label_rows))
    if due is not None:
        body.append(_today(axis, due, top, bottom))
    if large:
        body.append(_words(axis, due, expected_on, original, target_label, original_label))
        if due is not None:
            body.append(_today_words(axis, due, expected_on, bottom))

    patterns = ""
    if said is not None and state == marks.REJECTED:
        patterns = svg.hatch(id)
    elif said is not None and state == marks.NOT_VERIFIABLE:
        patterns = svg.dots(id)
    return svg.picture(
        id,
        css=f"ab ab-{size}",
        height=total,
        title=name or gettext("Avance frente a la meta"),
        desc=achievement_sentence(
            verified=proved, reported=said, state=state, expected=due, expected_on=expected_on, original_target=original
        ),
        body="".join(body),
        defs=patterns,
    )


def _road(axis: _Axis, top: int, bottom: int) -> str:
    """What there is still to go: a thin line from nothing to the target."""
    middle = (top + bottom) / 2
    return f'<line class="ab-road" x1="0" x2="{axis.at(Fraction(1))}" y1="{middle:g}" y2="{middle:g}" stroke="currentColor"/>'


def _silence(top: int, bottom: int, *, large: bool) -> str:
    size = "" if large else " cs"
    return svg.text("0", (top + bottom) // 2 + 4, marks.state_word(marks.NO_DATA), css=f"ct cm ch-halo{size}")


def _segments(
    id: str, axis: _Axis, proved: Fraction | None, said: Fraction | None, state: str, top: int, height: int
) -> str:
    solid = max(proved or Fraction(0), Fraction(0))
    parts = []
    if said is not None and said > solid:
        x, width = axis.between(solid, said)
        fill = {marks.REJECTED: f"url(#{id}-h)", marks.NOT_VERIFIABLE: f"url(#{id}-p)"}.get(state, "none")
        parts.append(
            f'<rect class="ab-said" x="{x}" y="{top + 0.75:g}" width="{width}" height="{height - 1.5:g}"'
            f' fill="{fill}" stroke="currentColor" stroke-width="1.5"/>'
        )
    if solid > 0:
        _, width = axis.between(Fraction(0), solid)
        parts.append(f'<rect class="ab-proved" x="0" y="{top}" width="{width}" height="{height}" fill="currentColor"/>')
        if said is not None and 0 < said < solid:
            # Corrected upwards: what had been said is a cut in what was found.
            at = axis.at(said)
            parts.append(
                f'<line class="ab-cut" x1="{at}" x2="{at}" y1="{top}" y2="{top + height}" stroke="#fff" stroke-width="1.5"/>'
            )
        if state == marks.ADJUSTED and axis.place(solid) > Fraction(1, 25):
            parts.append(_not_equal(axis.at(solid), top, height))
    else:
        # A zero that was measured is a mark at the beginning; only "no data" leaves it empty.
        parts.append(
            f'<line class="ab-zero" x1="0" x2="0" y1="{top}" y2="{top + height}" stroke="currentColor" stroke-width="3"/>'
        )
    values = [value for value in (proved, said) if value is not None]
    middle = top + height / 2
    if min(values) < 0:
        parts.append(f'<path class="ab-back" d="M-3 {middle - 5:g}l-6 5l6 5z" fill="currentColor"/>')
    if max(values) > axis.longest:
        parts.append(
            f'<svg x="100%" overflow="visible"><path class="ab-on" d="M3 {middle - 5:g}l6 5l-6 5z" fill="currentColor"/></svg>'
        )
    return "".join(parts)


def _not_equal(at: str, top: int, height: int) -> str:
    """The ≠ of a corrected value, cut out at the end of the solid."""
    middle = top + height / 2
    if height < 20:
        drawing = f"M-9 {middle - 1.5:g}h7M-9 {middle + 1.5:g}h7M-4 {middle - 4:g}l-3 8"
        weight = "1"
    else:
        drawing = f"M-20 {middle - 3.5:g}h13M-20 {middle + 3.5:g}h13M-10.5 {middle - 8:g}l-6 16"
        weight = "2"
    return (
        f'<svg x="{at}" overflow="visible"><path class="ab-cut" d="{drawing}" fill="none" stroke="#fff"'
        f' stroke-width="{weight}"/></svg>'
    )


def _posts(axis: _Axis, original: Fraction | None, top: int, bottom: int, label_rows: int) -> str:
    at = axis.at(Fraction(1))
    # The post rises to its words when there are any above the bar.
    posts = f'<line class="ab-goal" x1="{at}" x2="{at}" y1="{top - 4}" y2="{bottom + 4}" stroke="currentColor" stroke-width="2.5"/>'
    if original is not None:
        place = axis.at(original)
        rise = 17 if label_rows else top - 5
        posts += (
            f'<line class="ab-first" x1="{place}" x2="{place}" y1="{rise}" y2="{bottom + 5}" stroke="currentColor"'
            ' stroke-width="1.5" stroke-dasharray="3 2"/>'
        )
    return posts


def _today(axis: _Axis, due: Fraction, top: int, bottom: int) -> str:
    """A line through the bar on a pale casing, standing on a triangle."""
    at = axis.at(due)
    return (
        f'<line class="ab-case" x1="{at}" x2="{at}" y1="{top}" y2="{bottom}" stroke="#fff" stroke-width="5"/>'
        f'<line class="ab-due" x1="{at}" x2="{at}" y1="{top - 3}" y2="{bottom + 2}" stroke="currentColor" stroke-width="2"/>'
        f'<svg x="{at}" overflow="visible"><path class="ab-now" d="M0 {bottom}l4.5 8h-9z" fill="currentColor"/></svg>'
    )


def _words(
    axis: _Axis,
    due: Fraction | None,
    on: date | None,
    original: Fraction | None,
    target_label: str,
    original_label: str,
) -> str:
    goal = axis.place(Fraction(1))
    row = 32 if original is not None else 14
    words = svg.text(
        svg.share(goal),
        row,
        target_label or gettext("Meta"),
        css="ct cb ch-halo",
        anchor="end" if goal > Fraction(1, 2) else "middle",
    )
    if original is not None:
        place = axis.place(original)
        words += svg.text(
            svg.share(place),
            13,
            original_label or gettext("Meta original"),
            css="ct cm ch-halo",
            anchor="end" if place > Fraction(1, 2) else "start",
        )
    return words


def _today_words(axis: _Axis, due: Fraction, on: date | None, bottom: int) -> str:
    place = axis.place(due)
    at, hang = svg.share(place), svg.anchor(place)
    shift = {"start": -4, "end": 4, "middle": 0}[hang]
    first = gettext("Deberíamos ir en %(percent)s") % {"percent": formats.percent(due)}
    words = svg.text(at, bottom + 25, first, css="ct", anchor=hang, dx=shift)
    if on is not None:
        second = gettext("al %(date)s") % {"date": formats.long_date(on)}
        words += svg.text(at, bottom + 42, second, css="ct cm", anchor=hang, dx=shift)
    return words


def achievement_sentence(
    *,
    verified: Fraction | None,
    reported: Fraction | None,
    state: str,
    expected: Fraction | None = None,
    expected_on: date | None = None,
    original_target: Fraction | None = None,
) -> str:
    """The picture in words, for whoever does not see it."""
    sentences = []
    if verified is None and reported is None:
        sentences.append(gettext("Sin dato: nadie ha reportado un valor."))
    if verified is not None:
        sentences.append(gettext("Verificado: %(percent)s de la meta.") % {"percent": formats.percent(verified)})
    if reported is not None and reported != verified:
        sentences.append(
            gettext("Reportado: %(percent)s. Estado: %(state)s.")
            % {"percent": formats.percent(reported), "state": marks.state_word(state).lower()}
        )
    if expected is not None and expected_on is not None:
        sentences.append(
            gettext("Al %(date)s se esperaba %(percent)s.")
            % {"date": formats.long_date(expected_on), "percent": formats.percent(expected)}
        )
    elif expected is not None:
        sentences.append(gettext("Hoy se esperaba %(percent)s.") % {"percent": formats.percent(expected)})
    if original_target is not None:
        sentences.append(
            gettext("La meta original era %(percent)s de la vigente.") % {"percent": formats.percent(original_target)}
        )
    return " ".join(sentences)


def achievement_table(
    *,
    verified: svg.Value,
    reported: svg.Value,
    state: str,
    expected: svg.Value = None,
    expected_on: date | None = None,
    original_target: svg.Value = None,
) -> Table:
    """The same figures as rows, to stand beside the large picture."""
    percent = formats.percent
    rows: list[list[str]] = [
        [gettext("Verificado"), percent(svg.exact(verified))],
        [gettext("Reportado"), percent(svg.exact(reported))],
    ]
    if expected is not None:
        when = f" ({formats.long_date(expected_on)})" if expected_on else ""
        rows.append([gettext("Esperado a la fecha") + when, percent(svg.exact(expected))])
    rows.append([gettext("Meta vigente"), percent(1)])
    if original_target is not None:
        rows.append([gettext("Meta original"), percent(svg.exact(original_target))])
    return Table(
        columns=[Column(gettext("Concepto")), Column(gettext("Parte de la meta vigente"), numeric=True)], rows=rows
    )
