from pathlib import Path

import pytest

from concierta.installation.handover.keys import (
    Recipient,
    make_receiving_key,
    read_receiving_key,
    receiving_key_path,
)
from concierta.kernel.errors import Invalid, Refusal


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    key = make_receiving_key(tmp_path)
    assert make_receiving_key(tmp_path) == read_receiving_key(tmp_path) == key
    assert receiving_key_path(tmp_path).stat().st_mode & 0o777 == 0o600
    assert repr(key) == "ReceivingKey()"


def test_its_public_line_is_read_back_and_signs(tmp_path: Path) -> None:
    key = make_receiving_key(tmp_path)
    line = str(key.public)
    assert (len(line.split()), Recipient.parse(f" {line}\n")) == (1, key.public)
    assert key.signer.verifier == key.public.verifier


def test_a_line_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    line = str(make_receiving_key(tmp_path).public)
    changed = line[:-6] + ("A" if line[-6] != "A" else "B") + line[-5:]
    for wrong in ("", line[:-1], line + "A", changed, line.replace("empalme1", "empalme2"), "empalme1+00000000+AAAA"):
        with pytest.raises(Invalid, match="concierta handover key"):
            Recipient.parse(wrong)


def test_a_point_that_makes_no_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        Recipient.parse(str(Recipient(bytes(32), make_receiving_key(tmp_path).public.signs)))


def test_a_home_without_a_key_or_with_a_broken_one_says_so(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="concierta handover key"):
        read_receiving_key(tmp_path)
    make_receiving_key(tmp_path)
    receiving_key_path(tmp_path).write_text("PRIVATE+empalme1+AAAA\n")
    with pytest.raises(Refusal, match="recupérela"):
        read_receiving_key(tmp_path)
