"""kill -9 at any instant: no change without its leaf, no gap, and the next start works."""

from pathlib import Path

import pytest

from factories.killed import killed_often

pytestmark = pytest.mark.slow

KILLS = 200


def test_no_act_without_its_leaf(tmp_path: Path) -> None:
    found = killed_often("log_writer.py", tmp_path / "home", KILLS, seconds=600)
    assert found["wrong"] == []
    # Killed in the middle of work, not before it began.
    assert found["acts"] > KILLS
