"""Who may read what of a home: nobody what is private, a web server the site."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from concierta.installation.database import database_settings
from concierta.installation.home import loose, secure_home


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def home(tmp_path: Path):
    """A folder made by somebody with no umask at all, and used."""
    before = os.umask(0)
    home = tmp_path / "home"
    home.mkdir(mode=0o777)
    for name in ("evidence", "uploads", "cortes", "mail", "drafts", "log"):
        (home / name).mkdir()
    for name in ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "secret.key", "log.key", "concierta.log"):
        (home / name).write_bytes(b"")
    (home / "sites" / "000001-00000000").mkdir(parents=True)
    (home / "sites" / "000001-00000000" / "index.html").write_text("x")
    (home / "site").symlink_to("sites/000001-00000000")
    yield home
    os.umask(before)


def test_what_is_private_is_closed_and_the_site_stays_open(home: Path):
    secure_home(home, home / "db.sqlite3")
    assert mode(home) == 0o711
    closed = {path.name: mode(path) for path in home.iterdir() if path.name not in ("site", "sites")}
    assert {name for name, found in closed.items() if found & 0o077} == set()
    assert mode(home / "site") == 0o777  # as it was made: it is already readable
    assert mode(home / "sites") & 0o055 == 0o055
    assert loose(home) == []


def test_a_site_that_a_web_server_could_not_read_is_opened(home: Path):
    (home / "sites").chmod(0o700)
    secure_home(home, None)
    assert mode(home / "sites") == 0o755


def test_each_thing_that_others_can_read_is_named_with_what_to_run(home: Path):
    secure_home(home, None)
    (home / "log.key").chmod(0o640)
    (home / "evidence").chmod(0o750)
    home.chmod(0o755)
    (home / "sites").chmod(0o700)
    assert sorted(loose(home)) == sorted(
        [
            f"Otras cuentas pueden leer {home}: ejecute «chmod 711 {home}».",
            f"{home / 'log.key'}: otras cuentas lo pueden leer: ejecute «chmod 600 {home / 'log.key'}».",
            f"{home / 'evidence'}: otras cuentas pueden entrar: ejecute «chmod 700 {home / 'evidence'}».",
            f"{home / 'sites'}: otras cuentas no pueden leer el sitio: ejecute «chmod 755 {home / 'sites'}».",
        ]
    )


def test_the_database_is_made_closed_and_so_is_what_sqlite_puts_beside_it(tmp_path: Path):
    before = os.umask(0)
    try:
        secure_home(tmp_path, tmp_path / "db.sqlite3")
        connection = sqlite3.connect(tmp_path / "db.sqlite3")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE t (a)")
        connection.commit()
        found = {path.name: mode(path) for path in tmp_path.iterdir()}
        connection.close()
    finally:
        os.umask(before)
    assert found == {"db.sqlite3": 0o600, "db.sqlite3-wal": 0o600, "db.sqlite3-shm": 0o600}


def test_where_nothing_can_be_written_the_last_acts_are_read_too(tmp_path: Path):
    """Those that are still beside the database, which cannot be put into it."""
    writer = sqlite3.connect(tmp_path / "db.sqlite3")
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("PRAGMA wal_autocheckpoint=0")
    writer.execute("CREATE TABLE t (a)")
    writer.execute("INSERT INTO t VALUES (41)")
    writer.commit()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    found = database_settings("", tmp_path, read_only=True)
    reader = sqlite3.connect(found["NAME"], uri=True)
    assert reader.execute("SELECT a FROM t").fetchall() == [(41,)]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    reader.close()
    writer.close()


def test_a_database_at_rest_is_read_where_it_is(tmp_path: Path):
    sqlite3.connect(tmp_path / "db.sqlite3").close()
    found = database_settings("", tmp_path, read_only=True)
    assert found["NAME"] == f"file:{tmp_path}/db.sqlite3?immutable=1"
