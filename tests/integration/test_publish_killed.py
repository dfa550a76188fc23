"""kill -9 of publishers at any instant, two at once: whoever reads the site always sees one whole publication."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from integration.test_log_killed import database_of_its_own

pytestmark = pytest.mark.slow

HERE = Path(__file__).resolve().parent
#: Two hundred are asked for with CONCIERTA_TEST_KILLS=200: they take a quarter of an hour.
KILLS = int(os.environ.get("CONCIERTA_TEST_KILLS", "40"))


def killed(home: Path, database: str) -> dict:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CONCIERTA_", "DJANGO_"))}
    house = HERE.parents[1]
    environment |= {"CONCIERTA_DATABASE": database, "PYTHONPATH": f"{house / 'src'}:{house / 'tests'}"}
    made = subprocess.run(
        [sys.executable, str(HERE / "site_publisher.py"), str(home), str(KILLS), "7"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60 + 15 * KILLS,
    )
    assert made.returncode == 0, made.stderr[-3000:]
    return json.loads(made.stdout)


def test_on_sqlite(tmp_path: Path) -> None:
    found = killed(tmp_path / "home", "")
    assert found["wrong"] == []
    # Killed in the middle of publications, some of which were shown.
    assert found["publications"] > 1


def test_on_postgresql(tmp_path: Path) -> None:
    url = os.environ.get("CONCIERTA_DATABASE", "")
    if not url.startswith("postgres"):
        pytest.skip("needs PostgreSQL (CONCIERTA_DATABASE)")
    with database_of_its_own(url) as database:
        found = killed(tmp_path / "home", database)
    assert found["wrong"] == []
    assert found["publications"] > 1
