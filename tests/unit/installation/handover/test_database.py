import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from concierta.installation.database import database_settings
from concierta.installation.handover.database import check_programs, dump_database, kind_of, restore_database
from concierta.kernel.errors import Refusal


def test_a_copy_has_what_is_still_beside_the_file(tmp_path: Path) -> None:
    database = database_settings("", tmp_path)
    with closing(sqlite3.connect(database["NAME"])) as writing:
        writing.execute("PRAGMA journal_mode=WAL")
        writing.execute("CREATE TABLE one (value)")
        writing.execute("INSERT INTO one VALUES (7)")
        writing.commit()
        assert (tmp_path / "db.sqlite3-wal").stat().st_size
        dump_database(database, tmp_path / "copy")
    restored = database_settings("", tmp_path / "other")
    (tmp_path / "other").mkdir()
    restore_database(restored, tmp_path / "copy")
    with closing(sqlite3.connect(restored["NAME"])) as reading:
        assert reading.execute("SELECT value FROM one").fetchall() == [(7,)]
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["db.sqlite3"]


def test_postgresql_without_its_programs_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    kind = kind_of(database_settings("postgresql://user@server/base", Path()))
    with pytest.raises(Refusal, match="Falta el programa pg_dump"):
        check_programs(kind, "pg_dump")
    check_programs("sqlite", "pg_dump")


def test_what_postgresql_says_is_told_and_no_password_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pg_dump").write_text('#!/bin/sh\necho "$* for $PGUSER at $PGHOST, $PGSSLMODE" >&2\nexit 1\n')
    (tmp_path / "pg_dump").chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    database = database_settings("postgresql://ana:secreta@server/base?sslmode=require", tmp_path)
    with pytest.raises(Refusal) as refused:
        dump_database(database, tmp_path / "copy")
    assert f"--file={tmp_path / 'copy'} for ana at server, require" in str(refused.value)
    assert "secreta" not in str(refused.value)
