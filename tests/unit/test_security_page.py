"""The page of security names tests that exist, and every requirement of levels 1 and 2 once."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PAGE = (TESTS.parent / "docs" / "security.md").read_text(encoding="utf-8")
STATES = ("met", "partly", "not met", "n. a.")
#: How many requirements of level 1 and 2 each section of ASVS 5.0.0 has; within a section they come before level 3.
_SECTIONS = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2
2.1:3 2.2:3 2.3:4 2.4:1
3.2:2 3.3:4 3.4:6 3.5:5 3.7:2
4.1:3 4.2:1 4.3:2 4.4:4
5.1:1 5.2:3 5.3:2 5.4:3
6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4
7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2
8.1:2 8.2:3 8.3:1 8.4:1
9.1:3 9.2:4
10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3
11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1
12.1:3 12.2:2 12.3:4
13.1:1 13.2:5 13.3:2 13.4:5
14.1:2 14.2:4 14.3:3
15.1:3 15.2:3 15.3:7
16.1:1 16.2:5 16.3:4 16.4:3 16.5:3
17.1:1 17.2:4 17.3:2
"""
SECTIONS = dict(pair.split(":") for pair in _SECTIONS.split())
_NAMED = re.compile(r"`([\w/]*test_\w+\.py)(?:::(\w+))?`")


def states() -> list[tuple[str, str]]:
    """(id, state) for each id of the tables of requirements, as often as it stands there."""
    rows = ([cell.strip() for cell in line.split(" | ")] for line in PAGE.splitlines() if re.match(r"\| \d+\.\d", line))
    return [(number, row[2]) for row in rows if len(row) == 4 for number in row[0].strip("| ").split(", ")]


@cache
def names_in(path: Path) -> frozenset[str]:
    return frozenset(re.findall(r"^ *(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))


def is_there(file: str, name: str) -> bool:
    """True if a file whose path ends like this is among the tests, and has the test where one is named."""
    found = [path for path in TESTS.rglob(Path(file).name) if f"/{path.relative_to(TESTS)}".endswith(f"/{file}")]
    return any(not name or name in names_in(path) for path in found)


def test_every_test_that_is_named_exists() -> None:
    named = set(_NAMED.findall(PAGE))
    assert len(named) > 100
    assert sorted(f"{file}::{name}" for file, name in named if not is_there(file, name)) == []


def test_a_test_that_does_not_exist_would_be_found() -> None:
    assert is_there("web/workspace/test_door.py", "")
    assert not is_there("web/workspace/test_door.py", "test_nobody_ever_enters")
    assert not is_there("accounts/test_window.py", "")


def test_every_requirement_has_one_state() -> None:
    expected = [f"{section}.{number}" for section, last in SECTIONS.items() for number in range(1, int(last) + 1)]
    assert len(expected) == 253
    assert Counter(number for number, _ in states()) == Counter(expected)
    assert {state for _, state in states()} == set(STATES)


def test_the_count_at_the_top_is_that_of_the_tables() -> None:
    counted = Counter(state for _, state in states())
    assert f"| {' | '.join(str(counted[state]) for state in STATES)} |" in PAGE


def test_what_is_not_met_says_what_an_operator_can_do() -> None:
    told = PAGE.partition("## What is not met")[2].partition("\n## ")[0]
    unmet = [number for number, state in states() if state == "not met"]
    assert re.findall(r"^\| (\d[\d.]*) \|", told, re.MULTILINE) == unmet
