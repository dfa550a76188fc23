import os
from dataclasses import replace
from pathlib import Path

import pytest

from concierta.engines.sitelog import ROTATED, followed_keys, parse_act, rotations_of
from concierta.engines.translog import Note, VerifierKey, open_checkpoint
from concierta.kernel.errors import PermissionRefused, Refusal
from concierta.ledger.models import Event
from concierta.ledger.operations import publish_log, retire_old_key, rotate_key
from concierta.ledger.operations.keys import verifier_keys
from concierta.ledger.queries import published_log_problems
from factories import AT, Cast
from unit.ledger.acts import record

pytestmark = pytest.mark.django_db


def shown_key(site: Path) -> VerifierKey:
    return VerifierKey.parse((site / "log" / "vkey").read_text().strip())


def checkpoint(site: Path) -> Note:
    return Note.parse((site / "log" / "checkpoint").read_bytes())


def rotations() -> list:
    return [parse_act(event.index, event.payload.encode()) for event in Event.objects.filter(kind=ROTATED)]


def test_the_new_key_follows_from_the_old_one_by_what_both_signed(settings) -> None:
    record()
    publish_log(site=settings.SITE, by=None, at=AT)
    old = shown_key(settings.SITE)
    new = rotate_key(by=None, at=AT)
    publish_log(site=settings.SITE, by=None, at=AT)
    assert shown_key(settings.SITE) == new != old
    pairs, findings = rotations_of(rotations())
    assert (followed_keys(old, pairs), findings) == ([old, new], [])
    assert old.name == new.name


def test_both_sign_until_the_old_one_is_retired(settings) -> None:
    publish_log(site=settings.SITE, by=None, at=AT)
    old = shown_key(settings.SITE)
    new = rotate_key(by=None, at=AT)
    publish_log(site=settings.SITE, by=None, at=AT)
    assert set(checkpoint(settings.SITE).verified_by([old, new])) == {old, new}
    retire_old_key(by=None, at=AT)
    publish_log(site=settings.SITE, by=None, at=AT)
    assert set(checkpoint(settings.SITE).verified_by([old, new])) == {new}
    assert open_checkpoint(checkpoint(settings.SITE), log_keys=[new]).checkpoint.size == 1
    assert published_log_problems(settings.SITE) == []


def test_two_rotations_at_once_are_refused_and_so_is_retiring_nothing(settings) -> None:
    with pytest.raises(Refusal, match="No hay una clave anterior"):
        retire_old_key(by=None, at=AT)
    rotate_key(by=None, at=AT)
    with pytest.raises(Refusal, match="retírela primero"):
        rotate_key(by=None, at=AT)


def test_only_who_operates_the_machine_changes_keys(cast: Cast) -> None:
    for change in (rotate_key, retire_old_key):
        with pytest.raises(PermissionRefused):
            change(by=cast.secretary, at=AT)


def test_a_rotation_interrupted_before_its_event_never_happened(settings, home: Path) -> None:
    (before,) = verifier_keys()
    (home / "log.key.next").write_bytes((home / "log.key").read_bytes())
    assert verifier_keys() == [before]
    assert not (home / "log.key.next").exists()


@pytest.mark.parametrize("renamed", [False, True])
def test_a_rotation_interrupted_after_its_event_is_finished(settings, home: Path, renamed: bool) -> None:
    (old,) = verifier_keys()
    new = rotate_key(by=None, at=AT)
    # Back to the instant after the commit, or after the first of the two renames.
    os.replace(home / "log.key", home / "log.key.next")
    if not renamed:
        os.replace(home / "log.key.old", home / "log.key")
    assert verifier_keys() == [new, old]
    assert not (home / "log.key.next").exists()


def test_a_rotation_that_was_not_signed_by_both_is_not_followed(settings) -> None:
    (old,) = verifier_keys()
    rotate_key(by=None, at=AT)
    (act,) = rotations()
    forged = act.body | {"note": act.body["note"].rsplit("\n", 2)[0] + "\n"}
    pairs, findings = rotations_of([replace(act, body=forged)])
    assert (pairs, followed_keys(old, pairs)) == ([], [old])
    assert [finding.code for finding in findings] == ["rotation_invalid"]


def test_the_old_key_is_not_retired_before_the_new_one_has_signed(settings) -> None:
    record()
    publish_log(site=settings.SITE, by=None, at=AT)
    rotate_key(by=None, at=AT)
    with pytest.raises(Refusal, match="todavía no ha firmado"):
        retire_old_key(by=None, at=AT)
    publish_log(site=settings.SITE, by=None, at=AT)
    retire_old_key(by=None, at=AT)
