"""Signed notes: C2SP signed-note, "Format" and "Signatures".

text, one or more lines
(empty line)
— name base64(key id ‖ signature)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from .errors import LogProblem, Problem
from .key_list import UnreadKey
from .keys import SignerKey, VerifierKey, check_key_name
from .lines import decode_base64, encode_base64

MAX_NOTE_SIZE = 1_000_000
MAX_SIGNATURES = 100
_DASH = "\N{EM DASH} "
_KEY_ID = 4


@dataclass(frozen=True)
class NoteSignature:
    """One signature line: who says to have signed, and with what."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {encode_base64(self.key_id + self.signature)}\n"

    @classmethod
    def parse(cls, line: str) -> Self:
        """`line` without its newline; `SIGNATURE_LINE_MALFORMED`, `BAD_KEY_NAME` or `BAD_BASE64`."""
        name, space, encoded = line.removeprefix(_DASH).partition(" ")
        if not line.startswith(_DASH) or not space:
            raise LogProblem(Problem.SIGNATURE_LINE_MALFORMED, line=line[:80])
        data = decode_base64(encoded)
        if len(data) <= _KEY_ID:
            raise LogProblem(Problem.SIGNATURE_LINE_MALFORMED, line=line[:80])
        return cls(check_key_name(name), data[:_KEY_ID], data[_KEY_ID:])

    def is_by(self, key: VerifierKey | UnreadKey) -> bool:
        """True if name and key id are those of `key`; that it holds is another question."""
        return self.name == key.name and self.key_id == key.key_id


@dataclass(frozen=True)
class Note:
    """A text and the signatures on it, none of which is believed yet."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(map(str, self.signatures))

    def to_bytes(self) -> bytes:
        return str(self).encode()

    @classmethod
    def parse(cls, data: bytes | str) -> Self:
        """Reads a note, of at most 1 MB and 100 signatures. Every departure from the format is refused by name."""
        text = _decoded(data)
        body, separator, tail = text.rpartition("\n\n")
        if not separator or not tail.endswith("\n"):
            raise LogProblem(Problem.NOTE_WITHOUT_SIGNATURES)
        lines = tail[:-1].split("\n")
        if len(lines) > MAX_SIGNATURES:
            raise LogProblem(Problem.TOO_MANY_SIGNATURES, found=len(lines), limit=MAX_SIGNATURES)
        return cls(body + "\n", tuple(map(NoteSignature.parse, lines)))

    def signed(self, *keys: SignerKey, timestamp: int | None = None) -> "Note":
        """The note with further signatures; `timestamp` (POSIX seconds) is for witnesses' keys."""
        return sign_note(self.text, *keys, timestamp=timestamp, before=self.signatures)

    def verified_by(self, keys: Iterable[VerifierKey]) -> dict[VerifierKey, bytes]:
        """The known keys that signed, with their signatures. Unknown ones are ignored, as the format demands.

        One bad signature of a known key refuses the whole note (`SIGNATURE_INVALID`). The result may be empty.
        """
        found: dict[VerifierKey, bytes] = {}
        for key in keys:
            for signature in self.signatures:
                if signature.is_by(key):
                    key.verify(self.text, signature.signature)
                    found.setdefault(key, signature.signature)
        return found

    def signed_only_by(self, keys: Iterable[VerifierKey]) -> "Note":
        """The note with one signature of each of these keys that signed, and nothing that others added."""
        signatures = (NoteSignature(key.name, key.key_id, made) for key, made in self.verified_by(keys).items())
        return Note(self.text, tuple(signatures))


def sign_note(text: str, *keys: SignerKey, timestamp: int | None = None, before: Iterable[NoteSignature] = ()) -> Note:
    """Signs a text of whole lines. What is made is read back: nothing leaves here that `Note.parse` would refuse."""
    signatures = [NoteSignature(key.name, key.verifier.key_id, key.sign(text, timestamp=timestamp)) for key in keys]
    note = Note(text, (*before, *signatures))
    if Note.parse(str(note)) != note:
        raise LogProblem(Problem.NOTE_WITHOUT_SIGNATURES)
    return note


def open_note(data: bytes | str, keys: Iterable[VerifierKey]) -> Note:
    """A note that at least one of `keys` signed (`NO_KNOWN_SIGNATURE`), without a bad signature by any of them."""
    note = Note.parse(data)
    if not note.verified_by(keys):
        raise LogProblem(Problem.NO_KNOWN_SIGNATURE, names=[signature.name for signature in note.signatures])
    return note


def _decoded(data: bytes | str) -> str:
    if len(data) > MAX_NOTE_SIZE:
        raise LogProblem(Problem.NOTE_TOO_LARGE, length=len(data), limit=MAX_NOTE_SIZE)
    try:
        text = data.decode() if isinstance(data, bytes) else data.encode().decode()
    except UnicodeError:
        raise LogProblem(Problem.NOTE_NOT_UTF8) from None
    if any(letter < " " and letter != "\n" for letter in text):
        raise LogProblem(Problem.NOTE_CONTROL_CHARACTER)
    return text
