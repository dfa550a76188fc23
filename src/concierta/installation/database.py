"""Where the data lives: SQLite in the home folder unless CONCIERTA_DATABASE names a PostgreSQL address."""

import atexit
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from concierta.kernel.errors import Invalid, gettext_noop

#: What may follow the address of PostgreSQL: how the connection is hidden and who answers for it.
_OPTIONS = frozenset({"connect_timeout", "sslcert", "sslkey", "sslmode", "sslrootcert"})
#: Seconds for which a thread keeps its connection: opening one reads the whole schema, and forgets what was planned.
_CONNECTION_AGE = 60
#: Queries that a connection to SQLite keeps planned: more than the pages of the workspace have.
_STATEMENTS = 1000
#: A page joins a dozen tables, and planning that took PostgreSQL longer than answering: a connection plans a query anew
#: five times, and then keeps the plan (`bench/deadline_day.py`).
_PLANNED_ONCE = {"server_side_binding": True, "prepare_threshold": 5}


def database_settings(url: str, home: Path, *, read_only: bool = False) -> dict[str, Any]:
    """Django's settings for `url`; empty means the embedded SQLite.

    SQLite runs in WAL mode and takes the write lock when a transaction begins: with deferred locks two writers
    that both read first make one of them fail at once, whatever the timeout. `read_only`: what it holds is read, and
    no file is made beside it.
    """
    if not url and read_only:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": f"file:{quote(str(_readable(home / 'db.sqlite3')))}?immutable=1",
            "OPTIONS": {
                "transaction_mode": "DEFERRED",
                "init_command": "PRAGMA query_only=ON; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
            },
        }
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "db.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
                "cached_statements": _STATEMENTS,
            },
            "CONN_MAX_AGE": _CONNECTION_AGE,
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise Invalid(
            gettext_noop("CONCIERTA_DATABASE debe ser postgresql://usuario:clave@servidor/base, no «%(scheme)s»."),
            scheme=parts.scheme,
        )
    options = dict(parse_qsl(parts.query))
    if unknown := sorted(options.keys() - _OPTIONS):
        raise Invalid(
            gettext_noop("CONCIERTA_DATABASE: no se conoce «%(unknown)s»; después de «?» se aceptan %(known)s."),
            unknown=", ".join(unknown),
            known=", ".join(sorted(_OPTIONS)),
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": options | _PLANNED_ONCE,
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": _CONNECTION_AGE,
        "CONN_HEALTH_CHECKS": True,
    }


def _readable(database: Path) -> Path:
    """The database, or a copy where its last acts are still beside it (WAL) and cannot be put into it where it is."""
    beside = database.with_name(f"{database.name}-wal")
    if not beside.exists() or not beside.stat().st_size:
        return database
    folder = Path(tempfile.mkdtemp(prefix="concierta-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for path in (database, beside):
        shutil.copyfile(path, folder / path.name)
    with sqlite3.connect(folder / database.name) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    return folder / database.name
