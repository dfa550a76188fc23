"""The web asks for rows by named queries, which authorise; it never makes one of its own."""

import ast
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[3] / "src" / "concierta" / "web"
#: What only a query does. `filter` of a library of template tags is another.
OF_QUERIES = {
    "aggregate",
    "annotate",
    "bulk_create",
    "exclude",
    "filter",
    "get_or_create",
    "objects",
    "order_by",
    "prefetch_related",
    "select_related",
    "values_list",
}


def queries_in(path: Path) -> list[str]:
    return [
        f"{path.relative_to(WEB)}:{node.lineno} .{node.attr}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in OF_QUERIES
        and not (isinstance(node.value, ast.Name) and node.value.id == "register")
    ]


@pytest.mark.parametrize("part", ["workspace", "portal", "documents", "kit"])
def test_the_web_makes_no_queries(part: str) -> None:
    assert [query for path in sorted((WEB / part).rglob("*.py")) for query in queries_in(path)] == []
