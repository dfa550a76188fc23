"""Money from its source, through an axis, to the state it is in: three columns and what joins them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from textwrap import wrap

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from concierta.web.kit import formats
from concierta.web.kit.charts import svg
from concierta.web.kit.tabular import Column, Table

PLOT = 240  # px that all the money takes
GAP = 52  # px above each node, for a line with its name and one with its amount
LINE = 16  # px that each further line of a name takes
LETTERS = 18  # of a name in one line: three columns of that stand side by side on a telephone
NODE = Fraction(2, 100)  # width of a node, of the whole


@dataclass(frozen=True, slots=True)
class FlowLink:
    """``amount`` whole pesos, positive. Names are what is shown; order of appearance is kept."""

    source: str
    axis: str
    state: str
    amount: int


@dataclass(slots=True)
class _Node:
    name: str
    amount: int
    top: Fraction
    # How much of each side is already taken by ribbons, from the top down.
    left: Fraction
    right: Fraction


def flow(*, id: str, links: Sequence[FlowLink], name: str, headings: tuple[str, str, str] | None = None) -> SafeString:
    """Heights are proportional to pesos; every column adds to the same total."""
    total = sum(link.amount for link in links)
    if total <= 0:
        raise ValueError("A flow needs money to show.")
    heads = headings or (gettext("Fuente"), gettext("Eje"), gettext("Estado"))
    columns = [
        _column([(link.source, link.amount) for link in links], total),
        _column([(link.axis, link.amount) for link in links], total),
        _column([(link.state, link.amount) for link in links], total),
    ]
    first = _joined((link.source, link.axis, link.amount) for link in links)
    second = _joined((link.axis, link.state, link.amount) for link in links)
    lefts = (Fraction(0), (1 - NODE) / 2, 1 - NODE)
    body = [
        _ribbons(columns[0], columns[1], first, total, lefts[0] + NODE, lefts[1]),
        _ribbons(columns[1], columns[2], second, total, lefts[1] + NODE, lefts[2]),
    ]
    for column, left, hang, heading in zip(columns, lefts, ("start", "middle", "end"), heads, strict=True):
        at = svg.share({"start": left, "middle": Fraction(1, 2), "end": Fraction(1)}[hang])
        body.append(svg.text(at, 12, heading, css="ct cs cm", anchor=hang))
        for node in column.values():
            body.append(_node(node, total, left, at, hang))
    height = int(max(node.top + Fraction(node.amount * PLOT, total) for column in columns for node in column.values()))
    return svg.picture(
        escape(id),
        css="fl",
        height=height + 4,
        title=name,
        desc="; ".join(f"{a} → {b}: {formats.pesos(amount)}" for (a, b), amount in [*first.items(), *second.items()]),
        body="".join(body),
    )


def _column(parts: Sequence[tuple[str, int]], total: int) -> dict[str, _Node]:
    amounts: dict[str, int] = {}
    for name, amount in parts:
        amounts[name] = amounts.get(name, 0) + amount
    nodes: dict[str, _Node] = {}
    top = Fraction(12)
    for name, amount in amounts.items():
        top += GAP + LINE * (len(_lines(name)) - 1)
        nodes[name] = _Node(name, amount, top, Fraction(0), Fraction(0))
        top += Fraction(amount * PLOT, total)
    return nodes


def _joined(parts: Iterable[tuple[str, str, int]]) -> dict[tuple[str, str], int]:
    joined: dict[tuple[str, str], int] = {}
    for start, end, amount in parts:
        joined[start, end] = joined.get((start, end), 0) + amount
    return joined


def _ribbons(
    starts: dict[str, _Node],
    ends: dict[str, _Node],
    links: dict[tuple[str, str], int],
    total: int,
    left: Fraction,
    right: Fraction,
) -> str:
    # Paths know no percentages: they are drawn 100 wide and stretched sideways only.
    paths = []
    for start_name in starts:
        for end_name in ends:
            amount = links.get((start_name, end_name))
            if not amount:
                continue
            start, end, thick = starts[start_name], ends[end_name], Fraction(amount * PLOT, total)
            a, b = start.top + start.right, end.top + end.left
            start.right += thick
            end.left += thick
            a0, a1, b0, b1 = (_px(value) for value in (a, a + thick, b, b + thick))
            paths.append(f'<path class="fl-r" d="M0 {a0}C50 {a0} 50 {b0} 100 {b0}V{b1}C50 {b1} 50 {a1} 0 {a1}z"/>')
    return (
        f'<svg x="{svg.share(left)}" width="{svg.share(right - left)}" height="1000" viewBox="0 0 100 1000"'
        f' preserveAspectRatio="none" fill="currentColor" fill-opacity=".22">{"".join(paths)}</svg>'
    )


def _node(node: _Node, total: int, left: Fraction, at: str, hang: str) -> str:
    height = Fraction(node.amount * PLOT, total)
    lines = _lines(node.name)
    words = "".join(
        svg.text(at, int(node.top) - 5 - LINE * (len(lines) - count), line, css="ct cb ch-halo", anchor=hang)
        for count, line in enumerate(lines)
    )
    words += svg.text(at, int(node.top) - 5, formats.pesos(node.amount), css="ct cs ch-halo", anchor=hang)
    return (
        f'<rect class="fl-n" x="{svg.share(left)}" y="{_px(node.top)}" width="{svg.share(NODE)}"'
        f' height="{_px(height)}" fill="currentColor"/>{words}'
    )


def _lines(name: str) -> list[str]:
    return wrap(name, LETTERS, break_long_words=False) or [name]


def _px(value: Fraction) -> str:
    return f"{float(round(value, 2)):g}"


def flow_table(links: Sequence[FlowLink]) -> Table:
    return Table(
        columns=[
            Column(gettext("Fuente")),
            Column(gettext("Eje")),
            Column(gettext("Estado")),
            Column(gettext("Valor"), numeric=True, unit=gettext("pesos")),
        ],
        rows=[[link.source, link.axis, link.state, formats.number(link.amount)] for link in links],
    )
