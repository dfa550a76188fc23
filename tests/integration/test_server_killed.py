"""kill -9 of the whole server at any instant: nothing that it acknowledged is lost, and no act is done twice."""

import os
from pathlib import Path

import pytest

from factories.killed import killed_often

pytestmark = pytest.mark.slow

#: Two hundred are asked for with CONCIERTA_TEST_KILLS=200: they take a quarter of an hour.
KILLS = int(os.environ.get("CONCIERTA_TEST_KILLS", "5"))


def test_what_was_acknowledged_is_kept(tmp_path: Path) -> None:
    found = killed_often("server_killed.py", tmp_path / "home", KILLS, seconds=120 + 15 * KILLS)
    assert found["lost"] == []
    assert found["unexpected"] == []
    # Killed in the middle of work, not before it began.
    assert found["sent"] >= KILLS
