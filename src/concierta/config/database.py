"""Where the data lives: SQLite in the home folder unless CONCIERTA_DATABASE names a PostgreSQL address."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from concierta.kernel.errors import Invalid, gettext_noop


def database_settings(url: str, home: Path) -> dict[str, Any]:
    """Django's settings for `url`; empty means the embedded SQLite.

    SQLite runs in WAL mode and takes the write lock when a transaction begins: with deferred locks two writers
    that both read first make one of them fail at once, whatever the timeout.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "db.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise Invalid(
            gettext_noop("CONCIERTA_DATABASE debe ser postgresql://usuario:clave@servidor/base, no «%(scheme)s»."),
            scheme=parts.scheme,
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
