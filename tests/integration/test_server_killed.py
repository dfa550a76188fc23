"""kill -9 of the whole server at any instant: nothing that it acknowledged is lost, and no act is done twice."""

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
KILLS = int(os.environ.get("CONCIERTA_TEST_KILLS", "5"))


def killed(home: Path, database: str) -> dict:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CONCIERTA_", "DJANGO_"))}
    house = HERE.parents[1]
    environment |= {"CONCIERTA_DATABASE": database, "PYTHONPATH": f"{house / 'src'}:{house / 'tests'}"}
    made = subprocess.run(
        [sys.executable, str(HERE / "server_killed.py"), str(home), str(KILLS), "7"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120 + 15 * KILLS,
    )
    assert made.returncode == 0, made.stderr[-3000:]
    return json.loads(made.stdout)


def test_on_sqlite(tmp_path: Path) -> None:
    found = killed(tmp_path / "home", "")
    assert found["lost"] == []
    assert found["unlike"] == []
    assert found["sent"] >= KILLS


def test_on_postgresql(tmp_path: Path) -> None:
    url = os.environ.get("CONCIERTA_DATABASE", "")
    if not url.startswith("postgres"):
        pytest.skip("needs PostgreSQL (CONCIERTA_DATABASE)")
    with database_of_its_own(url) as database:
        found = killed(tmp_path / "home", database)
    assert found["lost"] == []
    assert found["unlike"] == []
    assert found["sent"] >= KILLS
