"""A thousand bytes, drawn at random, changed one at a time: each is found."""

import hashlib
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from concierta.engines.sitelog import check_site
from concierta.engines.translog import Note
from concierta.installation.log.sources import FolderSite
from concierta.ledger.operations import record_event, seal_site
from concierta.ledger.queries import ledger_problems, published_log_problems
from factories import AT, Cast
from unit.engines.sitelog.published import NOON, WITNESS

pytestmark = pytest.mark.slow

FILES, ROWS = 700, 300


def write_corte(folder: Path, plan: str, cut_off: str) -> str:
    """A frozen corte with two tables and three pages; the hash of its manifest."""
    (folder / "data").mkdir(parents=True)
    contents = {f"data/{name}.csv": f"codigo,valor\nR-01,{len(name)}\n".encode() for name in ("reports", "targets")}
    files = {path: {"bytes": len(content), "sha256": sha256(content)} for path, content in contents.items()}
    contents["manifest.json"] = json.dumps({"cut_off": cut_off, "files": files, "plan": plan}).encode()
    write_pages(folder, contents | {f"{name}.html": f"<h1>{name} {cut_off}</h1>".encode() for name in "abc"})
    return sha256(contents["manifest.json"])


def write_pages(folder: Path, contents: dict[str, bytes]) -> None:
    for path, content in contents.items():
        (folder / path).write_bytes(content)
    listed = {path: {"sha256": sha256(content), "size": len(content)} for path, content in contents.items()}
    (folder / "paginas.json").write_text(json.dumps({"files": listed, "fingerprint": "f", "package": "p"}))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def site(settings, tmp_path: Path, cast: Cast) -> Path:
    """Three hundred acts, two cortes, a witnessed checkpoint."""
    settings.HOME, settings.LOG_KEY, settings.LOG_ORIGIN = tmp_path / "home", "", ""
    settings.WITNESSES = [("https://w.example", str(WITNESS.verifier))]
    settings.SITE = settings.HOME / "site"
    settings.SITE.mkdir(parents=True)
    people = (None, cast.reporter, cast.verifier)
    with transaction.atomic():
        for number in range(300):
            record_event(
                kind="report.submitted",
                subject=f"report/R-{number:03}/2024-T4/v1",
                plan="cali",
                body={"value": str(number)},
                by=people[number % 3],
                entity=cast.desarrollo,
                at=AT,
            )
        for cut_off in ("2024-12-31", "2025-03-31"):
            manifest = write_corte(settings.SITE / "cortes" / cut_off, "cali", cut_off)
            body = {"cut_off": cut_off, "manifest_sha256": manifest}
            record_event(kind="corte.published", subject=cut_off, plan="cali", body=body, by=None, entity=None, at=AT)
    write_pages(settings.SITE, {"index.html": b"<h1>hoy</h1>", "estilo.css": b"h1{color:red}"})
    checkpoint = seal_site(site=settings.SITE, by=None, at=AT).checkpoint
    cosigned = Note.parse(checkpoint).signed(WITNESS, timestamp=NOON)
    (settings.SITE / "log" / "checkpoint").write_bytes(cosigned.to_bytes())
    return settings.SITE


def test_any_byte_of_any_published_file(site: Path) -> None:
    draw = random.Random(20)
    # By file and not by size: a checkpoint is as likely to be hit as a table.
    paths = sorted(path for path in site.rglob("*") if path.is_file())
    assert check_site(FolderSite(site)).holds
    missed = []
    for _ in range(FILES):
        path = draw.choice(paths)
        whole = path.read_bytes()
        at, bit = draw.randrange(len(whole)), 1 << draw.randrange(8)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        if check_site(FolderSite(site)).holds:
            missed.append((path.relative_to(site), at, bit))
        path.write_bytes(whole)
    assert missed == []
    assert check_site(FolderSite(site)).holds


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside was never done."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def flipped(value: object, draw: random.Random) -> object:
    """The value with one bit changed, as a damaged or a forged file would give it."""
    if isinstance(value, int):
        return value ^ (1 << draw.randrange(8))
    raw = bytearray(str(value).encode())
    raw[draw.randrange(len(raw))] ^= 1 << draw.randrange(7)
    return raw.decode()


@pytest.mark.django_db
def test_any_value_of_any_row_of_the_ledger(site: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL the types themselves refuse most changed bytes; SQLite takes anything")
    draw = random.Random(21)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER ledger_event_no_update")
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        columns = {
            table: [column.name for column in connection.introspection.get_table_description(cursor, table)]
            for table in ("ledger_event", "ledger_opening")
        }
        cursor.execute("SELECT event_id FROM ledger_opening")
        rows = {"ledger_opening": [row for (row,) in cursor.fetchall()], "ledger_event": list(range(300))}
        keys = {"ledger_event": "index", "ledger_opening": "event_id"}
        assert ledger_problems() + published_log_problems(site) == []
        missed, done = [], 0
        while done < ROWS:
            table = draw.choice(["ledger_event", "ledger_event", "ledger_opening"])
            row, column = draw.choice(rows[table]), draw.choice(columns[table])
            cursor.execute(f'SELECT "{column}" FROM {table} WHERE "{keys[table]}" = %s', [row])
            ((before,),) = cursor.fetchall()
            if before is None or before == "":
                continue
            after = flipped(before, draw)
            # What a constraint refuses is found as well: "index" twice.
            with undone(), suppress(IntegrityError), transaction.atomic():
                cursor.execute(f'UPDATE {table} SET "{column}" = %s WHERE "{keys[table]}" = %s', [after, row])
                if not ledger_problems():
                    # What an opening of no act would be: the database refuses it as the transaction ends.
                    connection.check_constraints()
                    missed.append((table, row, column, before, after))
            done += 1
    assert missed == []
