"""Amounts that follow one another, as bars in their own order: from what was appropriated to what was paid."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.html import escape
from django.utils.safestring import SafeString

from concierta.web.kit.charts import RankedItem, svg

ROW = 44


def step_bars(*, id: str, items: Sequence[RankedItem], name: str) -> SafeString:
    """Like a ranking, but in the order given: each step comes out of the one before. No data draws nothing."""
    longest = max([Fraction(0), *(svg.exact(item.value) or Fraction(0) for item in items)]) or Fraction(1)
    body = []
    for row, item in enumerate(items):
        y = row * ROW
        weight = "ct cb" if item.stress else "ct"
        body.append(svg.text("0", y + 14, item.label, css=weight))
        body.append(svg.text("100%", y + 14, item.shown, css=f"{weight} cn", anchor="end"))
        body.append(f'<line class="gr" x1="0" x2="100%" y1="{y + 28}" y2="{y + 28}" stroke="currentColor"/>')
        value = svg.exact(item.value)
        if value is None:
            continue
        width = svg.share(value, longest) if value > 0 else "2"
        css = "ab-zero" if value == 0 else "ab-proved" if item.stress else "rb-rest"
        body.append(f'<rect class="{css}" x="0" y="{y + 22}" width="{width}" height="12" fill="currentColor"/>')
    return svg.picture(
        escape(id),
        css="rb",
        height=len(items) * ROW - 6,
        title=name,
        desc="; ".join(f"{item.label}: {item.shown}" for item in items),
        body="".join(body),
    )
