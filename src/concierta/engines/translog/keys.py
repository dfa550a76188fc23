"""Keys that sign notes, as text: C2SP signed-note, "Signatures", in the encodings of Go's `sumdb/note`.

A verifier key `name+hash+base64` is public; a signer key `PRIVATE+KEY+name+hash+base64` is the secret itself.
"""

import re
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256

from . import ed25519, mldsa
from .cosignature import timestamped_mldsa, timestamped_signature, verify_timestamped, verify_timestamped_mldsa
from .errors import LogProblem, Problem
from .lines import decode_base64, encode_base64

_PRIVATE = "PRIVATE+KEY+"
_KEY_ID = re.compile(r"[0-9a-f]{8}")


class Algorithm(IntEnum):
    """Signature type identifier bytes that we make and verify; the last where `mldsa` is offered."""

    ED25519 = 0x01
    COSIGNATURE_V1 = 0x04
    COSIGNATURE_MLDSA = 0x06

    @property
    def key_size(self) -> int:
        """Bytes of the public key."""
        return mldsa.KEY_SIZE if self is Algorithm.COSIGNATURE_MLDSA else ed25519.KEY_SIZE

    @property
    def is_dated(self) -> bool:
        """True for what witnesses sign: the signature says when."""
        return self is not Algorithm.ED25519


@dataclass(frozen=True)
class VerifierKey:
    """Who is believed: `name`, `algorithm` and the public key, 32 bytes or 1,312 for `COSIGNATURE_MLDSA`."""

    name: str
    public_key: bytes
    algorithm: Algorithm = Algorithm.ED25519

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.public_key) != self.algorithm.key_size:
            raise LogProblem(Problem.BAD_KEY, length=len(self.public_key))

    @property
    def key_id(self) -> bytes:
        """SHA-256(name ‖ 0x0A ‖ algorithm ‖ public key)[:4]."""
        return key_id_of(self.name, self.algorithm, self.public_key)

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{encode_base64(bytes([self.algorithm]) + self.public_key)}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Errors: `BAD_KEY`, `BAD_KEY_NAME`, `BAD_BASE64`, `UNKNOWN_ALGORITHM`, `KEY_ID_MISMATCH`."""
        name, key_id, algorithm, material = _parts(text)
        key = cls(name, material, algorithm)
        if key.key_id.hex() != key_id:
            raise LogProblem(Problem.KEY_ID_MISMATCH, written=key_id, computed=key.key_id.hex())
        return key

    def verify(self, text: str, signature: bytes) -> None:
        """Refuses a signature of this key that does not hold for the note text (`SIGNATURE_INVALID`)."""
        if self.algorithm is Algorithm.COSIGNATURE_MLDSA:
            verify_timestamped_mldsa(self.name, self.public_key, signature, text)
        elif self.algorithm is Algorithm.COSIGNATURE_V1:
            verify_timestamped(self.public_key, signature, text)
        else:
            ed25519.verify(self.public_key, signature, text.encode())


@dataclass(frozen=True)
class SignerKey:
    """A secret key. Its text form is meant for a file that only its owner can read; it is not in the `repr`."""

    name: str
    seed: bytes = field(repr=False)
    algorithm: Algorithm = Algorithm.ED25519

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.seed) != ed25519.KEY_SIZE:
            raise LogProblem(Problem.BAD_KEY, length=len(self.seed))

    @classmethod
    def generate(cls, name: str, algorithm: Algorithm = Algorithm.ED25519) -> "SignerKey":
        """A new key: `ED25519` for a log, another for a witness."""
        return cls(check_key_name(name), ed25519.new_seed(), algorithm)

    @property
    def verifier(self) -> VerifierKey:
        made_by = mldsa if self.algorithm is Algorithm.COSIGNATURE_MLDSA else ed25519
        return VerifierKey(self.name, made_by.public_key(self.seed), self.algorithm)

    def to_text(self) -> str:
        """`PRIVATE+KEY+name+hash+base64(algorithm ‖ seed)`. Not `str()`, so that no message prints it by accident."""
        secret = encode_base64(bytes([self.algorithm]) + self.seed)
        return f"{_PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{secret}"

    @classmethod
    def parse(cls, text: str) -> "SignerKey":
        """As `VerifierKey.parse`; no error quotes the text."""
        if not text.startswith(_PRIVATE):
            raise LogProblem(Problem.BAD_KEY)
        try:
            name, key_id, algorithm, seed = _parts(text.removeprefix(_PRIVATE))
            key = cls(name, seed, algorithm)
        except LogProblem as problem:
            raise LogProblem(problem.problem) from None
        if key.verifier.key_id.hex() != key_id:
            raise LogProblem(Problem.KEY_ID_MISMATCH)
        return key

    def sign(self, text: str, *, timestamp: int | None = None) -> bytes:
        """The signature over a note text; a witness's key needs the POSIX `timestamp` (`BAD_TIMESTAMP` without one)."""
        if not self.algorithm.is_dated:
            return ed25519.sign(self.seed, text.encode())
        if timestamp is None:
            raise LogProblem(Problem.BAD_TIMESTAMP, timestamp=None)
        if self.algorithm is Algorithm.COSIGNATURE_MLDSA:
            return timestamped_mldsa(self.name, self.seed, text, timestamp)
        return timestamped_signature(self.seed, text, timestamp)


def check_key_name(name: str) -> str:
    """Refuses names that are empty or hold a space, a plus or a control character (`BAD_KEY_NAME`)."""
    if not name or any(letter.isspace() or letter == "+" or letter < " " for letter in name):
        raise LogProblem(Problem.BAD_KEY_NAME, name=name)
    return name


def key_id_of(name: str, algorithm: int, material: bytes) -> bytes:
    """The four bytes that signed-note recommends: SHA-256(name ‖ 0x0A ‖ algorithm ‖ public key)[:4]."""
    return sha256(name.encode() + b"\n" + bytes([algorithm]) + material).digest()[:4]


def parts_of_key(text: str) -> tuple[str, str, int, bytes]:
    """Name, key id in hexadecimal, algorithm and material of a key's text, of whatever algorithm.

    Errors: `BAD_KEY`, `BAD_KEY_NAME`, `BAD_BASE64`.
    """
    parts = text.split("+", 2)
    if len(parts) != 3 or not _KEY_ID.fullmatch(parts[1]):
        raise LogProblem(Problem.BAD_KEY, key=text[:80])
    name, key_id, encoded = parts
    data = decode_base64(encoded)
    if not data:
        raise LogProblem(Problem.BAD_KEY, key=text[:80])
    return check_key_name(name), key_id, data[0], data[1:]


def _parts(text: str) -> tuple[str, str, Algorithm, bytes]:
    name, key_id, number, material = parts_of_key(text)
    known = number in Algorithm.__members__.values()
    if not known or (number == Algorithm.COSIGNATURE_MLDSA and not mldsa.is_offered()):
        raise LogProblem(Problem.UNKNOWN_ALGORITHM, algorithm=number)
    return name, key_id, Algorithm(number), material
