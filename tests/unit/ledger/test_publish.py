"""The published log: what is written, what is not touched, and what is never signed."""

import os
import stat
from pathlib import Path

import pytest
from django.db import connection, transaction

from concierta.engines.translog import TileReader, VerifierKey, audit_log, open_checkpoint
from concierta.kernel.errors import Refusal
from concierta.ledger.models import Event
from concierta.ledger.operations import PublishedLog, publish_log
from concierta.ledger.queries import published_log_problems
from factories import AT
from unit.ledger.acts import record, record_many

pytestmark = pytest.mark.django_db


def publish(site: Path) -> PublishedLog:
    return publish_log(site=site, by=None, at=AT)


def findings(site: Path) -> list:
    """What somebody finds who has nothing but the folder."""
    log = site / "log"
    key = VerifierKey.parse((log / "vkey").read_text().strip())
    found = open_checkpoint((log / "checkpoint").read_bytes(), log_keys=[key]).checkpoint
    return list(audit_log(lambda path: (log / path).read_bytes(), size=found.size, root=found.root))


def files(site: Path) -> dict[str, int]:
    return {path.relative_to(site).as_posix(): path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}


def altered(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER ledger_event_no_update")
            cursor.execute("DROP TRIGGER ledger_event_no_delete")
        else:
            cursor.execute("DROP TRIGGER ledger_event_append_only ON ledger_event")
        cursor.execute(statement)


def test_an_empty_log_is_published_too(settings) -> None:
    published = publish(settings.SITE)
    assert (published.size, published.added) == (0, 0)
    assert findings(settings.SITE) == []


@pytest.mark.parametrize("sizes", [(1,), (255, 1, 1), (256,), (257, 255), (3, 600)])
def test_it_grows_and_is_at_every_size_the_log_of_the_ledger(settings, sizes: tuple[int, ...]) -> None:
    for size in sizes:
        record_many(size)
        assert publish(settings.SITE).added == size
        assert findings(settings.SITE) == []
        assert published_log_problems(settings.SITE) == []
    reader = TileReader(lambda path: (settings.SITE / "log" / path).read_bytes(), sum(sizes))
    assert [reader.entry(index).decode() for index in range(sum(sizes))] == [
        event.payload for event in Event.objects.all()
    ]


def test_only_what_grew_is_written(settings) -> None:
    record_many(300)
    publish(settings.SITE)
    before = files(settings.SITE)
    record()
    publish(settings.SITE)
    after = files(settings.SITE)
    assert {name for name in after if after[name] != before.get(name)} == {
        "log/checkpoint",
        "log/tile/0/001.p/45",
        "log/tile/entries/001.p/45",
    }


def test_nothing_is_touched_when_nothing_happened(settings) -> None:
    record()
    publish(settings.SITE)
    before = files(settings.SITE)
    publish(settings.SITE)
    assert files(settings.SITE) == before


def test_partial_tiles_go_once_the_full_one_is_there(settings) -> None:
    record_many(200)
    publish(settings.SITE)
    record_many(56)
    publish(settings.SITE)
    assert "log/tile/0/000" in files(settings.SITE)
    assert not [name for name in files(settings.SITE) if name.startswith("log/tile/0/000.p")]


def test_what_a_killed_process_left_half_written_is_no_part_of_the_log(settings) -> None:
    record_many(3)
    publish(settings.SITE)
    (settings.SITE / "log" / "tile" / "0" / "000.p" / ".3.part").write_bytes(b"half")
    record()
    publish(settings.SITE)
    assert findings(settings.SITE) == []
    assert not [name for name in files(settings.SITE) if name.endswith(".part")]


def test_a_damaged_or_missing_tile_is_written_anew(settings) -> None:
    record_many(300)
    publish(settings.SITE)
    tile = settings.SITE / "log" / "tile" / "0" / "001.p" / "44"
    tile.write_bytes(b"x" + tile.read_bytes()[1:])
    assert "log/tile/0/001.p/44 no es lo que da la base de datos" in published_log_problems(settings.SITE)
    publish(settings.SITE)
    assert published_log_problems(settings.SITE) == findings(settings.SITE) == []


def test_a_site_that_was_lost_is_made_again_with_the_same_signatures(settings, tmp_path: Path) -> None:
    record_many(10)
    first = publish(settings.SITE)
    assert publish(tmp_path / "other").checkpoint == first.checkpoint
    assert findings(tmp_path / "other") == []


@pytest.mark.parametrize("site_is_lost", [False, True])
def test_a_past_that_changed_is_never_signed(settings, site_is_lost: bool, tmp_path: Path) -> None:
    record_many(5)
    publish(settings.SITE)
    altered("UPDATE ledger_event SET payload = replace(payload, '\"0\"', '\"1\"')")
    record()
    site = tmp_path / "other" if site_is_lost else settings.SITE
    with pytest.raises(Refusal, match="alguien los cambió"):
        publish(site)
    assert not (tmp_path / "other" / "log" / "checkpoint").exists()
    assert "la base de datos no da la raíz que se firmó" in published_log_problems(settings.SITE)


def test_a_ledger_that_shrank_is_never_signed(settings) -> None:
    record_many(5)
    publish(settings.SITE)
    altered('DELETE FROM ledger_event WHERE "index" = 4')
    with pytest.raises(Refusal, match="copia anterior"):
        publish(settings.SITE)
    assert published_log_problems(settings.SITE) == ["se publicaron 5 actos y la base de datos tiene 4"]


def test_a_gap_is_never_signed(settings) -> None:
    record_many(5)
    altered('DELETE FROM ledger_event WHERE "index" = 2')
    with pytest.raises(Refusal, match="falta el acto 2"):
        publish(settings.SITE)


def test_the_key_is_made_once_for_its_owner_only_and_names_the_log(settings, home: Path) -> None:
    first = publish(settings.SITE)
    assert stat.S_IMODE((home / "log.key").stat().st_mode) == 0o600
    assert first.origin.startswith("concierta.local/")
    assert (settings.SITE / "log" / "vkey").read_text().startswith(f"{first.origin}+")
    assert publish(settings.SITE).origin == first.origin


def test_place_and_name_of_the_key_can_be_chosen(settings, tmp_path: Path) -> None:
    settings.LOG_KEY, settings.LOG_ORIGIN = str(tmp_path / "safe" / "k"), "empleo.cali.gov.co/registro"
    assert publish(settings.SITE).origin == "empleo.cali.gov.co/registro"
    assert (tmp_path / "safe" / "k").exists()
    settings.LOG_ORIGIN = "otro.gov.co/registro"
    with pytest.raises(Refusal, match="ya se llama «empleo"):
        publish(settings.SITE)


def test_a_key_that_others_can_read_signs_nothing(settings, home: Path) -> None:
    publish(settings.SITE)
    (home / "log.key").chmod(0o644)
    with pytest.raises(Refusal, match="chmod 600"):
        publish(settings.SITE)


def test_a_key_that_was_lost_is_not_replaced_in_silence(settings, home: Path) -> None:
    publish(settings.SITE)
    os.remove(home / "log.key")
    with pytest.raises(Refusal, match="recupérela"):
        publish(settings.SITE)


def test_a_key_that_is_not_one_is_refused_without_being_quoted(settings, home: Path) -> None:
    publish(settings.SITE)
    (home / "log.key").write_text("PRIVATE+KEY+secreto")
    with pytest.raises(Refusal, match="no es una clave") as refusal:
        publish(settings.SITE)
    assert "secreto" not in str(refusal.value)


def test_what_is_not_yet_committed_is_not_signed(settings) -> None:
    with transaction.atomic():
        record()
        with pytest.raises(RuntimeError, match="durable"):
            publish(settings.SITE)
    assert publish(settings.SITE).size == 1
