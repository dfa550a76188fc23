"""A stream that one reader opens, and only whole: X25519, HKDF-SHA256, ChaCha20-Poly1305 in chunks (STREAM).

magic ‖ ephemeral X25519 key ‖ chunks of 64 KiB, each with its tag; key = HKDF(shared, salt = ephemeral ‖ receiver's).
A chunk's nonce is its number, 11 bytes, and one byte that is 1 for the last: none can be changed, moved, left out or
added, and a stream that was cut has no last one. Memory is two chunks, whatever the size.

Rogaway et al., "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance" (2015); as age does.
"""

from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from concierta.kernel.errors import Refusal, gettext_noop

MAGIC = b"concierta.handover/v1\n"
CHUNK = 1 << 16
_KEY, _TAG = 32, 16


class Damaged(Refusal):
    """What was encrypted is not whole, or is for another key; nothing that came out of it may be used."""

    def __init__(self) -> None:
        super().__init__(
            gettext_noop(
                "La parte privada no se puede abrir: está incompleta, le cambiaron algo o es para otra clave. No se "
                "usa nada de ella: pida el paquete otra vez."
            )
        )


class Sealer:
    """Encrypts what is written to it into `target`; `close` writes the last chunk, without which nothing opens."""

    def __init__(self, target: BinaryIO, *, to: bytes) -> None:
        ephemeral = X25519PrivateKey.generate()
        public = ephemeral.public_key().public_bytes_raw()
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(to))
        self._target, self._cipher, self._number = target, _cipher(shared, public + to), 0
        self._waiting = bytearray()
        target.write(MAGIC + public)

    def write(self, data: bytes) -> int:
        self._waiting += data
        # One chunk always waits: whether it is the last is known when there is more, or at the end.
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, None))
        self._number += 1


class Opener:
    """Reads what a `Sealer` wrote. Every byte given was authenticated; `Damaged` as soon as something does not hold.

    That the whole was there is known only when `read` has given b"": use nothing before.
    """

    def __init__(self, source: BinaryIO, *, key: bytes) -> None:
        private = X25519PrivateKey.from_private_bytes(key)
        head = source.read(len(MAGIC) + _KEY)
        ephemeral = head[len(MAGIC) :]
        if not head.startswith(MAGIC) or len(ephemeral) != _KEY:
            raise Damaged
        try:
            shared = private.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        except ValueError:
            raise Damaged from None
        self._cipher = _cipher(shared, ephemeral + private.public_key().public_bytes_raw())
        self._source, self._number, self._open = source, 0, b""
        self._next = source.read(CHUNK + _TAG)
        self._ended = False

    def read(self, size: int) -> bytes:
        """At most `size` bytes, fewer only at the end; b"" once the last chunk was seen to be the last."""
        found = bytearray()
        while len(found) < size and (self._open or self._open_next()):
            taken, self._open = self._open[: size - len(found)], self._open[size - len(found) :]
            found += taken
        return bytes(found)

    def _open_next(self) -> bool:
        if self._ended:
            return False
        sealed, self._next = self._next, self._source.read(CHUNK + _TAG)
        self._ended = not self._next
        try:
            self._open = self._cipher.decrypt(_nonce(self._number, last=self._ended), sealed, None)
        except InvalidTag:
            raise Damaged from None
        if self._ended and self._number and not self._open:
            # A stream has one form: only what is empty altogether ends with an empty chunk.
            raise Damaged
        self._number += 1
        return bool(self._open)


def _cipher(shared: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(SHA256(), _KEY, salt=salt, info=MAGIC).derive(shared))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
