"""Programs that are killed and started again, each in a home and a database of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_HOUSE = Path(__file__).resolve().parents[2]


def killed_often(program: str, home: Path, kills: int, *, seconds: int) -> dict[str, Any]:
    """Run `tests/integration/<program>` and return the JSON object that it prints. Its database is of the kind that the
    suite runs on; AssertionError where it ends with an error."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CONCIERTA_", "DJANGO_"))}
    with _database_of_its_own(os.environ.get("CONCIERTA_DATABASE", "")) as database:
        made = subprocess.run(
            [sys.executable, str(_HOUSE / "tests" / "integration" / program), str(home), str(kills), "7"],
            env=environment
            | {"CONCIERTA_DATABASE": database, "PYTHONPATH": f"{_HOUSE / 'src'}{os.pathsep}{_HOUSE / 'tests'}"},
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    assert made.returncode == 0, made.stderr[-3000:]
    found: dict[str, Any] = json.loads(made.stdout)
    return found


@contextmanager
def _database_of_its_own(url: str) -> Iterator[str]:
    """A new PostgreSQL database on the server of `url`; none, which is SQLite in the home, where there is no server."""
    if not url:
        yield ""
        return
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
