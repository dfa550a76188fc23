"""The private part opens whole and for its receiver, or not at all."""

from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from concierta.installation.handover import encryption
from concierta.installation.handover.encryption import CHUNK, MAGIC, Damaged, Opener, Sealer

KEY = X25519PrivateKey.from_private_bytes(b"\x07" * 32)
HEAD = len(MAGIC) + 32
SMALL = 64


def sealed(data: bytes, *, pieces: int = 1000) -> bytes:
    target = BytesIO()
    sealer = Sealer(target, to=KEY.public_key().public_bytes_raw())
    for start in range(0, len(data), pieces):
        sealer.write(data[start : start + pieces])
    sealer.close()
    return target.getvalue()


def opened(content: bytes, *, pieces: int = 1000, key: bytes = b"\x07" * 32) -> bytes:
    opener, found = Opener(BytesIO(content), key=key), b""
    while read := opener.read(pieces):
        found += read
    return found


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encryption, "CHUNK", SMALL)


def chunks(content: bytes) -> list[bytes]:
    size = SMALL + 16
    return [content[start : start + size] for start in range(HEAD, len(content), size)]


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5])
def test_what_was_sealed_is_what_opens(length: int) -> None:
    data = bytes(range(256)) * (length // 256 + 1)
    assert opened(sealed(data[:length], pieces=30_000), pieces=50_000) == data[:length]


@given(data=st.binary(max_size=500), write=st.integers(1, 600), read=st.integers(1, 600))
def test_in_whatever_pieces(small_chunks: None, data: bytes, write: int, read: int) -> None:
    assert opened(sealed(data, pieces=write), pieces=read) == data


@given(data=st.binary(max_size=300), place=st.integers(0), bit=st.integers(0, 7))
def test_any_flipped_bit_is_refused(small_chunks: None, data: bytes, place: int, bit: int) -> None:
    content = bytearray(sealed(data))
    content[place % len(content)] ^= 1 << bit
    with pytest.raises(Damaged):
        opened(bytes(content))


@given(data=st.binary(max_size=300), length=st.integers(0))
def test_a_stream_that_was_cut_is_refused(small_chunks: None, data: bytes, length: int) -> None:
    content = sealed(data)
    with pytest.raises(Damaged):
        opened(content[: length % len(content)])


@pytest.mark.parametrize("kept", range(4))
def test_a_stream_that_was_cut_between_chunks_is_refused(small_chunks: None, kept: int) -> None:
    content = sealed(bytes(4 * SMALL))
    with pytest.raises(Damaged):
        opened(content[:HEAD] + b"".join(chunks(content)[:kept]))


@given(data=st.binary(min_size=65, max_size=400), one=st.integers(0), other=st.integers(0))
def test_a_chunk_that_is_dropped_moved_or_repeated_is_refused(
    small_chunks: None, data: bytes, one: int, other: int
) -> None:
    content = sealed(data)
    parts = chunks(content)
    one, other = one % len(parts), other % len(parts)
    dropped = [*parts[:one], *parts[one + 1 :]]
    repeated = [*parts[: one + 1], *parts[one:]]
    swapped = list(parts)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    for changed in [dropped, repeated] + ([swapped] if one != other else []):
        with pytest.raises(Damaged):
            opened(content[:HEAD] + b"".join(changed))


def test_bytes_after_the_end_are_refused() -> None:
    for more in (b"x", b"x" * 16, sealed(b"other")):
        with pytest.raises(Damaged):
            opened(sealed(b"one") + more)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Damaged):
        opened(sealed(b"one"), key=b"\x08" * 32)


def test_a_key_that_makes_no_secret_is_refused() -> None:
    with pytest.raises(Damaged):
        opened(MAGIC + bytes(32) + sealed(b"one")[HEAD:])


def test_the_same_content_is_never_sealed_alike() -> None:
    assert sealed(b"one") != sealed(b"one")
    assert b"one" not in sealed(b"one")
