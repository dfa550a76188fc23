"""Horizontal bars from the longest to the shortest, each with its name above and its figure at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.web.kit.charts import svg
from concierta.web.kit.tabular import Column, Table

ROW = 44


@dataclass(frozen=True, slots=True)
class RankedItem:
    """``shown`` is ``value`` as people write it, with its unit. ``stress`` marks the one being spoken of."""

    label: str
    value: svg.Value
    shown: str
    stress: bool = False


def ranked_bars(*, id: str, items: Sequence[RankedItem], name: str) -> SafeString:
    """What has no data goes last, is named, and draws nothing."""
    ordered = _ordered(items)
    known = [value for value in (svg.exact(item.value) for item in ordered) if value is not None]
    longest = max([Fraction(0), *known]) or Fraction(1)
    body = []
    for row, item in enumerate(ordered):
        y = row * ROW
        weight = "ct cb" if item.stress else "ct"
        body.append(svg.text("0", y + 14, item.label, css=weight))
        body.append(svg.text("100%", y + 14, item.shown, css=f"{weight} cn", anchor="end"))
        body.append(f'<line class="gr" x1="0" x2="100%" y1="{y + 28}" y2="{y + 28}" stroke="currentColor"/>')
        value = svg.exact(item.value)
        if value is not None and value > 0:
            css = "ab-proved" if item.stress or not any(other.stress for other in ordered) else "rb-rest"
            body.append(
                f'<rect class="{css}" x="0" y="{y + 22}" width="{svg.share(value, longest)}" height="12"'
                ' fill="currentColor"/>'
            )
        elif value is not None:
            body.append(f'<rect class="ab-zero" x="0" y="{y + 22}" width="2" height="12" fill="currentColor"/>')
    return svg.picture(
        escape(id),
        css="rb",
        height=max(len(ordered) * ROW - 6, 1),
        title=name,
        desc="; ".join(f"{item.label}: {item.shown}" for item in ordered),
        body="".join(body),
    )


def _ordered(items: Sequence[RankedItem]) -> list[RankedItem]:
    """Largest first; equal values keep the order they came in."""
    return sorted(items, key=lambda item: (item.value is None, -(svg.exact(item.value) or Fraction(0))))


def ranked_table(items: Sequence[RankedItem], *, label: str, value: str) -> Table:
    return Table(
        columns=[Column("#", numeric=True), Column(label), Column(value or gettext("Valor"), numeric=True)],
        rows=[[str(rank), item.label, item.shown] for rank, item in enumerate(_ordered(items), start=1)],
    )
