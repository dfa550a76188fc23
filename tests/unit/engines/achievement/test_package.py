"""What the package promises about itself."""

import ast
import doctest
import sys
from pathlib import Path

import pytest

from concierta.engines import achievement
from concierta.engines.achievement import InvalidFigures, Problem

MODULES = sorted(Path(achievement.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_only_the_standard_library_is_imported(module):
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module]
        else:
            continue
        assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_binary_float_is_written(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, float)]


def test_what_is_offered_exists_and_is_documented():
    for name in achievement.__all__:
        assert hasattr(achievement, name)
    offered = [getattr(achievement, name) for name in achievement.__all__]
    functions = [item for item in offered if type(item).__name__ == "function"]
    assert all(function.__doc__ for function in functions)


def test_the_example_of_the_package_runs():
    assert doctest.testmod(achievement) == (0, 2)


def test_a_refusal_quotes_its_figures():
    refusal = InvalidFigures(Problem.WEIGHTS_DO_NOT_ADD_UP, sum=99, expected=100)
    assert str(refusal) == "weights_do_not_add_up (sum=99, expected=100)"
    assert str(InvalidFigures(Problem.FLOW_POLICY_MISSING)) == "flow_policy_missing"
    assert isinstance(refusal, ValueError)


def test_every_problem_is_raised_somewhere():
    source = "".join(path.read_text(encoding="utf-8") for path in MODULES if path.stem != "errors")
    assert [problem for problem in Problem if f"Problem.{problem.name}" not in source] == []
