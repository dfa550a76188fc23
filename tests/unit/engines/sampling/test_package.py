"""What the package promises about itself."""

import ast
import doctest
import sys
from pathlib import Path

import pytest

from concierta.engines import sampling
from concierta.engines.sampling import InvalidSample, Problem

MODULES = sorted(Path(sampling.__file__).parent.glob("*.py"))


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
def test_no_binary_float_is_written_and_no_other_chance_is_used(module):
    source = module.read_text(encoding="utf-8")
    assert not [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Constant) and isinstance(n.value, float)]
    assert "import random" not in source
    assert "import secrets" not in source


def test_what_is_offered_exists_and_is_documented():
    offered = [getattr(sampling, name) for name in sampling.__all__]
    assert all(item.__doc__ for item in offered if type(item).__name__ == "function")


def test_the_example_of_the_package_runs():
    assert doctest.testmod(sampling) == (0, 7)


def test_a_refusal_quotes_its_figures():
    refusal = InvalidSample(Problem.HOLDING_OVER_SAMPLED, holding=6, sampled=5)
    assert str(refusal) == "holding_over_sampled (holding=6, sampled=5)"
    assert str(InvalidSample(Problem.NOT_A_SEED)) == "not_a_seed"
    assert isinstance(refusal, ValueError)


def test_every_problem_is_raised_somewhere():
    source = "".join(path.read_text(encoding="utf-8") for path in MODULES if path.stem != "errors")
    assert [problem for problem in Problem if f"Problem.{problem.name}" not in source] == []
