"""The database, out of one installation and into another: SQLite by its own online copy, PostgreSQL by its programs."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from concierta.kernel.errors import Refusal, gettext_noop

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_LIBPQ = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}


def kind_of(database: Mapping[str, Any]) -> str:
    """SQLITE or POSTGRESQL, of Django's settings of a database."""
    return SQLITE if database["ENGINE"].endswith("sqlite3") else POSTGRESQL


def check_programs(kind: str, program: str) -> None:
    """Refuses where `program`, of PostgreSQL's own, is needed and is not here."""
    if kind == POSTGRESQL and shutil.which(program) is None:
        raise Refusal(
            gettext_noop(
                "Falta el programa %(program)s, de PostgreSQL, que copia la base de datos: instálelo en esta máquina "
                "(postgresql-client, de la versión del servidor) y repita."
            ),
            program=program,
        )


def dump_database(database: Mapping[str, Any], path: Path) -> None:
    """One consistent copy in the file `path`, while others go on writing."""
    if kind_of(database) == SQLITE:
        address = f"file:{quote(str(database['NAME']))}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as source, closing(sqlite3.connect(path)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    else:
        _run(database, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")


def restore_database(database: Mapping[str, Any], path: Path) -> None:
    """What `dump_database` wrote, whole or not at all; into PostgreSQL's database, which must be empty."""
    if kind_of(database) == SQLITE:
        os.replace(path, database["NAME"])
        return
    words = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
    _run(database, "pg_restore", *words, f"--dbname={database['NAME']}", str(path))


def _run(database: Mapping[str, Any], program: str, *words: str) -> None:
    check_programs(POSTGRESQL, program)
    # By the environment: what is called is seen by every account of the machine, what it is given is not.
    options = {f"PG{name.upper()}": value for name, value in database["OPTIONS"].items() if isinstance(value, str)}
    told = {variable: str(database[name]) for name, variable in _LIBPQ.items() if database[name]}
    done = subprocess.run([program, *words], env=os.environ | options | told, capture_output=True, text=True)
    if done.returncode:
        raise Refusal(
            gettext_noop(
                "%(program)s no pudo («%(said)s»). Al recibir, la base de datos de CONCIERTA_DATABASE debe existir y "
                "estar vacía; al empacar, %(program)s debe ser de la versión del servidor o posterior."
            ),
            program=program,
            said=(done.stderr.strip().splitlines() or [str(done.returncode)])[0],
        )
