"""kill -9 at any instant: no change without its leaf, no gap, and the next start works."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.slow

HERE = Path(__file__).resolve().parent
KILLS = 200


@contextmanager
def database_of_its_own(url: str) -> Iterator[str]:
    """A new PostgreSQL database on the server that the suite uses."""
    import psycopg

    name = f"concierta_killed_{os.getpid()}"
    server = urlsplit(url)._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def killed(home: Path, database: str) -> dict:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CONCIERTA_", "DJANGO_"))}
    environment |= {"CONCIERTA_DATABASE": database, "PYTHONPATH": str(HERE.parents[1] / "src")}
    made = subprocess.run(
        [sys.executable, str(HERE / "log_writer.py"), str(home), str(KILLS), "7"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert made.returncode == 0, made.stderr[-3000:]
    return json.loads(made.stdout)


def test_on_sqlite(tmp_path: Path) -> None:
    found = killed(tmp_path / "home", "")
    assert found["wrong"] == []
    # Killed in the middle of work, not before it began.
    assert found["acts"] > KILLS


def test_on_postgresql(tmp_path: Path) -> None:
    url = os.environ.get("CONCIERTA_DATABASE", "")
    if not url.startswith("postgres"):
        pytest.skip("needs PostgreSQL (CONCIERTA_DATABASE)")
    with database_of_its_own(url) as database:
        found = killed(tmp_path / "home", database)
    assert found["wrong"] == []
    assert found["acts"] > KILLS
