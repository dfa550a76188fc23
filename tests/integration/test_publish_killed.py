"""kill -9 of publishers at any instant, two at once: whoever reads the site always sees one whole publication."""

import os
from pathlib import Path

import pytest

from factories.killed import killed_often

pytestmark = pytest.mark.slow

#: Two hundred are asked for with CONCIERTA_TEST_KILLS=200: they take a quarter of an hour.
KILLS = int(os.environ.get("CONCIERTA_TEST_KILLS", "40"))


def test_a_reader_sees_one_whole_publication(tmp_path: Path) -> None:
    found = killed_often("site_publisher.py", tmp_path / "home", KILLS, seconds=60 + 15 * KILLS)
    assert found["wrong"] == []
    # Killed in the middle of publications, some of which were shown.
    assert found["publications"] > 1
