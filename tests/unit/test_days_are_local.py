"""Lint: only the clock makes a day of a moment, and only the clock asks what time it is."""

import ast
from pathlib import Path

import pytest

from concierta import kernel

SOURCE = Path(kernel.__file__).resolve().parents[1]
CLOCK = SOURCE / "kernel" / "clock.py"
#: The database would take the date in the connection's zone.
LOOKUPS = ("date", "time", "hour")
FUNCTIONS = {"TruncDate", "TruncDay", "TruncMonth", "TruncYear", "ExtractDay", "ExtractYear", "localdate", "localtime"}


def departures(source: str) -> list[str]:
    """Each place that takes the date off a moment, or reads the time, other than through the clock."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, arguments = node.func.attr, [*node.args, *node.keywords]
            if name == "date" and not arguments:
                found.append(f"{node.lineno}: .date()")
            if name in ("today", "now", "utcnow") and ast.unparse(node.func.value) != "clock":
                found.append(f"{node.lineno}: .{name}()")
            if name == "astimezone" and [ast.unparse(one) for one in node.args] != ["UTC"]:
                found.append(f"{node.lineno}: .astimezone()")
        name = node.id if isinstance(node, ast.Name) else node.name if isinstance(node, ast.alias) else ""
        if name in FUNCTIONS:
            found.append(f"{getattr(node, 'lineno', 0)}: {name}")
        words = [node.arg] if isinstance(node, ast.keyword) else [node.value] if isinstance(node, ast.Constant) else []
        found += [
            f"{node.lineno}: {word}"
            for word in words
            if isinstance(word, str) and any(f"_at__{lookup}" in word for lookup in LOOKUPS)
        ]
    return found


def test_nobody_but_the_clock_makes_a_day_of_a_moment() -> None:
    places = {
        f"{path.relative_to(SOURCE)}:{one}"
        for path in SOURCE.rglob("*.py")
        if path != CLOCK and path.parent.name != "migrations"  # What they did stays as it was.
        for one in departures(path.read_text())
    }
    assert places == set()


@pytest.mark.parametrize(
    "source",
    [
        "at.date()",
        "datetime.now(UTC).date()",
        "date.today()",
        "timezone.now()",
        "moment.astimezone(zone())",
        "moment.astimezone()",
        "rows.filter(made_at__date=day)",
        "Q(**{'made_at__date__lte': day})",
        "from django.db.models.functions import TruncDate",
        "TruncDay('made_at')",
    ],
)
def test_the_lint_sees_each_way(source: str) -> None:
    assert departures(source)


@pytest.mark.parametrize("source", ["local_date(at)", "now()", "today()", "convert.date(raw)", "at.astimezone(UTC)"])
def test_the_lint_lets_the_clock_be_used(source: str) -> None:
    assert departures(source) == []
